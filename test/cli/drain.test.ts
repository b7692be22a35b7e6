import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ask, realKey, Stage } from './airlock-stage';
import { rest } from './streamed-answer';

/** An answer of as many seconds as its query says. */
const stage = new Stage({
  key: realKey,
  pauseMs: 1000,
  script: ({ path }) => {
    const seconds = Number(new URL(path, 'https://model').searchParams.get('seconds'));
    const parts = [...Array.from({ length: seconds }, () => 'event: ping\n\n'), 'event: message_stop\n\n'];
    return { status: 200, headers: { 'content-type': 'text/event-stream' }, parts };
  },
});

test('a proxy that ends serves a stream within its 10 s, and cuts one beyond them', async () => {
  const runtime = stage.newFolder();
  const proxy = await stage.run([], { runtime });
  const streams = await Promise.all(
    [6, 30].map((seconds) => ask(proxy.said('claude'), { path: `/v1/messages?seconds=${seconds}` })),
  );
  const began = Date.now();
  const ended = proxy.end();
  const [within, beyond] = await Promise.all(streams.map(rest));
  expect(within).toMatchObject({ isWhole: true });
  expect(beyond).toMatchObject({ isWhole: false });
  expect(Date.now() - began).toBeGreaterThan(9_000);
  const { status, stderr } = await ended;
  expect(Date.now() - began).toBeLessThan(15_000);
  expect([status, readdirSync(runtime)]).toEqual([0, []]);
  expect(stderr.match(/ allow .*\/v1\/messages /g)).toHaveLength(2);
});
