import { describe, expect, test } from 'vitest';
import { systemCalls } from '../../../lib/sandbox/seccomp/numbers/system-calls';
import { absent } from '../../../lib/sandbox/seccomp/rules/absent';
import { allowed } from '../../../lib/sandbox/seccomp/rules/allowed';
import { conditional } from '../../../lib/sandbox/seccomp/rules/conditional';
import { denied } from '../../../lib/sandbox/seccomp/rules/denied';
import { read } from './reading';

const listed = [
  ...Object.values(allowed).flatMap((names) => names.split(/\s+/)),
  ...denied.flatMap(({ names }) => names.split(/\s+/)),
  ...conditional.flatMap(({ names }) => names),
  ...Object.keys(absent),
];
const known = new Set(Object.values(systemCalls).flatMap((each) => [...each.keys()]));

test('the lists name every system call of both architectures once', () => {
  expect([...listed].sort()).toEqual([...known].sort());
});

const args = (...given: readonly (number | bigint)[]) => Array.from({ length: 6 }, (_, at) => BigInt(given[at] ?? 0));

describe('EPERM is the answer to', () => {
  test.each(
    'ptrace process_vm_readv process_vm_writev pidfd_getfd kcmp keyctl add_key request_key bpf perf_event_open userfaultfd io_uring_setup io_uring_enter io_uring_register mount umount2 fsopen fsmount fsconfig fspick move_mount open_tree open_tree_attr mount_setattr unshare setns chroot pivot_root name_to_handle_at open_by_handle_at quotactl quotactl_fd swapon swapoff reboot kexec_load kexec_file_load init_module finit_module delete_module iopl ioperm acct'.split(
      ' ',
    ),
  )('%s', (name) => expect(read(name, args())).toBe('EPERM'));

  test.each([
    ['a clone into a user namespace', 'clone', args(0x10000000)],
    ['a clone into a network namespace', 'clone', args(0x40000000 | 17)],
    ['a clone into a mount namespace', 'clone', args(0x20000)],
    ['a clone into a pid namespace', 'clone', args(0x20000000)],
    ['a clone into an IPC namespace', 'clone', args(0x08000000)],
    ['a clone into a UTS namespace', 'clone', args(0x04000000)],
    ['a clone into a cgroup namespace', 'clone', args(0x02000000)],
    ['a vsock', 'socket', args(40, 1)],
    ['a socket of the crypto interface', 'socket', args(38, 5)],
    ['a packet socket', 'socket', args(17, 3)],
    ['a packet socket by its old name', 'socket', args(2, 10, 0)],
    ['a Bluetooth socket', 'socket', args(31, 3)],
    ['a raw IPv4 socket', 'socket', args(2, 3, 6)],
    ['a raw IPv6 socket that is closed on exec', 'socket', args(10, 3 | 0x80000, 58)],
    ['an SCTP socket', 'socket', args(2, 1, 132)],
    ['the socket of the packet filter', 'socket', args(16, 3, 12)],
    ['the socket of the audit log', 'socket', args(16, 3, 9)],
    ['a pair of TIPC sockets', 'socketpair', args(30, 1)],
    ['typing into the terminal', 'ioctl', args(0, 0x5412)],
    ['typing into the terminal, with bits that the kernel drops', 'ioctl', args(0, 0x1_0000_5412n)],
    ['pasting on the console', 'ioctl', args(0, 0x541c)],
    ['addresses that are not random', 'personality', args(0x40000)],
    ['memory that can all be executed', 'personality', args(0x400000)],
    ['a setuid file', 'chmod', args(0, 0o4755)],
    ['a setgid file', 'fchmodat', args(0, 0, 0o2755)],
    ['a setuid file by the newest name', 'fchmodat2', args(0, 0, 0o4755)],
    ['a new setuid file', 'openat', args(0, 0, 0o101, 0o4755)],
    ['a nameless setuid file', 'openat', args(0, 0, 0o20200001, 0o4755)],
    ['a new setuid node', 'mknodat', args(0, 0, 0o104755)],
  ])('%s', (_, name, given) => expect(read(name, given)).toBe('EPERM'));
});

test.each(['clone3', 'openat2', 'number 600'])('ENOSYS is the answer to %s', (name) => {
  expect(read(name, args())).toBe('ENOSYS');
});

describe('what passes is', () => {
  test.each([
    ['a thread', 'clone', args(0x3d0f00)],
    ['a fork', 'clone', args(0x1200011)],
    ['a Unix socket', 'socket', args(1, 5)],
    ['a TCP socket that does not block', 'socket', args(2, 1 | 0x800 | 0x80000, 6)],
    ['a UDP socket', 'socket', args(10, 2, 17)],
    ['a list of interfaces', 'socket', args(16, 3, 0)],
    ['the size of a window', 'ioctl', args(0, 0x5413)],
    ['a neighbour of what is refused', 'ioctl', args(0, 0x541b)],
    ['asking what personality one has', 'personality', args(0xffffffff)],
    ['an executable file', 'chmod', args(0, 0o1755)],
    ['opening a file, whatever lies where a mode would', 'openat', args(0, 0, 0o2, 0o4755)],
  ])('%s', (_, name, given) => expect(read(name, given)).toBe('passes'));
});
