import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { installed } from '../../clients/npm/installed';
import { until } from '../../runtime/scratch';
import { BridgeStage, carriers, everything } from './bridge-stage';

const stage = new BridgeStage();
const waiting = ['sh', '-c', 'echo ready; exec cat'];

const echo = (socket: Socket) => void socket.pipe(socket);

describe.each(carriers)('what leads to a socket by %s', (carrier) => {
  test('carries bytes there and back while the command runs, and no longer', async () => {
    await stage.proxy(echo);
    const bridge = await stage.start([...stage.words(carrier), ...waiting]).ready();
    expect(await everything(stage.client().end('hello'))).toBe('hello');
    bridge.child.stdin?.end();
    expect(await bridge.ended()).toMatchObject({ status: 0, stderr: '' });
  });

  test('lets one half of a connection end long before the other', async () => {
    await stage.proxy((socket) => {
      socket.resume().once('end', () => setTimeout(() => socket.end('an answer'), 500));
    });
    await stage.start([...stage.words(carrier), ...waiting]).ready();
    expect(await everything(stage.client().end('much'))).toBe('an answer');
  });

  test.each([
    ['its status', 'exit 7', 7],
    ['that of a signal', 'kill -TERM $$', 143],
    ['that of another signal', 'kill -KILL $$', 137],
  ])('ends with %s', async (_, script, status) => {
    await stage.proxy(echo);
    const started = stage.start([...stage.words(carrier), 'sh', '-c', script]);
    const ended = await started.ended();
    expect(ended.status ?? 128 + (started.child.signalCode === 'SIGKILL' ? 9 : 15)).toBe(status);
  });

  test('gives the command its standard input, environment and arguments as they are', async () => {
    await stage.proxy(echo);
    const script = 'cat; for word; do echo "<$word>"; done; env | grep ^OWN';
    const words = [...stage.words(carrier), 'sh', '-c', script, 'sh', 'a  b', '', '--', '--forward'];
    const bridge = stage.start(words, { OWN: 'x y' });
    bridge.child.stdin?.end('in\n');
    const { stdout } = await bridge.ended();
    expect(stdout).toBe('in\n<a  b>\n<>\n<-->\n<--forward>\nOWN=x y\n');
  });

  test.each<[string, Partial<Parameters<BridgeStage['words']>[1]>, RegExp]>([
    ['no socket is there', { socket: '/nonexistent/proxy.sock' }, /\/nonexistent\/proxy.sock/],
    ['a file is in the place of the socket', { socket: __filename }, /can't be reached by its socket/],
    ['the address is not its own', { address: '203.0.113.1' }, /can't be had/],
  ])('ends with 3 and one line, before the command, where %s', async (_, door, line) => {
    await stage.proxy(echo);
    const mark = join(stage.folder, `ran-${carrier}`);
    const { status, stderr } = await stage.start([...stage.words(carrier, door), 'touch', mark]).ended();
    expect([status, stderr.trim().split('\n').length, existsSync(mark)]).toEqual([3, 1, false]);
    expect(stderr).toMatch(line);
  });

  test('and where the port is in use', async () => {
    await stage.proxy(echo);
    const other = createServer().listen(stage.port, '127.0.0.1');
    await once(other, 'listening');
    const { status, stderr } = await stage.start([...stage.words(carrier), 'echo', 'ran']).ended();
    other.close();
    expect([status, stderr]).toEqual([3, expect.stringMatching(/^bridge: .*\bin use\b.*\n$/)]);
  });

  test('and where nobody listens at the socket any more', async () => {
    const socket = join(stage.folder, `stale-${carrier}`);
    const die = "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))";
    spawnSync(process.execPath, ['-e', die, socket]);
    expect((await stage.start([...stage.words(carrier, { socket }), 'echo', 'ran']).ended()).status).toBe(3);
  });
});

describe('the bridge', () => {
  test.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGWINCH'] as const)('hands on %s', async (signal) => {
    await stage.proxy(echo);
    const got = `process.on('${signal}', () => { console.log('got it'); process.exit(5) }); setInterval(() => 0, 1000); console.log('ready')`;
    const bridge = await stage.start([...stage.words(), process.execPath, '-e', got]).ready();
    bridge.child.kill(signal);
    expect(await bridge.ended()).toMatchObject({ status: 5, stdout: 'ready\ngot it\n' });
  });

  test('leaves the command no descriptor but the three', async () => {
    await stage.proxy(echo);
    const high = ['sh', '-c', 'exec 7<&0 && exec "$@"', 'sh'];
    const bridge = stage.start([
      'bash',
      '-c',
      'exec 200<&0 && exec "$@"',
      'bash',
      ...high,
      ...stage.words(),
      'ls',
      '/proc/self/fd',
    ]);
    // ls has the folder open besides
    expect((await bridge.ended()).stdout).toBe('0\n1\n2\n3\n');
  });

  test('lets a terminal say an interrupt once', async () => {
    await stage.proxy(echo);
    const counting =
      "let n = 0; process.on('SIGINT', () => n++ || setTimeout(() => { console.log('interrupts:', n); process.exit() }, 500)); setInterval(() => 0, 1000); console.log('ready')";
    const words = [...stage.words(), process.execPath, '-e', counting].map((word) => `'${word.replaceAll("'", "'\\''")}'`);
    const terminal = await stage.start(['script', '--quiet', '--command', words.join(' '), '/dev/null']).ready();
    terminal.child.stdin?.write('\x03');
    await terminal.ended();
    expect(terminal.stdout).toContain('interrupts: 1');
  });

  test('resets connections while the proxy is not there, and leads to it again afterwards', async () => {
    const first = await stage.proxy(echo);
    const bridge = await stage.start([...stage.words(), ...waiting]).ready();
    await new Promise((resolve) => first.close(resolve));
    await expect(everything(stage.client().end('lost'))).rejects.toThrow('ECONNRESET');
    await stage.proxy(echo);
    expect(await everything(stage.client().end('found'))).toBe('found');
    expect(bridge.stderr).toBe('');
  });

  test('resets a connection that the proxy breaks, and breaks what a client resets', async () => {
    const broken: string[] = [];
    await stage.proxy((socket) => {
      socket.once('data', (text) => (String(text) === 'break' ? socket.destroy() : socket.write('go')));
      socket.once('end', () => broken.push('ended') && socket.end());
    });
    await stage.start([...stage.words(), ...waiting]).ready();
    const client = stage.client();
    client.write('wait');
    await once(client, 'data');
    client.resetAndDestroy();
    await until(
      () => broken.length === 1,
      () => 'the proxy kept the connection',
    );
    const other = stage.client();
    other.write('break');
    await expect(everything(other).then((text) => text || Promise.reject(new Error('ended')))).rejects.toThrow();
  });

  test('holds no more of an endless answer than fits its queues', async () => {
    let sent = 0;
    const chunk = Buffer.alloc(65_536);
    await stage.proxy((socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(chunk)) sent += chunk.length;
      };
      socket.on('drain', more);
      more();
    });
    await stage.start([...stage.words(), ...waiting]).ready();
    const client = stage.client();
    await once(client, 'connect');
    const isHeld = async () => {
      const before = sent;
      await pause(500);
      return sent > 0 && sent === before;
    };
    await until(isHeld, () => `${sent} bytes were sent`);
    client.destroy();
    expect(sent).toBeLessThan(32 << 20);
  });

  test('lets connections wait that find the queue of the socket full', async () => {
    await stage.proxy(echo, 1);
    await stage.start([...stage.words(), ...waiting]).ready();
    const said = Array.from({ length: 50 }, (_, index) => everything(stage.client().end(`n${index}`)));
    // the proxy takes none for a while
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    expect(await Promise.all(said)).toEqual(Array.from({ length: 50 }, (_, index) => `n${index}`));
  });

  test('takes 3000 connections at once, each its own bytes', async () => {
    await stage.proxy(echo);
    await stage.start([...stage.words(), ...waiting]).ready();
    const said = await Promise.all(Array.from({ length: 3000 }, (_, index) => everything(stage.client().end(`n${index}`))));
    expect(said).toEqual(Array.from({ length: 3000 }, (_, index) => `n${index}`));
  });

  test.each([
    ['nothing', [], 'usage'],
    ['no command', ['--forward', '127.0.0.1:1=/s', '--'], 'usage'],
    ['no end of its options', ['--forward', '127.0.0.1:1=/s', 'true'], 'usage'],
    ['another option', ['--verbose', 'x', '--', 'true'], 'usage'],
    ['a port that is none', ['--forward', '127.0.0.1:70000=/s', '--', 'true'], "got '127.0.0.1:70000=/s'"],
    ['port 0', ['--forward', '127.0.0.1:0=/s', '--', 'true'], 'ADDRESS:PORT=/SOCKET'],
    ['a name for an address', ['--forward', 'localhost:80=/s', '--', 'true'], 'ADDRESS:PORT=/SOCKET'],
    ['a path that is not whole', ['--forward', '127.0.0.1:80=s', '--', 'true'], 'ADDRESS:PORT=/SOCKET'],
  ])('refuses %s', async (_, args, line) => {
    const { status, stderr } = await stage.start([process.execPath, stage.file, ...args]).ended();
    expect([status, stderr]).toEqual([3, expect.stringContaining(line)]);
  });

  test.each([
    [['/nonexistent/program'], 127],
    [['/etc/passwd'], 126],
  ])('ends as a shell does where the command is %s', async (command, status) => {
    await stage.proxy(echo);
    expect((await stage.start([...stage.words(), ...command]).ended()).status).toBe(status);
  });

  test('works by a newer Node as well', async () => {
    await stage.proxy(echo);
    const [, ...words] = stage.words();
    const node = await installed(`node-linux-${process.arch}/bin/node`);
    await stage.start([node, ...words, ...waiting]).ready();
    expect(await everything(stage.client().end('hello'))).toBe('hello');
  });

  test("imports nothing but Node's own modules", () => {
    const modules = [...readFileSync(stage.file, 'utf8').matchAll(/require\((.*?)\)/g)].map(([, name]) => name);
    expect(modules.length).toBeGreaterThan(3);
    expect(modules.filter((name) => !/^"node:[a-z_/]+"$/.test(name ?? ''))).toEqual([]);
  });
});
