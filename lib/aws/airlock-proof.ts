import { Annotations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { proofMessages } from '../verify/report/proof-messages';
import type { Acceptance } from '../verify/verdict/acceptance';
import { verifyTemplates } from '../verify/verify-templates';
import { treeTemplates } from './tree-templates';

/**
 * Judges the templates of everything that is deployed with a construct. Gives a message for each way out, which fails synthesis and can't be
 * acknowledged away; warns of what isn't known; says nothing where nothing is an agent yet. For use while the app is validated.
 */
export function proofProblems(scope: IConstruct, accept: readonly Acceptance[]): string[] {
  const { problems, warnings } = proofMessages(() => verifyTemplates(treeTemplates(scope), { accept }));
  for (const { id, message } of warnings) Annotations.of(scope).addWarningV2(`agent-airlock:${id}`, message);
  return problems;
}
