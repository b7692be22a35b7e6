import { once } from 'node:events';
import { connect } from 'node:net';
import { loopback } from '../../lib/runtime/loopback-ports';
import { median } from '../statistics';

/** Median microseconds from the first packet to a tunnel's 200, over 300 tunnels opened one after the other. */
export async function connectMicroseconds(port: number, authority: string): Promise<number> {
  const times: number[] = [];
  while (times.length < 300) times.push(await openTunnel(port, authority));
  return median(times);
}

async function openTunnel(port: number, authority: string): Promise<number> {
  const started = performance.now();
  const socket = connect({ host: loopback, port, noDelay: true });
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nhost: ${authority}\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  const microseconds = (performance.now() - started) * 1000;
  socket.destroy();
  const status = answer.toString('latin1', 0, 12);
  if (status !== 'HTTP/1.1 200') throw new Error(`CONNECT ${authority} must be answered 200, got '${status}'`);
  return microseconds;
}
