import type { Target } from './generators/generator';
import type { Scene } from './scene';

/** One way from the agent to the upstream. To measure another: a file in `contenders/` and a line in `contenders/index.ts`. */
export interface Contender {
  readonly name: string;
  /** What it leaves out of the job that the others do, in words. */
  readonly lacks: readonly string[];
  /** Why it can't run here; undefined if it can. @default - it always can */
  missing?(scene: Scene): Promise<string | undefined>;
  start(scene: Scene): Promise<Running>;
}

/** A contender that takes requests. */
export interface Running {
  readonly target: Target;
  /** Whether a policy is enforced on the way. */
  readonly enforces: boolean;
  /** Process whose processor time, with that of its descendants, is the contender's; undefined if it has none of its own. */
  readonly pid?: number;
  stop(): Promise<void>;
}
