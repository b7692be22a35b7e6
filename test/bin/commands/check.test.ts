import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { register } from '../../../bin/commands/check';
import { PolicyError } from '../../../lib/policy/policy-error';
import { runCommand } from './run-command';

const folder = mkdtempSync(join(tmpdir(), 'check-'));
const file = join(folder, 'airlock.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

test('check sums a usable policy up, with its warnings', async () => {
  writeFileSync(
    file,
    `version: 1
destinations:
  - { name: claude, host: api.anthropic.com, access: gateway, allow: [{ methods: [POST], path: /v1/messages }] }
  - { name: orders, host: orders.example.org, access: gateway, allow: any, upstream: { port: 8443 } }
  - { name: mirror, hosts: [mirror.example.org, "*.mirror.example.org"], access: tunnel }
`,
  );
  const { output, status } = await runCommand(register, ['check', file]);
  expect(output).toEqual([
    `${file}: usable, enforced; agents: default`,
    '  claude  gateway    api.anthropic.com  POST /v1/messages',
    '  orders  gateway    orders.example.org port 8443  anything',
    '  mirror  tunnel     mirror.example.org, *.mirror.example.org  anything',
    "warning: destination 'mirror': a tunnel carries writes and foreign keys, which the proxy can't see: use intercept where you can",
  ]);
  expect(status).toBe(0);
});

test.each([
  ['no destinations', 'version: 1\ndestinations: []\n', 1],
  [
    'several mistakes',
    'version: 2\ndestinations:\n  - { name: a, host: localhost, access: tunnel, allow: [{ methods: [GET], path: x }] }\n',
    4,
  ],
  ['no YAML', 'a: "', 1],
  ['nothing', '', 1],
])('check prints nothing of a policy with %s, and throws a line for each problem', async (_what, text, problems) => {
  writeFileSync(file, text);
  const { output, error } = await runCommand(register, ['check', file]);
  expect(output).toEqual([]);
  expect(error).toBeInstanceOf(PolicyError);
  expect(error?.message.split('\n').map((line) => line.startsWith(file))).toEqual(Array(problems).fill(true));
});

test('check refuses a file that is not there', async () => {
  const { error } = await runCommand(register, ['check', join(folder, 'no.yaml')]);
  expect(error).toBeInstanceOf(PolicyError);
});
