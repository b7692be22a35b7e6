import { type ArgumentTest, hasNoneOf, isNoneOf, isOneOf, isOneOfIn } from './argument-test';

/** System calls that pass with some arguments and fail with EPERM otherwise. */
export interface Conditional {
  readonly names: readonly string[];
  readonly what: string;
  readonly because: string;
  /** It passes if all tests of one of these hold. */
  readonly passes: readonly (readonly ArgumentTest[])[];
}

// all from the kernel's own headers: sched.h, socket.h, in.h, netlink.h, ioctls.h, stat.h, fcntl.h, personality.h
const namespaces = 0x7e020000;
const unix = 1;
const inet = [2, 10];
const netlink = 16;
const typeBits = 0xf;
const streamOrDatagram = [1, 2];
const defaultTcpOrUdp = [0, 6, 17];
const route = 0;
const tiocsti = 0x5412;
const tioclinux = 0x541c;
const setUserOrGroup = 0o6000;
const makesFile = 0o100 | 0o20000000;
const [linux, linux32, ask] = [0, 8, 0xffffffff];

const mode = (argument: number) => hasNoneOf(argument, setUserOrGroup);
const becauseOfModes =
  "a program of the agent's that whoever starts it on the host runs as the workspace's owner: only there no_new_privs has no say";

export const conditional: readonly Conditional[] = [
  {
    names: ['clone'],
    what: '`clone` with a new namespace',
    because: 'as `unshare`',
    passes: [[hasNoneOf(0, namespaces)]],
  },
  {
    names: ['socket'],
    what: 'sockets but for Unix sockets, TCP, UDP and the routing table',
    because:
      'raw and packet sockets forge packets; vsock, Bluetooth and the like lead out of the network namespace; the rest loads modules of the kernel',
    passes: [
      [isOneOf(0, unix)],
      [isOneOf(0, ...inet), isOneOfIn(typeBits, 1, ...streamOrDatagram), isOneOf(2, ...defaultTcpOrUdp)],
      [isOneOf(0, netlink), isOneOf(2, route)],
    ],
  },
  {
    names: ['socketpair'],
    what: '`socketpair` but for Unix sockets',
    because: 'as `socket`',
    passes: [[isOneOf(0, unix)]],
  },
  {
    names: ['ioctl'],
    what: '`ioctl` with TIOCSTI and TIOCLINUX',
    because: 'they type into the terminal, whose shell is outside',
    passes: [[isNoneOf(1, tiocsti, tioclinux)]],
  },
  {
    names: ['personality'],
    what: '`personality` but for the usual ones',
    because: 'others undo what makes exploits hard, such as random addresses',
    passes: [[isOneOf(0, linux, linux32, ask)]],
  },
  { names: ['chmod', 'fchmod'], what: 'setuid and setgid files: `chmod`', because: becauseOfModes, passes: [[mode(1)]] },
  { names: ['fchmodat', 'fchmodat2'], what: 'setuid and setgid files: `fchmodat`', because: becauseOfModes, passes: [[mode(2)]] },
  { names: ['creat', 'mknod'], what: 'setuid and setgid files: `creat`, `mknod`', because: becauseOfModes, passes: [[mode(1)]] },
  { names: ['mknodat'], what: 'setuid and setgid files: `mknodat`', because: becauseOfModes, passes: [[mode(2)]] },
  {
    names: ['open'],
    what: 'setuid and setgid files: `open`',
    because: becauseOfModes,
    passes: [[hasNoneOf(1, makesFile)], [mode(2)]],
  },
  {
    names: ['openat'],
    what: 'setuid and setgid files: `openat`',
    because: becauseOfModes,
    passes: [[hasNoneOf(2, makesFile)], [mode(3)]],
  },
];
