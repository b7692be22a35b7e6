import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { joined } from '../../clients/joined';
import { startNameServer } from '../../stand-ins/name-server';
import type { HostOrder } from './host-room';

// Runs in new namespaces for the network and for mounts: makes a host of them, with the cloud around it, until standard input ends.

async function main({ etc, programs, addresses, outward, inward, names }: HostOrder): Promise<void> {
  const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'pipe' });
  run('ip', 'link', 'set', 'lo', 'up');
  for (const address of addresses) run('ip', 'address', 'add', `${address}/32`, 'dev', 'lo');
  run('mount', '--bind', etc, '/etc');
  run('mount', '-t', 'tmpfs', '-o', 'mode=0755', 'tmpfs', '/run');
  for (const [name, path] of Object.entries(programs)) {
    closeSync(openSync(`/run/${name}`, 'w', 0o755));
    run('mount', '--bind', path, `/run/${name}`);
  }
  for (const { address, port, path } of outward) {
    const server = createServer((client) => joined(client, connect(path)));
    await once(server.listen(port, address), 'listening');
  }
  for (const { path, port } of inward) {
    const server = createServer((client) => joined(client, connect(port, '127.0.0.1')));
    await once(server.listen(path), 'listening');
  }
  await startNameServer(names, { host: '169.254.169.254', port: 53 });
  process.stdout.write('open\n');
  process.stdin.on('end', () => process.exit()).resume();
}

void main(JSON.parse(process.argv[2] ?? ''));
