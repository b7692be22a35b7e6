import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type EmulatedAws, startEmulatedAws } from '../emulated/emulated-aws';
import { pythonTool } from '../python/tools';
import { CertificateStage, textsOf } from './certificate-stage';

const stage = new CertificateStage();
const pathWith = (folder: string) => `${folder}:${process.env.PATH}`;

describe("AWS's own command line stores in Secrets Manager", () => {
  let aws: string;
  let account: EmulatedAws;
  let environment: NodeJS.ProcessEnv;
  let folder: string;

  beforeAll(async () => {
    aws = await pythonTool('aws', join(__dirname, 'awscli-requirements.txt'));
    account = await startEmulatedAws(join(stage.scratch, 'created.jsonl'));
    environment = { ...account.environment, PATH: pathWith(dirname(aws)), XDG_RUNTIME_DIR: stage.runtime };
    for (const name of ['ca', 'github', 'git-fetch']) call('create-secret', '--name', `acme/airlock/${name}`);
    folder = await stage.filled();
  });
  afterAll(() => account.stop());

  function call(...args: readonly string[]): Record<string, string> {
    const env = { ...process.env, ...environment };
    return JSON.parse(execFileSync(aws, ['secretsmanager', ...args], { env, encoding: 'utf8' }));
  }
  const stored = (name: string) => JSON.parse(call('get-secret-value', '--secret-id', `acme/airlock/${name}`).SecretString ?? '');
  const store = (prefix = 'acme/airlock', more: readonly string[] = []) =>
    stage.certificates(folder, ['--store', `aws:${prefix}`, ...more], environment);

  test('each certificate with its key, and the authority without', async () => {
    const { status, stdout } = await store();
    expect([status, stdout.match(/^\S+: stored in aws:acme\/airlock$/gm)?.length]).toEqual([0, 3]);
    const files = textsOf(folder);
    expect(stored('github')).toEqual({ certificate: files['github.pem'], key: files['github.key'] });
    expect(stored('git-fetch')).toEqual({ certificate: files['git-fetch.pem'], key: files['git-fetch.key'] });
    expect(stored('ca')).toEqual({ certificate: files['ca.pem'] });
    expect(readdirSync(stage.runtime)).toEqual([]);
  });

  test('nothing that it holds already, and what was renewed since', async () => {
    await store();
    expect((await store()).stdout).not.toContain('stored');
    expect((await store('acme/airlock', ['--check'])).status).toBe(0);
    await stage.certificates(folder, ['--renew']);
    expect(await store('acme/airlock', ['--check'])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('github: due: not in aws:'),
    });
    expect((await store()).stdout.match(/: stored/g)?.length).toBe(3);
    expect(stored('github').certificate).toBe(textsOf(folder)['github.pem']);
  });

  test('nothing where there is no such secret, and the command says so, and tries again next time', async () => {
    for (const attempt of [1, 2]) {
      const { status, stderr } = await store('nobody/airlock');
      expect([attempt, status]).toEqual([attempt, 3]);
      expect(stderr).toMatch(
        /^aws secretsmanager put-secret-value --secret-id nobody\/airlock\/ca failed: .*ResourceNotFoundException.*\n$/,
      );
      expect(readdirSync(stage.runtime)).toEqual([]);
    }
  });
});

/** A folder for PATH with a program that notes its arguments, and what is in the file that they name. */
function standIn(program: string, status = 0): { path: string; calls: () => { args: string; mode: string; value: string }[] } {
  const path = stage.newFolder();
  mkdirSync(path);
  const file = '$(echo "$*" | sed -E "s#.*(file://|--data-file=)([^ ]+).*#\\2#")';
  const note = 'echo "$*" >> "$0.args"; stat -L -c %a "$f" >> "$0.mode"; cat "$f" >> "$0.value"; echo >> "$0.value"';
  writeFileSync(
    join(path, program),
    `#!/bin/sh\nf=${file}; [ "$f" = - ] && f=/dev/stdin\n${note}\necho refused >&2; exit ${status}\n`,
  );
  chmodSync(join(path, program), 0o755);
  const noted = (what: string) =>
    readFileSync(join(path, `${program}.${what}`), 'utf8')
      .trimEnd()
      .split('\n');
  const calls = () =>
    noted('args').map((args, index) => ({ args, mode: noted('mode')[index] ?? '', value: noted('value')[index] ?? '' }));
  return { path, calls };
}

type Row = readonly [program: string, place: string, args: string];
const programs: readonly Row[] = [
  ['aws', 'aws:acme/airlock', 'secretsmanager put-secret-value --secret-id acme/airlock/github --secret-string file://FILE'],
  ['gcloud', 'gcp:acme-airlock', 'secrets versions add acme-airlock-github --data-file=FILE --quiet'],
];

describe.each(programs)('a stand-in for %s', (program, place, expected) => {
  test('is given each value in a file for its owner only, which is gone afterwards, and no key in its arguments', async () => {
    const folder = await stage.filled();
    const { path, calls } = standIn(program);
    const environment = { PATH: pathWith(path), XDG_RUNTIME_DIR: stage.runtime };
    expect((await stage.certificates(folder, ['--store', place], environment)).status).toBe(0);
    const [ca, github] = calls();
    expect(github?.args.replace(/\/[^/\s]\S*\/agent-airlock-\S+\.json/, 'FILE')).toBe(expected);
    expect(JSON.parse(github?.value ?? '')).toEqual({
      certificate: textsOf(folder)['github.pem'],
      key: textsOf(folder)['github.key'],
    });
    expect(Object.keys(JSON.parse(ca?.value ?? ''))).toEqual(['certificate']);
    expect(calls().map(({ mode }) => mode)).toEqual(['600', '600', '600']);
    expect(readdirSync(stage.runtime)).toEqual([]);
  });

  test('that fails ends the command with 3 and one line', async () => {
    const folder = await stage.filled();
    const environment = { PATH: pathWith(standIn(program, 1).path), XDG_RUNTIME_DIR: stage.runtime };
    const { status, stderr } = await stage.certificates(folder, ['--store', place], environment);
    expect([status, stderr]).toEqual([3, expect.stringMatching(new RegExp(`^${program} s.* failed: refused\\n$`))]);
  });

  test('that is missing ends the command with 3 and one line', async () => {
    const folder = await stage.filled();
    const { status, stderr } = await stage.certificates(folder, ['--store', place], { PATH: '/nonexistent' });
    expect([status, stderr]).toEqual([
      3,
      expect.stringMatching(new RegExp(`^${program} must be on PATH to store certificates: `)),
    ]);
  });

  test.skipIf(!hasJq())('does the same when a shell runs the commands that are printed; needs jq', async () => {
    const folder = await stage.filled();
    const { path, calls } = standIn(program);
    const { stdout } = await stage.certificates(folder, ['--store', place, '--print-commands'], { PATH: pathWith(path) });
    execFileSync('sh', ['-c', stdout], { env: { ...process.env, PATH: pathWith(path) }, stdio: 'ignore' });
    const values = readFileSync(join(path, `${program}.value`), 'utf8');
    expect(calls().filter(({ args }) => args.includes('github'))).toHaveLength(1);
    expect(values).toContain(JSON.stringify(textsOf(folder)['github.key']));
    expect(values).not.toContain(JSON.stringify(textsOf(folder)['ca.key']));
    expect(stdout).not.toContain('PRIVATE');
  });
});

function hasJq(): boolean {
  try {
    execFileSync('jq', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
