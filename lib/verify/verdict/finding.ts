import type { Hop } from '../world/hop';

/** Something that refutes the proof, or keeps it from being one. */
export interface Finding {
  /** The same in every run: `RULE/AGENT/CULPRIT`. What `--accept` names. */
  readonly id: string;
  /** Such as `AIRLOCK-NET-001`. */
  readonly rule: string;
  readonly verdict: 'refuted' | 'unknown';
  readonly agent: string;
  /** One sentence: what can happen, or what isn't known. */
  readonly message: string;
  /** What to change. */
  readonly fix: string;
  /** From the agent to the way out, each hop naming what lets it on. */
  readonly path: readonly Hop[];
}

/** The stable id of a finding. */
export const findingId = (rule: string, agent: string, culprit: string): string => `${rule}/${agent}/${culprit}`;
