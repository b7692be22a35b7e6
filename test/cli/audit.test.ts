import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { allowed, denied, logOf, tunnel } from '../audit/sample';
import { put } from '../runtime/scratch';
import { airlock } from './airlock-process';
import { agentsKey, ask, realKey, Stage } from './airlock-stage';

const stage = new Stage({ key: realKey });
let count = 0;

/** A file with this log. */
function logFile(log: string): string {
  count += 1;
  return put(stage.folder, `${count}.jsonl`, log);
}

const audit = (...args: string[]) => airlock(['audit', ...args]);
const records = [allowed, allowed, denied(), tunnel('mirror.example.org')];

describe('audit', () => {
  test('shows who reached what, and what was denied and why', async () => {
    const { status, stdout } = await audit(logFile(logOf(...records)));
    expect(status).toBe(0);
    expect(stdout).toBe(`4 records, 2026-11-26 09:00:00 to 2026-11-26 09:00:00 UTC

reached
  agent    destination  host                requests  would deny  failed   sent  received    p50    p95  last seen
  default  claude       api.anthropic.com          2           0       0  200 B    4.0 kB  40 ms  40 ms  2026-11-26 09:00:00
  default  mirror       mirror.example.org         1           0       0  100 B    2.0 kB  40 ms  40 ms  2026-11-26 09:00:00

denied
  agent    decision  reason            times  last seen            request
  default  deny      path-not-allowed      1  2026-11-26 09:00:00  POST api.anthropic.com/v1/models

why
  reason            meaning
  path-not-allowed  no rule of the destination allows that path
`);
  });

  test('reads standard input as -', () => {
    const args = ['--require', 'tsx/cjs', 'bin/agent-airlock.ts', 'audit', '-', '--format', 'json'];
    const { stdout } = spawnSync(process.execPath, args, { input: logOf(...records), encoding: 'utf8' });
    expect(JSON.parse(stdout)).toMatchObject({ logs: [{ path: '-', records: 4 }], summary: { records: 4 } });
  });

  test('puts several logs together, and counts what is no record', async () => {
    const { stdout } = await audit(logFile(logOf(allowed)), logFile(`Envoy said this\n${logOf(denied())}`), '--format', 'json');
    const { logs, summary } = JSON.parse(stdout);
    expect(logs).toMatchObject([
      { records: 1, otherLines: 0 },
      { records: 1, otherLines: 1 },
    ]);
    expect(summary.records).toBe(2);
  });

  test.each([
    ['an agent', ['--agent', 'coder'], 1],
    ['a time on', ['--since', '2026-11-26T09:30:00Z'], 1],
    ['a day on', ['--since', '2026-11-26'], 3],
    ['before a time', ['--until', '2026-11-26T10:00:00+01:00'], 0],
    ['before a time, in another zone', ['--until', '2026-11-26T10:00:01+01:00'], 2],
    ['an hour ago on', ['--since', '1h'], 0],
  ])('takes the records of %s alone', async (_, options, expected) => {
    const log = logFile(logOf(allowed, { ...allowed, agent: 'coder' }, { ...allowed, time: '2026-11-26T10:00:00.000Z' }));
    // the records' day may come after the test's
    const { stdout } = await audit(log, ...options, '--format', 'json', ...(options[1] === '1h' ? ['--agent', 'nobody'] : []));
    expect(JSON.parse(stdout).summary.records).toBe(expected);
  });

  test('an empty log is no mistake', async () => {
    expect(await audit(logFile(''))).toMatchObject({ status: 0, stdout: '0 records\n' });
  });

  test('of a log that holds everything but text for a terminal shows printable characters alone', async () => {
    const forged = '\u001b[2J\u009b2J\u202e\n2026-11-26 allow\r\u0007';
    const strange = { agent: forged, destination: forged, host: forged, path: forged, method: forged };
    const log = logFile(
      logOf(...records, { ...allowed, ...strange }, denied(strange), { ...allowed, path: `/${'x'.repeat(60_000)}` }),
    );
    for (const options of [[], ['--format', 'json'], ['--policy', stage.policy], ['--suggest', '--include-denied']]) {
      const { stdout } = await audit(log, ...options);
      expect(stdout).toMatch(/^[\n\x20-\x7e…]+$/);
    }
  });
});

describe('audit --policy', () => {
  test('ends with 1 if what was let through would be denied, and says what', async () => {
    const { status, stdout } = await audit(
      logFile(logOf(...records, { ...allowed, path: '/v1/files' })),
      '--policy',
      stage.policy,
    );
    expect(status).toBe(1);
    expect(stdout).toContain(': 1 more denied, 0 more allowed, 4 unchanged, 0 not judged\n');
    expect(stdout).toMatch(
      /would be denied\n.*\n {2}default {2}allowed {2}path-not-allowed .* POST api\.anthropic\.com\/v1\/files\n/,
    );
  });

  test('ends with 0 if nothing, or only more, would be allowed', async () => {
    expect((await audit(logFile(logOf(...records)), '--policy', stage.policy)).status).toBe(0);
    const { status, stdout } = await audit(logFile(logOf(denied({ path: '/v1/messages' }))), '--policy', stage.policy);
    expect([status, stdout]).toEqual([0, expect.stringContaining('would be allowed')]);
  });
});

describe('audit --suggest', () => {
  test('writes a policy that check takes, and that decides as the log does', async () => {
    const output = join(stage.newFolder(), 'airlock.yaml');
    const log = logFile(logOf(...records));
    expect((await audit(log, '--suggest', '--policy', stage.policy, '--output', output)).status).toBe(0);
    const policy = EgressPolicy.fromFile(output);
    expect(policy.destinations.map(({ name }) => name)).toEqual(['claude', 'mirror']);
    expect(policy.secrets).toEqual(['anthropic-api-key']);
    expect((await audit(log, '--policy', output)).status).toBe(0);
  });

  test('keeps what was denied in comments, and only if it is asked for', async () => {
    const log = logFile(logOf(...records));
    expect((await audit(log, '--suggest')).stdout).not.toContain('/v1/models');
    const { stdout } = await audit(log, '--suggest', '--include-denied');
    expect(stdout).toMatch(/^# .*\/v1\/models/m);
    expect(JSON.stringify(EgressPolicy.fromYaml(stdout).document)).not.toContain('models');
  });

  test.each(['"', '\n- x: y', '#', '&a', '*a', '!!js/function', '{', '%0a', '\u2028', ': ', "'", '\\', '\0'])(
    'holds no %j of an agent’s in its YAML',
    async (forged) => {
      const strange = { ...allowed, path: `/v1/${forged}`, host: `a${forged}.example.org`, destination: forged };
      const { stdout } = await audit(logFile(logOf(allowed, strange, denied(strange))), '--suggest', '--include-denied');
      const { destinations } = EgressPolicy.fromYaml(stdout);
      expect(destinations.flatMap(({ hosts }) => hosts.map(({ text }) => text))).toEqual(['api.anthropic.com']);
    },
  );
});

describe('audit ends with 3 and one line for', () => {
  test.each<[string, string[], RegExp]>([
    ['a log that is not there', ['/nowhere/airlock.jsonl'], /can't be read: there is no such file or folder/],
    ['a folder', [stage.folder], /can't be read: it is a folder/],
    ['a file without a record', [stage.policy], /^no audit record in /],
    ['a policy that is not there', ['--policy', '/nowhere.yaml', stage.policy], /nowhere/],
    ['a time in words', ['--since', 'yesterday', stage.policy], /^--since must be a time .*, got 'yesterday'/],
    ['a time without a zone', ['--until', '2026-11-26T09:00:00', stage.policy], /^--until must be a time/],
    ['a format of another kind', ['--format', 'xml', stage.policy], /--format/],
    ['denied ones without a suggestion', ['--include-denied', stage.policy], /needs --suggest/],
    ['no log', [], /log/],
  ])('%s', async (_, args, message) => {
    const { status, stdout, stderr } = await audit(...args);
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test('a log from which nothing can be suggested', async () => {
    expect(await audit(logFile(logOf(denied())), '--suggest')).toMatchObject({
      status: 3,
      stderr: expect.stringMatching(/^nothing to suggest/),
    });
  });
});

test('what run records can be summed up, replayed, and turned into a policy that run enforces alike', async () => {
  const log = join(stage.newFolder(), 'audit.jsonl');
  const output = join(stage.newFolder(), 'airlock.yaml');
  const proxy = await stage.run(['--audit-log', log]);
  await ask(proxy.said('claude'));
  await ask(proxy.said('claude'), { path: '/v1/files?secret=query' });
  await proxy.end();
  expect((await audit(log, '--policy', stage.policy)).stdout).toContain(
    '0 more denied, 0 more allowed, 2 unchanged, 0 not judged',
  );
  await audit(log, '--suggest', '--policy', stage.policy, '--output', output);
  const args = stage
    .args('--secret', `anthropic-api-key=file:${stage.newKey()}`)
    .map((arg) => (arg === stage.policy ? output : arg));
  const again = await stage.start(args, { XDG_RUNTIME_DIR: stage.newFolder() });
  const answers = await Promise.all(['/v1/messages', '/v1/files'].map((path) => ask(again.said('claude'), { path })));
  expect(answers.map(({ status }) => status)).toEqual([200, 403]);
  for (const text of [readFileSync(output, 'utf8'), (await audit(log, '--format', 'json')).stdout]) {
    for (const secret of [realKey, agentsKey, 'query']) expect(text).not.toContain(secret);
  }
});
