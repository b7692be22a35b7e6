import type { Exit } from '../report/exits';
import type { Finding } from './finding';

/** What was found in one world. */
export interface JudgedWorld {
  /** The world's assignment; empty if there was nothing to choose. */
  readonly when: string;
  readonly findings: readonly Finding[];
  readonly exits: readonly Exit[];
}
