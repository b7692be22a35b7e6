import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentContainer } from '../../../lib/sandbox/docker/agent-container';
import { runScript } from '../../../lib/sandbox/docker/run-script';
import { scratchFolder } from '../../runtime/scratch';
import { programs } from './installed';
import { policy } from './policy';

const folder = scratchFolder();
const container = agentContainer({ policy, agent: 'default', image: 'agent:1', carrier: 'socat' });
const text = runScript({
  container,
  policy: '/airlock.yaml',
  agent: 'default',
  command: ['true'],
  again: ['agent-airlock', 'render'],
});

/** A machine with an engine that says `settings`, on which a user with the number `me` starts the script; says what was done to the sockets. */
async function done({
  me,
  settings,
  programsMore = {},
}: {
  me: number;
  settings: string;
  programsMore?: Record<string, string>;
}) {
  const here = mkdtempSync(join(folder, 'box-'));
  const log = join(here, 'log');
  writeFileSync(join(here, 'agent.sh'), text);
  for (const name of ['seccomp.json', 'hidden']) writeFileSync(join(here, name), '');
  const path = programs(join(here, 'bin'), {
    // says that it is ready with sockets, and waits for its end
    'agent-airlock': `[ "$1" = render ] && exec cat '${here}/agent.sh'
      while [ $# -gt 0 ]; do case $1 in --ca-file|--gateway-socket|--proxy-socket) : >"$2" ;; esac; shift; done
      echo ready; exec sleep 60`,
    docker: `if [ "$1" = info ]; then echo '${settings}'; else echo run >>'${log}'; fi`,
    id: `[ "$1" = -u ] && echo ${me} || echo someone`,
    chown: `echo "chown $2" >>'${log}'`,
    awk: 'echo 200000',
    ...programsMore,
  });
  const env = { PATH: `${path}:${process.env.PATH}`, XDG_RUNTIME_DIR: here, LOG: log };
  return new Promise<{ status: unknown; stderr: string; log: string }>((resolve) => {
    execFile('bash', [join(here, 'agent.sh')], { env, timeout: 120_000 }, (error, _stdout, stderr) => {
      resolve({ status: error ? error.code : 0, stderr, log: existsSync(log) ? readFileSync(log, 'utf8') : '' });
    });
  });
}

const plain = '[name=seccomp,profile=builtin] /var/lib/docker';
const mapped = '[name=seccomp,profile=builtin name=userns] /var/lib/docker/100000.100000';
const rootless = '[name=seccomp,profile=builtin name=rootless] /home/me/.local/share/docker';
const setfacl = { setfacl: 'echo "setfacl $2" >>"$LOG"' };

describe('the agent of a container can connect to the proxy’s sockets', () => {
  test.each([
    ['for user 1000, whose they are', { me: 1000, settings: plain }, 'run\n'],
    ['for root, who gives them away', { me: 0, settings: plain }, 'chown 1000\nrun\n'],
    ['for another user, who lets that one in', { me: 1001, settings: plain, programsMore: setfacl }, 'setfacl u:1000:rw\nrun\n'],
    ['for root, where users are mapped', { me: 0, settings: mapped }, 'chown 101000\nrun\n'],
    [
      'for user 1000, where users are mapped',
      { me: 1000, settings: mapped, programsMore: setfacl },
      'setfacl u:101000:rw\nrun\n',
    ],
    ['without root', { me: 1000, settings: rootless, programsMore: setfacl }, 'setfacl u:200999:rw\nrun\n'],
  ])('%s', async (_, machine, log) => {
    expect(await done(machine)).toMatchObject({ status: 0, log });
  });
});

describe('nothing is started', () => {
  test('by another user where nobody can be let in', async () => {
    const { status, stderr, log } = await done({ me: 1001, settings: plain, programsMore: { setfacl: 'exit 1' } });
    expect([status === 0, log, stderr]).toEqual([false, '', expect.any(String)]);
  });

  test('where the engine doesn’t answer', async () => {
    const { status, log } = await done({ me: 1000, settings: plain, programsMore: { docker: 'exit 1' } });
    expect([status, log]).toEqual([1, '']);
  });
});
