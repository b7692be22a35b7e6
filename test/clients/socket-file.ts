import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { joined } from './joined';

/** A Unix socket, which can be reached from every network namespace. */
export interface SocketFile {
  readonly path: string;
  close(): void;
}

/** Makes one that leads to a port of loopback. */
export async function socketTo(path: string, port: number): Promise<SocketFile> {
  const server = createServer((client) => joined(client, connect(port, '127.0.0.1')));
  await once(server.listen(path), 'listening');
  return { path, close: () => void server.close() };
}
