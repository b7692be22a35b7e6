import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Arrival } from './reached';
import type { Shot } from './shot';
import { firewallLines, internetGatewayLines, masqueradeLines, up, type Wires } from './wires';

const program = join(__dirname, 'wire.py');

/** Why packets can't be tried on this machine, with the command that helps; `undefined` if they can. */
export function whyNoPackets(): string | undefined {
  if (process.platform !== 'linux') return 'it needs Linux';
  if (process.getuid?.() !== 0) return 'it needs root';
  const missing = ['ip', 'nft', 'python3'].filter((name) => spawnSync(name, ['--help']).error);
  if (missing.length > 0) return `${missing.join(', ')} missing: apt-get install -y iproute2 nftables python3`;
  const tried = spawnSync('python3', [program], { input: `${JSON.stringify(smallest)}\n`, encoding: 'utf8' });
  return tried.stdout === '{"arrivals": []}\n' ? undefined : `namespaces can't be made: ${tried.stdout}${tried.stderr}`;
}

/** A namespace with all that topologies ask of the kernel. */
const smallest: Wires & { shots: [] } = {
  namespaces: [
    {
      name: 'one',
      forwards: true,
      listens: true,
      ip: [
        'link set lo up',
        up('internet'),
        'rule add iif internet lookup 100',
        'route add blackhole 10.0.0.0/8 metric 5 table 100',
      ],
      ip6: ['rule add iif internet lookup 100'],
      nft: [
        ...firewallLines({ in: [], out: [], otherwiseIn: 'drop', otherwiseOut: 'drop' }),
        ...internetGatewayLines(new Map([['10.0.0.1', '54.0.0.1']])),
        ...masqueradeLines,
      ],
    },
  ],
  links: [[1, ['one', 'internet'], ['one', 'eth0']]],
  shots: [],
};

/** The process that lays networks and shoots, one after the other; all of them end with it. */
export class WireRoom {
  private readonly process: ChildProcessWithoutNullStreams;
  private readonly answers: AsyncIterator<string>;
  private complaints = '';

  constructor() {
    this.process = spawn('python3', [program]);
    this.process.stderr.on('data', (text) => {
      this.complaints += text;
    });
    this.answers = createInterface(this.process.stdout)[Symbol.asyncIterator]();
  }

  /** Who got which shot. Throws if the network can't be laid. */
  async shoot(wires: Wires, shots: readonly Shot[]): Promise<readonly Arrival[]> {
    this.process.stdin.write(`${JSON.stringify({ ...wires, shots })}\n`);
    const answer = await this.answers.next();
    if (answer.done) throw new Error(`the process that lays networks ended: ${this.complaints}`);
    const { arrivals, error } = JSON.parse(answer.value) as { arrivals?: [number, string][]; error?: string };
    if (!arrivals) throw new Error(error);
    return arrivals.flatMap(([index, receiver]) => {
      const shot = shots[index];
      return shot ? [{ shot, receiver }] : [];
    });
  }

  async close(): Promise<void> {
    if (this.process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.process.once('exit', resolve));
    this.process.stdin.end();
    await ended;
  }
}
