import type { Json } from '../load/json';
import type { Stack } from './stack';

/** A comparison that open parameters leave undecided. */
export interface OpenComparison {
  readonly key: string;
  readonly operands: readonly Json[];
  readonly stack: Stack;
  /** The keys of the variables that it hangs on. */
  readonly variables: readonly string[];
}

/** What an evaluation with everything open finds out about the variables. */
export interface Recorder {
  /** The literals that each variable is compared with or looked up by. */
  readonly literals: Map<string, Set<string>>;
  readonly comparisons: Map<string, OpenComparison>;
  /** Imports that an export of the inputs satisfies, at least in some assignment. */
  readonly imports: Set<string>;
}

export const newRecorder = (): Recorder => ({ literals: new Map(), comparisons: new Map(), imports: new Set() });
