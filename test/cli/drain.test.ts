import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { LocalProxy } from '../../lib/runtime/local-proxy';
import { put } from '../runtime/scratch';
import { ask, closed, realKey, Stage } from './airlock-stage';
import { rest } from './streamed-answer';

/** Lets the streams go on that come to their end. */
let release: () => void;
let held: Promise<void>;
const hold = () => {
  held = new Promise((resolve) => {
    release = resolve;
  });
};
hold();
afterEach(hold);

const stage = new Stage({
  key: realKey,
  pause: ({ path }) => (path.includes('endless') ? new Promise(() => undefined) : held),
  script: () => ({
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    parts: ['event: ping\n\n', 'event: message_stop\n\n'],
  }),
});

test('a proxy that ends serves a stream to its end, cuts one that has none after 10 s, and keeps the records of both', async () => {
  const runtime = stage.newFolder();
  const proxy = await stage.run([], { runtime });
  const asked = ['', '?endless'].map((query) => ask(proxy.said('claude'), { path: `/v1/messages${query}` }));
  const [within, beyond] = (await Promise.all(asked)).map(rest);
  const began = Date.now();
  const ended = proxy.end();
  await closed(proxy);
  release();
  expect(await within).toMatchObject({ isWhole: true });
  expect(await beyond).toMatchObject({ isWhole: false });
  expect(Date.now() - began).toBeGreaterThan(9_000);
  const { status, stderr } = await ended;
  expect([status, readdirSync(runtime)]).toEqual([0, []]);
  expect(stderr.match(/ allow .*\/v1\/messages 200 /g)).toHaveLength(2);
});

test('a new policy takes over the ports while the streams of the old one come to their ends', async () => {
  const old = await stage.run();
  const gateway = old.said('claude');
  const answer = await ask(gateway);
  const ended = old.end();
  await closed(old);
  const fresh = await LocalProxy.start({
    policy: EgressPolicy.fromYaml(readFileSync(stage.policy, 'utf8').replace('/messages', '/models')),
    gatewayPort: Number(new URL(gateway).port),
    proxyPort: 0,
    secrets: { 'anthropic-api-key': { kind: 'file', path: put(stage.folder, 'fresh', realKey) } },
    upstreamCa: join(stage.folder, 'ca.pem'),
  });
  expect((await ask(gateway)).headers.get('x-airlock-denied')).toBe('path-not-allowed');
  expect(old.stderr).not.toContain(' allow ');
  release();
  expect(await rest(answer)).toMatchObject({ isWhole: true });
  expect(await ended).toMatchObject({ status: 0, stderr: expect.stringMatching(/ allow .*\/v1\/messages 200 /) });
  await fresh.stop({ now: true });
});
