import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { loopback } from '../../lib/runtime/loopback-ports';
import { whole } from '../document/table';
import { chooseGenerator } from '../generators/choose';
import type { Generator } from '../generators/generator';
import { interleaved } from '../interleaved';
import { benchPolicy, host, path, placeholders, prefix } from '../job';
import { aim, type Part } from '../part';
import { residentBytes } from '../processes';
import { startEnvoy } from '../programs/envoy';
import type { Scene } from '../scene';
import { median, ratios } from '../statistics';
import { connectMicroseconds } from './connect-microseconds';

const sizes = [10, 1000, 10_000];

/** What hosts cost that a policy allows besides: each as a tunnel, as that is the access that long lists are for. */
export const hosts: Part = {
  name: 'hosts',
  async measure(conditions) {
    const { quick, scene } = conditions;
    const generator = await chooseGenerator(scene);
    const started = new Map<string, StartedList>();
    const stop = async () => void (await Promise.all([...started.values()].map((each) => each.stop())));
    try {
      for (const size of sizes) started.set(whole(size), await startWith(size, scene));
      const rounds = quick ? 3 : 9;
      const { rounds: measured } = await interleaved({
        ...conditions,
        running: started,
        rounds,
        measure: (each) => measureList(each, generator),
      });
      const [few = [], many = []] = [sizes[0], sizes.at(-1)].map((size) => measured.get(whole(size)));
      const flat = (what: keyof Measured) =>
        ratios(
          many.map((each) => each[what]),
          few.map((each) => each[what]),
        ).median;
      const rows = [...measured].map(([name, own]) => ({ name, started: started.get(name), ...medians(own) }));
      return {
        title: 'Allowed hosts',
        table: [
          ['hosts', 'request, p50 µs', 'CONNECT, p50 µs', 'MB', 'start, s'],
          ...rows.map(({ name, request, connect, started }) => [
            name,
            whole(request),
            whole(connect),
            whole((started?.bytes ?? 0) / 2 ** 20),
            started?.seconds.toFixed(1) ?? '',
          ]),
        ],
        notes: [
          'A request through the gateway, and the time to a tunnel’s 200 for the last host of the list, at one connection; memory when it takes requests.',
        ],
        charts: [
          {
            title: 'p50 of CONNECT by number of allowed hosts, µs (flat is better)',
            bars: rows.map(({ name, connect }) => ({ name: `envoy, ${name}`, value: connect })),
          },
        ],
        aims: [
          aim('p50 of a request with 10,000 hosts over that with 10', '<=', 1.1, flat('request')),
          aim('p50 of CONNECT with 10,000 hosts over that with 10', '<=', 1.1, flat('connect')),
        ],
        rounds: Object.fromEntries(measured),
      };
    } finally {
      await stop();
    }
  },
};

interface StartedList extends Awaited<ReturnType<typeof startEnvoy>> {
  readonly last: string;
  readonly bytes: number;
  readonly seconds: number;
}

async function startWith(size: number, scene: Scene): Promise<StartedList> {
  const list = Array.from({ length: size }, (_, index) => `host-${index}.mirrors.example.org`);
  const last = list.at(-1) ?? '';
  const { document } = benchPolicy();
  const mirrors = { name: 'mirrors', hosts: list, access: 'tunnel' };
  const policy = EgressPolicy.parse({ ...document, destinations: [...document.destinations, mirrors] });
  const resolve = [host, last].map((each) => ({ host: each, port: 443, address: loopback, addressPort: scene.upstream.port }));
  const before = performance.now();
  const folder = mkdtempSync(join(scene.folder, 'hosts-'));
  const running = await startEnvoy({ policy, name: 'envoy', resolve }, { ...scene, folder });
  const seconds = (performance.now() - before) / 1000;
  return { ...running, last, seconds, bytes: (running.pid && residentBytes(running.pid)) || 0 };
}

interface Measured {
  /** Microseconds, p50 of requests through the gateway. */
  readonly request: number;
  /** Microseconds, p50 of opening a tunnel to the last host. */
  readonly connect: number;
}

async function measureList({ gatewayPort, proxyPort, last }: StartedList, generator: Generator): Promise<Measured> {
  const target = { url: `http://${loopback}:${gatewayPort}${prefix}${path}`, headers: placeholders };
  const { p50 } = await generator.run(target, 1, 1);
  return { request: p50, connect: await connectMicroseconds(proxyPort, `${last}:443`) };
}

const medians = (own: readonly Measured[]): Measured => ({
  request: median(own.map(({ request }) => request)),
  connect: median(own.map(({ connect }) => connect)),
});
