import type { Scene } from './scene';

/** One way from the agent to the upstream. To measure another: a file in the `contenders` folder of a part, and a line in its index. */
export interface Contender<Started extends Running> {
  readonly name: string;
  /** What it leaves out of the job that the others do, in words. */
  readonly lacks: readonly string[];
  /** Why it can't run here; undefined if it can. @default - it always can */
  missing?(scene: Scene): Promise<string | undefined>;
  start(scene: Scene): Promise<Started>;
}

/** A contender that runs. */
export interface Running {
  /** Process whose processor time and memory, with those of its descendants, are the contender's; undefined if it has none of its own. */
  readonly pid?: number;
  stop(): Promise<void>;
}
