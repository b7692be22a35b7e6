import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import type { PolicyInput } from '../../../lib/policy/schema';
import { forwards } from '../../../lib/sandbox/bridge/entrypoint';
import { transparent } from '../../../lib/sandbox/bridge/transparent';
import { BridgeStage } from './bridge-stage';

const of = (...destinations: PolicyInput['destinations']) =>
  transparent(EgressPolicy.parse({ version: 1, destinations }).destinations);
const intercept = (host: string): PolicyInput['destinations'][number] => ({
  name: host.split('.')[0] ?? '',
  host,
  access: 'intercept',
  allow: 'any',
});
const tunnel = (name: string, hosts: string[], ports = [443]): PolicyInput['destinations'][number] => ({
  name,
  hosts,
  ports,
  access: 'tunnel',
});

describe('names that a sandbox knows', () => {
  test('are the exact ones of intercepts and tunnels, each once', () => {
    const { hosts, warnings } = of(intercept('b.example.org'), tunnel('two', ['c.example.org', 'a.example.org']));
    expect(hosts).toBe('127.0.0.1 a.example.org\n127.0.0.1 b.example.org\n127.0.0.1 c.example.org\n');
    expect(warnings).toEqual([]);
  });

  test.each<[string, PolicyInput['destinations'][number]]>([
    ['a gateway, which is reached by its URL', { name: 'x', host: 'x.example.org', access: 'gateway', allow: 'any' }],
    ['a tunnel at another port', tunnel('x', ['x.example.org'], [8443])],
  ])('are not those of %s', (_, destination) => {
    expect(of(destination, intercept('b.example.org')).hosts).toBe('127.0.0.1 b.example.org\n');
  });

  test('are no wildcards, which it warns of by name', () => {
    const { hosts, warnings } = of(tunnel('x', ['*.x.example.org', 'x.example.org']));
    expect(hosts).toBe('127.0.0.1 x.example.org\n');
    expect(warnings).toEqual([expect.stringContaining("'*.x.example.org' isn't known")]);
  });

  test('are none, which it warns of, where there are gateways only', () => {
    const { hosts, warnings } = of({ name: 'x', host: 'x.example.org', access: 'gateway', allow: 'any' });
    expect([hosts, warnings]).toEqual(['', [expect.stringContaining('catches nothing')]]);
  });
});

const own = ['unshare', ...(process.getuid?.() === 0 ? [] : ['--user', '--map-root-user']), '--net', '--mount'];
const reason =
  spawnSync('unshare', [...own.slice(1), 'ip', 'link', 'set', 'lo', 'up']).status === 0
    ? ''
    : ': no network namespace can be had';

/** Tries to connect, or to send a datagram and hear of it, and says what became of it. */
const tries = `
const [kind, address, port] = process.argv.slice(1);
const told = (what) => { console.log(what); process.exit(); };
if (kind === 'tcp') {
  const socket = require('net').connect(port, address, () => socket.write('hello'));
  socket.on('data', (text) => told(String(text))).on('error', ({ code }) => told(code));
} else {
  const socket = require('dgram').createSocket(address.includes(':') ? 'udp6' : 'udp4');
  socket.on('error', ({ code }) => told(code)).connect(port, address, (error) => error ? told(error.code) : setInterval(() => socket.send('x'), 50));
}
// longer than the kernel waits for an answer that doesn't come
setTimeout(() => told('nothing'), 150_000);
`;

describe.skipIf(reason)(`a namespace that is transparent${reason}`, () => {
  const stage = new BridgeStage();

  async function tried(kind: string, address: string, port: number, isTransparent = true): Promise<string> {
    await stage.proxy((socket) => socket.on('data', () => socket.end('led')));
    const { network, doors } = of(intercept('a.example.org'));
    const steps = [['ip', 'link', 'set', 'lo', 'up'], ...(isTransparent ? network : [])].map((words) =>
      words.map((word) => `'${word}'`).join(' '),
    );
    const led = doors.map((door) => ({ ...door, socket: stage.socket }));
    // it has no right to such ports but what the namespace gives
    const bridge = ['setpriv', '--bounding-set=-all', '--inh-caps=-all'];
    const words = isTransparent ? [...bridge, process.execPath, stage.file, ...forwards(led), '--'] : [];
    const script = [...steps, 'exec "$@"'].join(' && ');
    const { stdout, stderr } = await stage
      .start([...own, 'sh', '-c', script, 'sh', ...words, process.execPath, '-e', tries, kind, address, String(port)])
      .ended();
    return stdout.trim() || stderr;
  }

  test.each([
    ['127.0.0.1', 443],
    ['192.0.2.7', 443],
    ['8.8.8.8', 443],
    ['169.254.169.254', 80],
    ['10.0.0.1', 80],
  ])('leads a connection to %s, port %i, to the proxy', async (address, port) => {
    expect(await tried('tcp', address, port)).toBe('led');
  });

  test.each([
    ['tcp', '192.0.2.7', 8443, 'ECONNREFUSED'],
    ['tcp', '8.8.8.8', 53, 'ECONNREFUSED'],
    ['tcp', '169.254.169.254', 8080, 'ECONNREFUSED'],
    ['udp', '8.8.8.8', 53, 'ECONNREFUSED'],
    ['udp', '192.0.2.7', 443, 'ECONNREFUSED'],
    ['tcp', '2001:db8::1', 443, 'ENETUNREACH'],
    ['udp', '2001:db8::1', 53, 'ENETUNREACH'],
  ])('refuses %s to %s, port %i', async (kind, address, port, code) => {
    expect(await tried(kind, address, port)).toBe(code);
  });

  test.each([
    ['tcp', '192.0.2.7', 443],
    ['udp', '8.8.8.8', 53],
  ])('has nowhere to go otherwise: %s to %s, port %i', async (kind, address, port) => {
    expect(await tried(kind, address, port, false)).toBe('ENETUNREACH');
  });
});
