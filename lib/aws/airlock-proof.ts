import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { proofMessages } from '../verify/report/proof-messages';
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
  const { problems, warnings } = proofMessages(report);
  for (const { id, message } of warnings) Annotations.of(scope).addWarningV2(`agent-airlock:${id}`, message);
  return problems;
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
