import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { loopback } from '../../lib/runtime/loopback-ports';
import { benchPolicy, host } from '../job';
import { aim, type Part } from '../part';
import { startEnvoy } from '../programs/envoy';
import type { Scene } from '../scene';
import { median, quantile } from '../statistics';
import { type Asking, askFor } from './asking';

const limits = { requestsPerMinute: 600, connections: 50, requestBytes: 33_554_432 };
const seconds = 3;

/** What an agent at its limits costs another, which is far from its own. */
export const fairness: Part = {
  name: 'fairness',
  async measure({ quick, scene, progress, signal }) {
    const { gatewayPort, stop } = await start(scene);
    const rounds: Measured[] = [];
    try {
      await alone(gatewayPort);
      for (let round = 1; round <= (quick ? 1 : 5); round += 1) {
        signal.throwIfAborted();
        progress(`round ${round}`);
        rounds.push(await measureOnce(gatewayPort));
      }
    } finally {
      await stop();
    }
    const ratio = (what: 'paced' | 'pressing') => median(rounds.map((each) => each[what] / each.alone));
    return {
      title: 'An agent at its limits beside another',
      table: [
        ['the other is', 'p99 over p99 alone'],
        [
          `at its limits: ${limits.connections} connections, ${limits.requestsPerMinute} requests a minute`,
          ratio('paced').toFixed(2),
        ],
        ['pressing on after each 429, as fast as it can', ratio('pressing').toFixed(2)],
      ],
      notes: [
        `p99 alone: ${median(rounds.map((each) => each.alone)).toFixed(2)} ms, by a client of Node's at one connection. Both agents' clients share a processor with the upstream, and what one takes there counts too.`,
      ],
      charts: [],
      aims: [aim('p99 beside an agent at its limits, over p99 alone', '<=', 1.2, ratio('paced'))],
      rounds,
    };
  },
};

/** Milliseconds of p99. */
interface Measured {
  readonly alone: number;
  /** Beside an agent at its limits. */
  readonly paced: number;
  /** Beside one that doesn't heed them. */
  readonly pressing: number;
}

async function measureOnce(port: number): Promise<Measured> {
  const { connections, requestsPerMinute } = limits;
  return {
    alone: await alone(port),
    paced: await beside(port, { connections, perSecond: requestsPerMinute / 60 }),
    pressing: await beside(port, { connections, presses: true }),
  };
}

function start(scene: Scene) {
  const { document } = benchPolicy();
  const destinations = document.destinations.map(({ name }) => name);
  const policy = EgressPolicy.parse({ ...document, agents: { one: { destinations, limits }, two: { destinations } } });
  const agents = [
    { agent: 'one', sources: ['127.0.1.0/24'] },
    { agent: 'two', sources: ['127.0.2.0/24'] },
  ];
  const resolve = [{ host, port: 443, address: loopback, addressPort: scene.upstream.port }];
  return startEnvoy({ policy, name: 'fairness', resolve, agents }, scene);
}

const alone = async (port: number) => quantile(await askFor(seconds, { port, from: '127.0.2.1', connections: 1 }), 0.99);

async function beside(port: number, rival: Omit<Asking, 'port' | 'from'>): Promise<number> {
  const asking = JSON.stringify({ port, from: '127.0.1.1', ...rival });
  // execArgv holds the loader of TypeScript
  const command = [...process.execArgv, join(__dirname, 'rival.ts'), asking, String(seconds + 1)];
  const running = promisify(execFile)(process.execPath, command);
  await pause(500);
  const p99 = await alone(port);
  await running;
  return p99;
}
