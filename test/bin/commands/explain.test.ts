import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { register } from '../../../bin/commands/explain';
import { Unusable } from '../../../bin/exit';
import { runCommand } from './run-command';

const folder = mkdtempSync(join(tmpdir(), 'explain-'));
const file = join(folder, 'airlock.yaml');
afterAll(() => rmSync(folder, { recursive: true }));

const explain = (...args: string[]) => runCommand(register, ['explain', file, ...args]);
const destinations = `version: 1
destinations:
  - { name: claude, host: api.anthropic.com, access: gateway, allow: [{ methods: [POST], path: /v1/messages }] }
  - { name: github, host: api.github.com, access: intercept, allow: [{ methods: [GET], path: /repos/acme/** }] }
`;

beforeEach(() => writeFileSync(file, destinations));
afterEach(() => {
  vi.useRealTimers();
});

test('explain says that a request is allowed, and how it is made', async () => {
  expect(await explain('POST', 'https://api.anthropic.com/v1/messages')).toEqual({
    output: ['allow: the policy allows it (allowed)', 'destination: claude', 'reached by: http://PROXY:8080/claude/v1/messages'],
    error: undefined,
    status: 0,
  });
});

test('explain says why a request is denied, with status 1', async () => {
  expect(await explain('POST', 'https://api.anthropic.com/v1/files')).toMatchObject({
    output: [
      'deny: no rule of the destination allows that path (path-not-allowed)',
      'destination: claude',
      'reached by: http://PROXY:8080/claude/v1/files',
    ],
    status: 1,
  });
  expect(await explain('CONNECT', 'api.anthropic.com:443')).toMatchObject({
    output: [expect.stringContaining('(use-gateway)'), 'destination: claude', 'reached by: http://PROXY:8080/claude/'],
    status: 1,
  });
  expect(await explain('GET', 'https://example.com/')).toMatchObject({
    output: [expect.stringContaining('(host-not-allowed)')],
    status: 1,
  });
});

test('explain says what report mode lets pass, and what not', async () => {
  vi.useFakeTimers({ now: new Date('2027-01-01T00:00:00Z'), toFake: ['Date'] });
  writeFileSync(file, `${destinations}enforcement: { report: { until: 2027-01-31 } }\n`);
  const note = 'until 2027-01-31, 00:00 UTC, it passes and is logged as would-deny';
  expect((await explain('GET', 'https://example.com/')).output).toContain(note);
  expect((await explain('POST', 'https://api.anthropic.com/v1/../x')).output).not.toContain(note);
  expect((await explain('CONNECT', 'api.anthropic.com:443')).output).not.toContain(note);
});

test('explain judges for the agent that is named', async () => {
  writeFileSync(file, `${destinations}agents: { a: { destinations: [claude] }, b: { destinations: [github] } }\n`);
  const asked = ['GET', 'https://api.github.com/repos/acme/x'] as const;
  expect((await explain('--agent', 'a', ...asked)).status).toBe(1);
  expect((await explain('--agent', 'b', ...asked)).status).toBe(0);
  expect((await explain(...asked)).error).toEqual(new Unusable('the policy has several agents: name one of a, b'));
  expect((await explain('--agent', 'c', ...asked)).error).toEqual(new Unusable("agent must be one of a, b, got 'c'"));
});

test.each([
  ['GET', '/v1/messages'],
  ['CONNECT', 'https://api.github.com/'],
  ['GE T', 'https://api.github.com/'],
])('explain refuses %s %s', async (method, url) => {
  const { output, error } = await explain(method, url);
  expect(output).toEqual([]);
  expect(error).toBeInstanceOf(Unusable);
});

test.each(['0', '65536', '80a', '-1', ''])('explain refuses the gateway port %j', async (port) => {
  const { error } = await explain('--gateway-port', port, 'GET', 'https://api.github.com/');
  expect(error).toEqual(new Unusable(`--gateway-port must be a port from 1 to 65535, got '${port}'`));
});
