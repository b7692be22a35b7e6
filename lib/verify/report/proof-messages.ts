import { findingLine } from './finding-line';
import type { Report } from './report';

/** What a proof says at synthesis. */
export interface ProofMessages {
  /** Ways out, which fail it. */
  readonly problems: string[];
  /** What isn't known, and acceptances without effect, each with an id of its own. */
  readonly warnings: readonly { readonly id: string; readonly message: string }[];
}

/** The lines that synthesis prints of a report. */
export function proofMessages({ findings, ignoredAcceptances }: Report): ProofMessages {
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
