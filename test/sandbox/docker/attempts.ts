import { careless } from './image';

/** What an agent might try to get out of its container. */
export interface Attempt {
  readonly what: string;
  /** Of Python, in which `libc` is C's library and `call` gives what a call of it says; it prints `escaped` if it worked. */
  readonly program: string;
  /** What it must end with. */
  readonly refusal: RegExp;
  /** Words without which it works; nothing where what stops it is no option, but the container itself. */
  readonly control: readonly string[];
}

const unprivileged = ['--cap-drop', '--user', '--security-opt=seccomp'];
const notPermitted = /Operation not permitted|Function not implemented|Permission denied/;

export const attempts: readonly Attempt[] = [
  {
    what: 'a file system of its own',
    program: "call(libc.mount(b'x', b'/opt/open', b'tmpfs', 0, None))",
    refusal: notPermitted,
    control: [],
  },
  {
    what: 'the same in a user namespace',
    program: "run('unshare --user --map-root-user --mount mount -t tmpfs x /opt/open')",
    refusal: notPermitted,
    control: ['--security-opt=seccomp'],
  },
  {
    what: 'a network namespace in a user namespace',
    program: "run('unshare --user --map-root-user --net true')",
    refusal: notPermitted,
    control: ['--security-opt=seccomp'],
  },
  {
    what: 'another process’s namespaces',
    program: "call(libc.setns(os.open('/proc/1/ns/mnt', 0), 0))",
    refusal: notPermitted,
    control: [],
  },
  {
    what: 'another process’s memory',
    program: 'child = os.fork()\nif child == 0: time.sleep(5)\ncall(libc.ptrace(16, child, 0, 0))',
    refusal: notPermitted,
    control: ['--security-opt=seccomp'],
  },
  { what: 'another root', program: "os.chroot('/opt/open'); print('escaped')", refusal: notPermitted, control: unprivileged },
  {
    what: 'a device of the machine’s disks',
    program: "os.mknod('/tmp/disk', 0o60600, os.makedev(254, 0)); print('escaped')",
    refusal: notPermitted,
    control: unprivileged,
  },
  {
    what: 'root by a set-uid program',
    program: `run('[ "$(${careless.program} -u)" = 0 ]')`,
    refusal: /refused: 1/,
    control: ['--security-opt=no-new-privileges'],
  },
  {
    what: 'root by su, sudo or mount',
    program: "run('su -c true </dev/null || sudo -n true || mount --bind /opt/open /opt/open')",
    refusal: /refused/,
    control: [],
  },
  {
    what: 'a program in the image for the next run',
    program: "write('/opt/open/ls', '')",
    refusal: /Read-only file system/,
    control: ['--read-only'],
  },
  { what: 'a file of the workspace', program: "write('/workspace/code', '')", refusal: /Read-only file system/, control: [] },
  {
    what: 'what is hidden in the workspace',
    program: "print('escaped' if open('/workspace/.env').read() or os.listdir('/workspace/.aws') else 'empty')",
    refusal: /^empty$/m,
    control: ['--mount=type=bind,source=BESIDE/hidden', '--mount=type=tmpfs'],
  },
  {
    what: 'what is hidden, by its other end',
    program: "os.rename('/workspace/.env', '/workspace/x'); print('escaped')",
    refusal: /Read-only file system|busy/,
    control: [],
  },
  {
    what: 'the folder of the sockets',
    program: "write('/run/airlock/sockets/x', '')",
    refusal: /Read-only file system/,
    control: [],
  },
  { what: 'the bridge', program: "write('/run/airlock/bridge.cjs', '')", refusal: /Read-only file system/, control: [] },
  {
    what: 'a program of its own in /tmp',
    program: "run('cp /bin/true /tmp/x && /tmp/x')",
    refusal: /Permission denied/,
    control: ['--tmpfs=/tmp', '--read-only', '--user'],
  },
  {
    what: 'a program of its own at home',
    program: "run('cp /bin/true /home/agent/x && /home/agent/x')",
    refusal: /Permission denied/,
    control: ['--tmpfs=/home/agent', '--read-only', '--user'],
  },
  {
    what: 'where the kernel’s dumps go',
    program: "write('/proc/sys/kernel/core_pattern', '|/tmp/x')",
    refusal: /Read-only file system|Permission denied/,
    control: [],
  },
  {
    what: 'the kernel’s buttons',
    program: "write('/proc/sysrq-trigger', 'b')",
    refusal: /Read-only|denied|No such/,
    control: [],
  },
  {
    what: 'the kernel’s helpers',
    program: "write('/sys/kernel/uevent_helper', '/tmp/x')",
    refusal: /Read-only|denied|No such/,
    control: [],
  },
  {
    what: 'the release agent of a control group',
    program: "write('/sys/fs/cgroup/pids/release_agent', '/tmp/x')",
    refusal: /Read-only|denied|No such/,
    control: [],
  },
  { what: 'its own limits', program: "write(limit(), 'max')", refusal: /Read-only|denied/, control: [] },
  { what: 'the machine’s memory', program: "open('/dev/mem', 'rb'); print('escaped')", refusal: /No such file/, control: [] },
  {
    what: 'the machine’s root by /proc',
    program: "print('escaped' if os.path.exists('/proc/1/root' + MARK) else 'not there')",
    refusal: /not there/,
    control: [],
  },
  {
    what: 'the machine’s files by a link in the workspace',
    program: "open('/workspace/link'); print('escaped')",
    refusal: /No such file/,
    control: [],
  },
  {
    what: 'the machine’s files by dots',
    program: "open('/workspace/../../../../..' + MARK); print('escaped')",
    refusal: /No such file/,
    control: [],
  },
  {
    what: 'an engine’s socket',
    program: "connect(socket.AF_UNIX, '/var/run/docker.sock')",
    refusal: /No such file/,
    control: [],
  },
  { what: 'a process of the machine', program: "os.kill(PID, 0); print('escaped')", refusal: /No such process/, control: [] },
  {
    what: 'an abstract socket of the machine',
    program: "connect(socket.AF_UNIX, '\\0' + ABSTRACT)",
    refusal: /Connection refused/,
    control: ['--network'],
  },
  {
    what: 'a port of the machine',
    program: "connect(socket.AF_INET, ('127.0.0.1', PORT))",
    refusal: /Connection refused/,
    control: ['--network'],
  },
  {
    what: 'the metadata server',
    program: "connect(socket.AF_INET, ('169.254.169.254', 80))",
    refusal: /Network is unreachable/,
    control: [],
  },
  {
    what: 'a public address',
    program: "connect(socket.AF_INET, ('1.1.1.1', 443))",
    refusal: /Network is unreachable/,
    control: [],
  },
  {
    what: 'an IPv6 address',
    program: "connect(socket.AF_INET6, ('2606:4700::1', 443))",
    refusal: /unreachable|not supported|Cannot assign/,
    control: [],
  },
  {
    what: 'a name server',
    program: "socket.getaddrinfo('example.com', 80); print('escaped')",
    refusal: /name resolution|not known/,
    control: [],
  },
  {
    what: 'raw packets',
    program: "socket.socket(socket.AF_INET, socket.SOCK_RAW, 1); print('escaped')",
    refusal: notPermitted,
    control: unprivileged,
  },
  {
    what: 'the machine’s shared memory',
    program: 'call(libc.shmget(SEGMENT, 0, 0))',
    refusal: /No such file/,
    control: ['--ipc'],
  },
];

/** The whole program of an attempt; `given` are names that it may use. */
export const programOf = ({ program }: Attempt, given: Readonly<Record<string, string | number>>): readonly string[] => {
  const names = Object.entries(given).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
  const tried = program.split('\n').map((line) => `    ${line}`);
  return ['python3', '-c', [prelude, ...names, 'try:', ...tried, ending].join('\n')];
};

const prelude = `
import ctypes, os, socket, subprocess, sys, time
libc = ctypes.CDLL(None, use_errno=True)
def call(result):
    if result < 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    print('escaped')
def run(command):
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    print('escaped' if done.returncode == 0 else 'refused: %d %s' % (done.returncode, done.stderr))
def write(path, text):
    with open(path, 'w') as file: file.write(text)
    print('escaped')
def connect(family, address):
    door = socket.socket(family)
    door.settimeout(3)
    door.connect(address)
    print('escaped')
def limit():
    return next(path for path in ['/sys/fs/cgroup/pids/pids.max', '/sys/fs/cgroup/pids.max'] if os.path.exists(path))`;

const ending = 'except OSError as error: print(error)';
