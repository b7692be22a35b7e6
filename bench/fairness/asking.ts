import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { body, headers, path, placeholders, prefix } from '../job';

/** How one agent asks: from where, over how many connections, and how often all together. */
export interface Asking {
  readonly port: number;
  /** Loopback address that stands for the agent. */
  readonly from: string;
  readonly connections: number;
  /** Requests a second; as fast as it is answered when absent. */
  readonly perSecond?: number;
  /** Whether a connection may be closed by the proxy, as one over the limit is. @default false */
  readonly presses?: boolean;
}

/** Asks until the time is over; the milliseconds of each answer, whatever it was. */
export async function askFor(seconds: number, asking: Asking): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: asking.connections, localAddress: asking.from });
  const until = performance.now() + seconds * 1000;
  const pauseMs = asking.perSecond === undefined ? 0 : (1000 * asking.connections) / asking.perSecond;
  const connections = Array.from({ length: asking.connections }, () => askUntil(until, agent, asking, pauseMs));
  return (await Promise.all(connections)).flat().sort((a, b) => a - b);
}

async function askUntil(until: number, agent: Agent, { port, presses }: Asking, pauseMs: number): Promise<number[]> {
  const times: number[] = [];
  if (pauseMs > 0) await pause(Math.random() * pauseMs);
  while (performance.now() < until) {
    const began = performance.now();
    await ask(agent, port).catch((error: Error) => {
      if (!presses) throw error;
    });
    times.push(performance.now() - began);
    if (pauseMs > 0) await pause(pauseMs);
  }
  return times;
}

function ask(agent: Agent, port: number): Promise<void> {
  const options = { agent, port, host: '127.0.0.1', path: `${prefix}${path}`, method: 'POST' };
  return new Promise((resolve, reject) => {
    request({ ...options, headers: { ...headers, ...placeholders, 'content-length': Buffer.byteLength(body) } }, (response) =>
      response.resume().on('end', resolve).on('error', reject),
    )
      .on('error', reject)
      .end(body);
  });
}
