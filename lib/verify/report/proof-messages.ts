import { NothingMarked } from '../roles/missing-roles';
import { UnusableInput } from '../unusable-input';
import { findingLine } from './finding-line';
import type { Report } from './report';

/** What a proof says at synthesis. */
export interface ProofMessages {
  /** Ways out, which fail it. */
  readonly problems: string[];
  /** What isn't known, and acceptances without effect, each with an id of its own. */
  readonly warnings: readonly { readonly id: string; readonly message: string }[];
}

/**
 * The lines that synthesis prints of a proof; none where nothing is an agent yet, or no proxy, since the other is deployed elsewhere or not made.
 *
 * @param judge - makes the report
 */
export function proofMessages(judge: () => Report): ProofMessages {
  try {
    return messagesOf(judge());
  } catch (error) {
    if (error instanceof NothingMarked) return { problems: [], warnings: [] };
    if (error instanceof UnusableInput) return { problems: [error.message], warnings: [] };
    throw error;
  }
}

function messagesOf({ findings, ignoredAcceptances }: Report): ProofMessages {
  const unknown = findings
    .filter(({ verdict }) => verdict === 'unknown')
    .map((finding) => ({ id: finding.id, message: findingLine(finding) }));
  const ignored = ignoredAcceptances.map(({ id, why }) => ({
    id: `accept:${id}`,
    message: `acceptance of '${id}' has no effect: ${why}`,
  }));
  return {
    problems: findings.filter(({ verdict }) => verdict === 'refuted').map(findingLine),
    warnings: [...unknown, ...ignored],
  };
}
