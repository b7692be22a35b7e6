import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Architecture, systemCalls } from '../../../lib/sandbox/seccomp/numbers/system-calls';
import { absent } from '../../../lib/sandbox/seccomp/rules/absent';
import { denied } from '../../../lib/sandbox/seccomp/rules/denied';
import { scratchFolder } from '../../runtime/scratch';
import { filtered, whyNoBubblewrap } from './filtered';

const folder = scratchFolder();
const why = whyNoBubblewrap() ?? whyNoPython();
const note = why === undefined ? '' : ` (skipped: ${why})`;
const program = (name: string) => ['python3', join(__dirname, 'programs', name)];
const numbers = systemCalls[process.arch as Architecture];

function whyNoPython(): string | undefined {
  return spawnSync('python3', ['-c', 'import ctypes']).status === 0 ? undefined : "python3 can't load ctypes";
}

type Call = readonly [number: number, ...args: readonly (number | string)[]];

async function returned(...calls: readonly Call[]): Promise<readonly number[]> {
  const { output } = await filtered(folder, program('system_calls.py'), JSON.stringify(calls));
  return JSON.parse(output);
}

const numberOf = (name: string) => numbers.get(name) ?? -1;
const eperm = -1;
const enosys = -38;

describe.skipIf(why)(`the kernel, with the filter${note}`, () => {
  test('refuses all that is denied', async () => {
    const names = denied.flatMap((each) => each.names.split(/\s+/)).filter((name) => numbers.has(name));
    const results = await returned(...names.map((name) => [numberOf(name)] as const));
    expect(names.length).toBeGreaterThan(60);
    expect(names.filter((_, at) => results[at] !== eperm)).toEqual([]);
  });

  test('has nothing that is absent or unknown', async () => {
    const unused = [350, 400, 470, 500, 600];
    // the kernel asks no filter about uprobe
    const names = Object.keys(absent).filter((name) => numbers.has(name) && name !== 'uprobe');
    const calls = [...names.map(numberOf), ...unused];
    expect(await returned(...calls.map((number) => [number] as const))).toEqual(calls.map(() => enosys));
  });

  const refused = [
    ['a fork into a user namespace', 'clone', 0x10000011],
    ['a vsock', 'socket', 40, 1],
    ['a socket of the crypto interface', 'socket', 38, 5],
    ['a raw socket', 'socket', 2, 3, 1],
    ['a packet socket', 'socket', 17, 3],
    ['the socket of the packet filter', 'socket', 16, 3, 12],
    ['a pair of TIPC sockets', 'socketpair', 30, 1],
    ['typing into a terminal', 'ioctl', 0, 0x5412],
    ['typing into a terminal with bits above 32', 'ioctl', 0, 0x100005412],
    ['pasting on a console', 'ioctl', 0, 0x541c],
    ['addresses that are not random', 'personality', 0x40000],
    ['a setuid file', 'fchmodat', -100, '/tmp', 0o4755],
    ['a new setuid file', 'openat', -100, '/tmp/new', 0o101, 0o4755],
  ] as const;

  test('refuses by arguments', async () => {
    const results = await returned(...refused.map(([, name, ...args]) => [numberOf(name), ...args] as const));
    expect(refused.filter((_, at) => results[at] !== eperm)).toEqual([]);
  });

  const passing = [
    ['a Unix socket', 'socket', 1, 1],
    ['a TCP socket', 'socket', 2, 1, 6],
    ['a UDP socket', 'socket', 10, 2, 17],
    ['the routing table', 'socket', 16, 3, 0],
    ['asking what personality one has', 'personality', 0xffffffff],
    ['a sticky folder', 'fchmodat', -100, '/tmp', 0o1777],
    ['a new file', 'openat', -100, '/tmp/new', 0o101, 0o755],
  ] as const;

  test('lets others pass', async () => {
    const results = await returned(...passing.map(([, name, ...args]) => [numberOf(name), ...args] as const));
    expect(passing.filter((_, at) => (results[at] ?? -1) < 0)).toEqual([]);
  });

  test.skipIf(process.arch !== 'x64')('kills for system calls of other architectures', async () => {
    const x32 = await filtered(folder, program('system_calls.py'), JSON.stringify([[0x40000000 + 39]]));
    const i386 = await filtered(folder, program('i386_call.py'));
    for (const { status, output } of [x32, i386])
      expect({ killed: (status ?? 0) > 128, output }).toEqual({ killed: true, output: '' });
  });
});
