// looks around in a sandbox, tries what must fail, and prints what came of it as one JSON document
const { spawnSync } = require('node:child_process');
const { chmodSync, copyFileSync, readdirSync, readFileSync, statfsSync, writeFileSync } = require('node:fs');
const { lookup } = require('node:dns');
const { connect } = require('node:net');
const { networkInterfaces } = require('node:os');
const { join } = require('node:path');

const order = JSON.parse(process.argv[2]);

const orCode = (act) => {
  try {
    return act() ?? 'done';
  } catch (error) {
    return error.code ?? error.message;
  }
};

const connected = (where) =>
  new Promise((resolve) => {
    const socket = connect(where, () => resolve('connected'));
    socket.once('error', ({ code }) => resolve(code));
  });

const resolved = (name) => new Promise((resolve) => lookup(name, (error, address) => resolve(error?.code ?? address)));

const answered = (port, path) => {
  const said = spawnSync('curl', ['-s', '-o', '/dev/null', '-w', '%{http_code}', `http://127.0.0.1:${port}${path}`]);
  return said.stdout?.toString();
};

const status = (program, ...args) => {
  const { error, status, signal } = spawnSync(program, args, { stdio: 'ignore' });
  return error?.code ?? signal ?? status;
};

const executed = (folder) => {
  const copy = join(folder, 'true');
  return orCode(() => {
    copyFileSync('/usr/bin/true', copy);
    return status(copy);
  });
};

const processes = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]);

const field = (name) => new RegExp(`^${name}:\\s+(\\S+)$`, 'm').exec(readFileSync('/proc/self/status', 'utf8'))?.[1];

/** Files of a folder that hold a text, where they can be read. */
const holding = (text, folder) =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .filter((path) => orCode(() => readFileSync(path, 'latin1').includes(text)) === true);

const environments = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => orCode(() => readFileSync(`/proc/${pid}/environ`, 'utf8')))
    .join('\n');

async function look() {
  return {
    interfaces: readFileSync('/proc/net/dev', 'utf8')
      .match(/^\s*\S+(?=:)/gm)
      .map((name) => name.trim()),
    addresses: Object.values(networkInterfaces())
      .flat()
      .map(({ address }) => address),
    routes: readFileSync('/proc/net/route', 'utf8').trim().split('\n').length - 1,
    loopback: await connected({ host: '127.0.0.1', port: order.port }),
    abstract: await connected({ path: `\0${order.abstract}` }),
    outside: await connected({ host: '192.0.2.1', port: 443 }),
    name: await resolved('example.com'),
    gateway: answered(8080, '/claude/v1/files'),
    environment: process.env,
    processes: processes(),
    status: Object.fromEntries(
      ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb', 'NoNewPrivs', 'Seccomp'].map((name) => [name, field(name)]),
    ),
    ids: [process.getuid(), process.getgid(), process.getgroups()],
    written: Object.fromEntries(order.writes.map((path) => [path, orCode(() => writeFileSync(path, ''))])),
    kept: orCode(() => {
      const path = '/proc/sys/kernel/core_pattern';
      writeFileSync(path, readFileSync(path));
    }),
    devices: ['null', 'zero', 'full', 'random', 'urandom', 'tty'].map((name) => orCode(() => chmodSync(`/dev/${name}`, 0o666))),
    executed: Object.fromEntries(order.executes.map((folder) => [folder, executed(folder)])),
    sizes: ['/tmp', '/home/agent', '/dev/shm'].map((path) => (statfsSync(path).blocks * statfsSync(path).bsize) / 1048576),
    absent: Object.fromEntries(order.absent.map((path) => [path, orCode(() => readdirSync(path))])),
    unreadable: Object.fromEntries(order.unreadable.map((path) => [path, orCode(() => readFileSync(path, 'utf8'))])),
    root: readdirSync('/'),
    mounting: status('mount', '-t', 'tmpfs', 'none', '/tmp'),
    unsharing: status('unshare', '--user', 'true'),
    unsharingNet: status('unshare', '--net', 'true'),
    entering: status('nsenter', '--target', '1', '--net', 'true'),
    remounting: status('mount', '-o', 'remount,rw', '/usr'),
    unmounting: status('umount', '-l', '/tmp'),
    raw: status('python3', '-c', 'import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW)'),
    secrets: [
      ...['/run', '/etc', '/tmp', '/home', order.workspace].flatMap((folder) => holding(order.secret, folder)),
      ...(environments().includes(order.secret) ? ['an environment'] : []),
    ],
  };
}

look().then((seen) => console.log(JSON.stringify(seen)));
