import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { startNameServer } from '../stand-ins/name-server';
import { joined } from './joined';
import type { Doors } from './sealed-room';

// Runs in new namespaces for the network and for mounts: gives them one address, its doors and a name server, until standard input ends.

interface Order extends Doors {
  readonly address: string;
  /** File that takes the place of /etc/resolv.conf. */
  readonly resolver: string;
}

async function main({ address, ports, names, resolver }: Order): Promise<void> {
  execFileSync('ip', ['link', 'set', 'lo', 'up']);
  execFileSync('ip', ['address', 'add', `${address}/32`, 'dev', 'lo']);
  execFileSync('mount', ['--bind', resolver, '/etc/resolv.conf']);
  for (const [port, path] of Object.entries(ports)) {
    const door = createServer((client) => joined(client, connect(path)));
    await once(door.listen(Number(port), address), 'listening');
  }
  await startNameServer(Object.fromEntries(names.map((name) => [name, [address]])), { host: address, port: 53 });
  process.stdout.write('open\n');
  process.stdin.on('end', () => process.exit()).resume();
}

void main(JSON.parse(process.argv[2] ?? ''));
