import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { findingLine } from '../verify/report/finding-line';
import type { Report } from '../verify/report/report';
import { NothingMarked } from '../verify/roles/missing-roles';
import { UnusableInput } from '../verify/unusable-input';
import type { Acceptance } from '../verify/verdict/acceptance';
import { verifyTemplates } from '../verify/verify-templates';
import { treeTemplates } from './tree-templates';

/**
 * Judges the templates of everything that is deployed with a construct. Gives a message for each way out, which fails synthesis and can't be
 * acknowledged away; warns of what isn't known; says nothing where nothing is an agent yet. For use while the app is validated.
 */
export function proofProblems(scope: IConstruct, accept: readonly Acceptance[]): string[] {
  const report = proof(scope, accept);
  if (!report) return [];
  if (typeof report === 'string') return [report];
  const { findings, ignoredAcceptances } = report;
  const unknown = findings
    .filter(({ verdict }) => verdict === 'unknown')
    .map((finding) => [finding.id, findingLine(finding)] as const);
  const ignored = ignoredAcceptances.map(
    ({ id, why }) => [`accept:${id}`, `acceptance of '${id}' has no effect: ${why}`] as const,
  );
  for (const [id, message] of [...unknown, ...ignored]) Annotations.of(scope).addWarningV2(`agent-airlock:${id}`, message);
  return findings.filter(({ verdict }) => verdict === 'refuted').map(findingLine);
}

/** The report; why there can't be one; nothing where there is nothing to prove. */
function proof(scope: IConstruct, accept: readonly Acceptance[]): Report | string | undefined {
  try {
    return verifyTemplates(treeTemplates(scope), { accept });
  } catch (error) {
    // an airlock without an agent has nothing to prove yet, nor has one whose proxy is deployed elsewhere
    if (error instanceof NothingMarked) return undefined;
    if (error instanceof UnusableInput) return error.message;
    throw error;
  }
}
