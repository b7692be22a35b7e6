import type { Chart } from './document/chart';
import type { Table } from './document/table';
import type { Scene } from './scene';

/** One question that the benchmark answers. To ask another: a folder with a part, and a line in `parts.ts`. */
export interface Part {
  /** What `--only` calls it, and its place in the results of `--json`. */
  readonly name: string;
  measure(conditions: Conditions): Promise<Section>;
}

/** What every part is given. */
export interface Conditions {
  readonly scene: Scene;
  /** Whether a glance will do: about a fifth of the time. */
  readonly quick: boolean;
  readonly progress: (line: string) => void;
  /** Ends the part with an error between two slices. */
  readonly signal: AbortSignal;
}

/** What a part found out. */
export interface Section {
  readonly title: string;
  readonly table: Table;
  /** How to read the table, and what a contender leaves out of the job: a sentence each. */
  readonly notes: readonly string[];
  readonly charts: readonly Chart[];
  readonly aims: readonly Aim[];
  /** Every single measurement, for other programs. */
  readonly rounds: unknown;
}

/** What the project set out to reach, and what it reached in this run. */
export interface Aim {
  readonly what: string;
  readonly bound: string;
  /** Undefined where something that it takes is missing. */
  readonly got: number | undefined;
  readonly met: boolean;
}

/** An aim, held against what was measured. */
export function aim(what: string, sense: '<=' | '>=', bound: number, got: number | undefined): Aim {
  const met = got !== undefined && (sense === '<=' ? got <= bound : got >= bound);
  return { what, bound: `${sense} ${bound}`, got, met };
}
