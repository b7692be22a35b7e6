import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ask, realKey, Stage } from './airlock-stage';

const endless = { status: 200, headers: { 'content-type': 'text/plain' }, parts: Array(400).fill('word ') };
const stage = new Stage({ key: realKey, pauseMs: 100, script: () => endless });

test('an answer that does not end is cut after 10 s, its record is kept, and all is over within 15 s', async () => {
  const runtime = stage.newFolder();
  const proxy = await stage.run([], { runtime });
  const answer = await ask(proxy.said('claude'));
  const start = Date.now();
  const [received, { status, stderr }] = await Promise.all([answer.text().catch(() => 'cut'), proxy.end()]);
  const seconds = (Date.now() - start) / 1000;
  expect(received).toBe('cut');
  expect(seconds).toBeGreaterThan(9);
  expect(seconds).toBeLessThan(15);
  expect([status, readdirSync(runtime)]).toEqual([0, []]);
  expect(stderr).toMatch(/ POST api\.anthropic\.com\/v1\/messages 200 /);
});
