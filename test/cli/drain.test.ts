import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { put, until } from '../runtime/scratch';
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

test('a new policy takes over the ports while the streams of the old one come to their ends', async () => {
  const old = await stage.run();
  const gateway = old.said('claude');
  const answer = await ask(gateway, { path: '/v1/messages?seconds=8' });
  const ended = old.end();
  await until(
    () => old.stderr.includes('stopping'),
    () => old.stderr,
  );
  const narrower = put(stage.folder, 'narrower.yaml', readFileSync(stage.policy, 'utf8').replace('/messages', '/models'));
  const key = `anthropic-api-key=file:${stage.newKey()}`;
  const ports = ['--gateway-port', new URL(gateway).port, '--proxy-port', '0'];
  const fresh = await stage.start(['run', narrower, ...ports, '--secret', key], { XDG_RUNTIME_DIR: stage.newFolder() });
  expect(fresh.said('claude')).toBe(gateway);
  expect((await ask(gateway)).headers.get('x-airlock-denied')).toBe('path-not-allowed');
  expect(old.stderr).not.toContain(' allow ');
  expect(await rest(answer)).toMatchObject({ isWhole: true });
  expect(await ended).toMatchObject({ status: 0, stderr: expect.stringMatching(/ allow .*\/v1\/messages 200 /) });
});
