import { once } from 'node:events';
import { createServer } from 'node:net';

// below those that a system gives to whoever asks for any, so that nobody else takes one before it is used
const lowest = 10_000;
const perProcess = 200;
const processes = 110;

let count = 0;

/** Ports of 127.0.0.1 that are free, and that no test in another process is given. */
export async function freePorts(wanted: number): Promise<readonly number[]> {
  const ports: number[] = [];
  while (ports.length < wanted) {
    const port = lowest + (process.pid % processes) * perProcess + (count % perProcess);
    count += 1;
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
