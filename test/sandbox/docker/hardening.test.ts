import { describe, expect, test } from 'vitest';
import { hardening } from '../../../lib/sandbox/docker/hardening';
import { guide } from './guide';

const written = (props: Parameters<typeof hardening>[0] = {}) =>
  hardening(props).map(({ option, value }) => `--${option}=${value}`);

describe('an agent’s container has what the guide has', () => {
  test.each(guide)('%s as %s', (_, ours) => {
    expect(written()).toContain(ours);
  });

  test('and gVisor, where it is asked for', () => {
    expect(written({ runtime: 'runsc' })).toContain('--runtime=runsc');
    expect(written()).toContain('--runtime=runc');
  });
});

test('gVisor’s own threads don’t take those of the agent', () => {
  expect(written({ runtime: 'runsc' })).toContain('--pids-limit=200');
});

test('limits are those that are given', () => {
  const limits = { memoryMiB: 512, cpus: 0.5, processes: 20, tmpMiB: 10, homeMiB: 30 };
  expect(written({ limits })).toEqual(
    expect.arrayContaining(['--memory=512m', '--memory-swap=512m', '--cpus=0.5', '--pids-limit=20']),
  );
  expect(written({ limits }).filter((word) => word.startsWith('--tmpfs='))).toEqual([
    expect.stringContaining('/tmp:rw,noexec,nosuid,nodev,size=10m'),
    expect.stringContaining('/home/agent:rw,noexec,nosuid,nodev,size=30m'),
    expect.stringContaining('/workspace:rw,noexec,nosuid,nodev,size=30m'),
  ]);
});

test('a workspace of the machine takes the place of the one in memory', () => {
  expect(written({ hasWorkspace: true }).join()).not.toContain('/workspace:');
});

test.each([
  [{ memoryMiB: 0 }, "memoryMiB must be more than 0, got '0'"],
  [{ processes: 1.5 }, "processes must be a whole number, got '1.5'"],
])('%o is refused', (limits, message) => {
  expect(() => hardening({ limits })).toThrow(message);
});
