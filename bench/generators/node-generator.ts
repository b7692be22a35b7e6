import { body, headers } from '../job';
import { quantile } from '../statistics';
import type { Generator, Sample, Target } from './generator';
import { RawConnection } from './raw-connection';

/** Bare sockets of Node, for machines without wrk: at 32 connections it takes more of the processors than some proxies do. */
export class NodeGenerator implements Generator {
  readonly name = 'node';

  constructor(private readonly trustedCa: string) {}

  async run(target: Target, connections: number, seconds: number): Promise<Sample> {
    const all = await Promise.all(Array.from({ length: connections }, () => RawConnection.open(target, this.trustedCa)));
    try {
      const started = performance.now();
      const until = started + seconds * 1000;
      const times = (await Promise.all(all.map((connection) => askUntil(until, connection, requestTo(target))))).flat();
      return { ...percentiles(times), requests: times.length, seconds: (performance.now() - started) / 1000 };
    } finally {
      for (const connection of all) connection.close();
    }
  }
}

/** Each answer's milliseconds. */
async function askUntil(until: number, connection: RawConnection, request: Buffer): Promise<number[]> {
  const times: number[] = [];
  for (let asked = performance.now(); asked < until; asked = performance.now()) {
    await connection.ask(request);
    times.push(performance.now() - asked);
  }
  return times;
}

function percentiles(milliseconds: readonly number[]): Pick<Sample, 'p50' | 'p99'> {
  const sorted = milliseconds.map((time) => time * 1000).sort((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p99: quantile(sorted, 0.99) };
}

/** The bytes of the request. */
export function requestTo({ url, authority, headers: own }: Target): Buffer {
  const { host, pathname } = new URL(url);
  const all = { host: authority ?? host, ...headers, ...own, 'content-length': String(Buffer.byteLength(body)) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`POST ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}
