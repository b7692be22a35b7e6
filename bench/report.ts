import type { Contender } from './contender';
import { direct, directAcross } from './contenders/direct';
import { nginx } from './contenders/nginx';
import { chooseGenerator } from './generators/choose';
import { type Machine, thisMachine } from './machine';
import { type Measured, measure, type Plan } from './measure';
import type { Placement } from './placement';
import { withScene } from './scene';
import { startAll } from './started';
import { type Result, summarize } from './summary';

/** All that a run gives, as `--json` writes it. */
export interface Report {
  readonly schemaVersion: 1;
  readonly machine: Machine;
  /** What sent the requests. */
  readonly generator: string;
  /** What answered them. */
  readonly upstream: string;
  /** Absent if the system chose. */
  readonly placement?: Placement;
  readonly plan: Plan;
  /** Contenders that couldn't be started, and why. */
  readonly missing: readonly string[];
  /** What each contender leaves out of the job. */
  readonly lacks: Readonly<Record<string, readonly string[]>>;
  readonly results: readonly Result[];
  readonly rounds: Readonly<Record<string, readonly Measured[]>>;
}

export interface ReportProps {
  readonly contenders: readonly Contender[];
  /** Seconds of load in all: the more contenders, the fewer rounds. */
  readonly seconds: number;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Starts the contenders, measures them against each other, and stops them. */
export function report({ contenders, seconds, progress, signal }: ReportProps): Promise<Report> {
  return withScene(progress, async (scene) => {
    const generator = await chooseGenerator(scene);
    const { running, missing, stop } = await startAll(contenders, scene);
    const plan = planFor(seconds, running.size);
    const rounds = await measure({ running, generator, plan, progress, signal }).finally(stop);
    const started = contenders.filter(({ name }) => running.has(name));
    return {
      schemaVersion: 1,
      machine: await thisMachine(scene.envoy),
      generator: generator.name,
      upstream: scene.upstream.name,
      placement: scene.placement,
      plan,
      missing,
      lacks: Object.fromEntries(started.map(({ name, lacks }) => [name, lacks])),
      results: summarize(rounds, { baselines: [direct.name, directAcross.name], yardstick: nginx.name }),
      rounds: Object.fromEntries(rounds),
    };
  });
}

// wrk counts in whole seconds
const sliceSeconds = 1;

function planFor(seconds: number, contenders: number): Plan {
  return { rounds: Math.max(2, Math.floor(seconds / (2 * sliceSeconds * contenders))), sliceSeconds, connections: 32 };
}
