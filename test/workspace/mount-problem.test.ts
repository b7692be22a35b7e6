import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { mountProblem } from '../../lib/workspace/mount-problem';
import { scratchFolder } from '../runtime/scratch';
import { plant } from './tree';

const scratch = realpathSync(scratchFolder());
const home = plant(join(scratch, 'homes', 'jo'), {
  ...Object.fromEntries(
    ['.ssh/id', '.aws/x', '.config/y/z', '.kube/config', '.docker/x', '.gnupg/x', '.claude/x'].map((path) => [path, '']),
  ),
  '.azure/x': '',
  '.netrc': '',
  '.bashrc': '',
  '.local/share/keyrings/x': '',
  '.local/state/agent-airlock/layers/x': '',
  'work/src/main.ts': '',
  'work/.env': '',
  'work/a.PEM': '',
});
const options = { homes: [home], environment: {} };
const problem = (path: string) => mountProblem(path, options);
let links = 0;
const link = (target: string) => {
  links += 1;
  symlinkSync(target, join(scratch, `link-${links}`));
  return join(scratch, `link-${links}`);
};

describe('given to an agent is', () => {
  test.each(['work', 'work/', 'work/src', 'work/src/../src', 'work/src/main.ts'])('~/%s', (path) => {
    expect(problem(join(home, path))).toBeUndefined();
  });

  test('a folder in /tmp or /root, though not these themselves', () => {
    expect(problem(scratch)).toContain('a home folder');
    expect(problem(mkdtempSync(join(tmpdir(), 'airlock-scratch-mount-')))).toBeUndefined();
  });

  test('what a link leads to', () => {
    expect(problem(link(join(home, 'work')))).toBeUndefined();
  });
});

describe('given to no agent is', () => {
  const folders = [
    ...['.', '..', '../..', '.ssh', '.aws', '.config', '.config/y', '.kube', '.docker', '.gnupg', '.claude', '.azure', '.netrc'],
    ...['.bashrc', '.ssh/id', '.aws/x', '.local/share/keyrings', '.local/share', '.local/state/agent-airlock/layers/x', '.local'],
    ...['work/.env', 'work/a.PEM', 'work/..', 'work/../.ssh'],
  ];
  test.each(folders.map((path) => [path]))('~/%s', (path) => {
    expect(problem(`${home}/${path}`)).toMatch(/^what an agent is given must not .*, got '/);
    expect(problem(`${home}/${path}/`.replace(/(\.netrc|\.bashrc|id|x|\.env|a\.PEM)\/$/, '$1'))).toBeDefined();
  });

  test.each(folders.map((path) => [path]))('a link to ~/%s', (path) => {
    expect(problem(link(join(home, path)))).toContain(`, which is '${join(home, path)}'`);
    expect(problem(link(relative(scratch, join(home, path)) || '.'))).toBeDefined();
  });

  test.each([
    ...[
      '/',
      '/proc',
      '/proc/self',
      '/proc/self/root',
      '/sys',
      '/dev',
      '/dev/null',
      '/dev/shm',
      '/run',
      '/var/run',
      '/var',
      '/etc',
      '/etc/ssl',
    ],
    ...['/tmp', '/var/tmp', '//tmp/', '/proc/self/cwd/../../../../../..'],
  ])('%s', (path) => {
    expect(problem(path)).toBeDefined();
  });

  test('a home folder that the environment or the machine names', () => {
    expect(mountProblem(home, { environment: { HOME: home } })).toContain('a home folder');
    expect(mountProblem('/root', { environment: {} })).toContain('a home folder');
    expect(mountProblem('/home', { homes: ['/home/jo'], environment: {} }) ?? 'a home folder').toContain('a home folder');
  });

  test('what is not there', () => {
    expect(problem(join(home, 'wrok'))).toBe(
      `what an agent is given must be there and readable: check how it is written, got '${join(home, 'wrok')}'`,
    );
  });

  test('a socket, or the folder of one that the environment names', async () => {
    const path = join(home, 'engine', 'docker.sock');
    mkdirSync(dirname(path));
    const server = createServer().listen(path);
    await new Promise((resolve) => server.once('listening', resolve));
    expect(problem(path)).toContain('must not be a socket');
    const environments = [{ DOCKER_HOST: `unix://${path}` }, { SSH_AUTH_SOCK: path }, { XDG_RUNTIME_DIR: dirname(path) }];
    expect(environments.map((environment) => mountProblem(dirname(path), { homes: [], environment }))).toEqual([
      expect.stringContaining('a way out'),
      expect.stringContaining('a way out'),
      expect.stringContaining("this session's sockets"),
    ]);
    server.close();
  });

  test('changes that wait, wherever they do, and settings, wherever they are', () => {
    const elsewhere = plant(join(scratch, 'elsewhere'), { 'agent-airlock/layers/x/upper/y': '' });
    const environment = { XDG_STATE_HOME: elsewhere, XDG_CONFIG_HOME: join(home, 'work', 'src') };
    expect(mountProblem(join(elsewhere, 'agent-airlock/layers'), { homes: [], environment })).toContain('wait to be reviewed');
    expect(mountProblem(elsewhere, { homes: [], environment })).toContain('wait to be reviewed');
    expect(mountProblem(join(home, 'work'), { homes: [], environment })).toContain("a user's own settings");
  });

  const bound = join(scratch, 'bound');
  const whyNoMount = mountedHere(bound) ? undefined : 'as nothing can be mounted here';
  afterAll(() => whyNoMount ?? execFileSync('umount', [bound]));
  test.skipIf(whyNoMount)(`another mount of a home folder${whyNoMount ? `, skipped ${whyNoMount}` : ''}`, () => {
    expect(problem(bound)).toContain('a home folder');
    expect(problem(join(bound, '.docker'))).toContain('settings or keys');
    expect(problem(join(bound, 'work'))).toBeUndefined();
  });
});

function mountedHere(place: string): boolean {
  mkdirSync(place);
  try {
    execFileSync('mount', ['--bind', home, place], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
