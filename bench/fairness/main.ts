import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { renderBootstrap } from '../../lib/envoy/bootstrap';
import { sdsDocument } from '../../lib/envoy/credentials/credential-secret';
import { sdsFile } from '../../lib/envoy/watched-secret';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { loopback } from '../../lib/runtime/loopback-ports';
import { freePorts } from '../free-ports';
import { benchPolicy, host, key, secretName } from '../job';
import { type Scene, withScene } from '../scene';
import { median, quantile } from '../statistics';
import { type Asking, askFor } from './asking';

// npx tsx bench/fairness/main.ts: the p99 of one agent beside another that is at its limits, over its p99 alone

const limits = { requestsPerMinute: 600, connections: 50, requestBytes: 33_554_432 };
const rounds = 5;
const seconds = 3;

function policy(): EgressPolicy {
  const { document } = benchPolicy();
  const destinations = document.destinations.map(({ name }) => name);
  return EgressPolicy.parse({ ...document, agents: { one: { destinations, limits }, two: { destinations } } });
}

async function start({ folder, upstream, trustedCa, envoy }: Scene): Promise<{ port: number; stop(): void }> {
  const [gatewayPort = 0, proxyPort = 0] = await freePorts(2);
  writeFileSync(join(folder, sdsFile(secretName)), sdsDocument(secretName, key), { mode: 0o600 });
  const agents = [
    { agent: 'one', sources: ['127.0.1.0/24'] },
    { agent: 'two', sources: ['127.0.2.0/24'] },
  ];
  const resolve = [{ host, port: 443, address: loopback, addressPort: upstream.port }];
  const secrets = { kind: 'files', directory: folder } as const;
  const bootstrap = renderBootstrap(policy(), { address: loopback, gatewayPort, proxyPort, agents, secrets, trustedCa, resolve });
  writeFileSync(join(folder, 'fairness.json'), JSON.stringify(bootstrap));
  const flags = ['--disable-hot-restart', '--concurrency', '2', '--log-level', 'error'];
  const child = spawn(envoy, ['-c', join(folder, 'fairness.json'), ...flags], { stdio: ['ignore', 'ignore', 'inherit'] });
  process.once('exit', () => child.kill('SIGKILL'));
  while (!(await accepts(gatewayPort))) await pause(50);
  return { port: gatewayPort, stop: () => child.kill('SIGKILL') };
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, loopback);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

const measured = async (port: number) => quantile(await askFor(seconds, { port, from: '127.0.2.1', connections: 1 }), 0.99);

async function beside(port: number, rival: Omit<Asking, 'port' | 'from'>): Promise<number> {
  const asking = JSON.stringify({ port, from: '127.0.1.1', ...rival });
  const running = promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    join(__dirname, 'rival.ts'),
    asking,
    String(seconds + 1),
  ]);
  await pause(500);
  const p99 = await measured(port);
  await running;
  return p99;
}

async function measure(scene: Scene): Promise<void> {
  const proxy = await start(scene);
  try {
    await measured(proxy.port);
    const ratios: { paced: number; pressing: number; alone: number }[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const alone = await measured(proxy.port);
      const paced = await beside(proxy.port, { connections: limits.connections, perSecond: limits.requestsPerMinute / 60 });
      const pressing = await beside(proxy.port, { connections: limits.connections, presses: true });
      ratios.push({ alone, paced: paced / alone, pressing: pressing / alone });
    }
    console.log(`p99 alone: ${median(ratios.map(({ alone }) => alone)).toFixed(2)} ms`);
    console.log(`beside an agent at its limits: x ${median(ratios.map(({ paced }) => paced)).toFixed(2)}`);
    console.log(`beside one that presses on after each 429: x ${median(ratios.map(({ pressing }) => pressing)).toFixed(2)}`);
  } finally {
    proxy.stop();
  }
}

withScene((line) => console.error(line), measure).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
