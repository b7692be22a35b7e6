import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hostUserData } from '../../lib/aws/host-user-data';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'airlock-host-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const ofAll = '["name=seccomp,profile=builtin","name=userns","name=cgroupns"]';

/** Runs the script for real, with stand-ins for what starts and stops services, below a folder of its own. */
function run({ security = ofAll, active = false, docker = 0 } = {}) {
  command('docker', `echo '${security}'; exit ${docker}`);
  command('systemctl', `echo "$*" >> ${folder}/calls; [ "$1" = is-active ] && exit ${active ? 0 : 3}; exit 0`);
  const script = hostUserData({ cluster: 'agents', processes: 100 }).replaceAll('/etc/', `${folder}/etc/`);
  const { status } = spawnSync('bash', ['-c', script], { env: { PATH: `${folder}:/usr/bin:/bin` } });
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  return { status, calls, poweredOff: calls.includes('poweroff'), joined: existsSync(join(folder, 'etc/ecs/ecs.config')) };
}

function command(name: string, body: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, name), 0o755);
}

test('an instance joins its cluster, which tasks and people have no way into', () => {
  expect(run()).toMatchObject({ status: 0, poweredOff: false, joined: true });
  expect(readFileSync(join(folder, 'etc/docker/daemon.json'), 'utf8')).toBe('{"userns-remap":"default"}\n');
  expect(readFileSync(join(folder, 'etc/ecs/ecs.config'), 'utf8').split('\n')).toEqual([
    'ECS_CLUSTER=agents',
    'ECS_AWSVPC_BLOCK_IMDS=true',
    'ECS_DISABLE_PRIVILEGED=true',
    'ECS_TASK_PIDS_LIMIT=100',
    'ECS_ENABLE_TASK_CPU_MEM_LIMIT=true',
    'ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true',
    'ECS_IMAGE_PULL_BEHAVIOR=always',
    'ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION=1m',
    '',
  ]);
});

test('nobody logs in before, and Docker has its settings', () => {
  const { calls } = run();
  const logins = 'sshd.socket sshd.service amazon-ssm-agent.service';
  expect(calls).toEqual([`stop ${logins}`, `mask ${logins}`, `is-active --quiet ${logins}`, 'restart docker.service']);
});

describe('an instance powers off, and joins nothing,', () => {
  test.each([
    ['without user namespaces', { security: '["name=seccomp,profile=builtin"]' }],
    ['without a filter of system calls', { security: '["name=userns"]' }],
    ['with a filter that lets all through', { security: '["name=seccomp,profile=unconfined","name=userns"]' }],
    ['without Docker', { docker: 1 }],
    ['while somebody may log in', { active: true }],
  ])('%s', (_, machine) => {
    expect(run(machine)).toMatchObject({ status: 1, poweredOff: true, joined: false });
  });
});
