import type { GivenParameters } from './given-parameters';
import type { Stack } from './stack';

/** The stacks of one connected system, nested ones among them, and what is fixed about them. */
export interface System {
  readonly stacks: readonly Stack[];
  readonly given: GivenParameters;
  /** The account of all stacks whose account is known; undefined if there are several or none. */
  readonly account?: string;
  /** Whether stacks are deployed to different accounts. */
  readonly accounts: number;
  /** The region of all stacks whose region is known; undefined if there are several or none. */
  readonly region?: string;
  /** Whether no resource of the type can decide anything. */
  readonly inert: (type: string) => boolean;
  /** Imports that some assignment satisfies: where another assignment does not, it can not be deployed. */
  readonly imports: Set<string>;
  /** What was taken for granted, as reports print it. */
  readonly assumptions: Set<string>;
}
