import { App } from 'cdktf';
import type { IConstruct } from 'constructs';
import { proofMessages } from '../verify/report/proof-messages';
import type { Acceptance } from '../verify/verdict/acceptance';
import { verifyConfigurations } from '../verify/verify-configurations';
import { markProblems } from './kept-marks';
import { treeConfigurations } from './tree-configurations';
import { warn } from './warning';

/**
 * Has the configurations of everything that is deployed with a construct judged when its stack is validated, and of several stacks once more when
 * all are written: a stack's aspects are invoked, and may add to it, when those before it are done.
 */
export function prove(scope: IConstruct, accept: readonly Acceptance[]): void {
  const { root } = scope.node;
  const validate = () => proofProblems(scope, accept);
  scope.node.addValidation({ validate });
  if (App.isApp(root)) root.node.addValidation({ validate: () => (treeConfigurations(scope).length > 1 ? validate() : []) });
}

/**
 * Judges the configurations of everything that is deployed with a construct. Gives a message for each way out, which fails synthesis; warns
 * of what isn't known; says nothing where nothing is an agent yet. For use while the app is validated.
 */
export function proofProblems(scope: IConstruct, accept: readonly Acceptance[]): string[] {
  const configurations = treeConfigurations(scope);
  const unmarked = markProblems(scope, configurations);
  if (unmarked.length > 0) return unmarked;
  const { problems, warnings } = proofMessages(() => verifyConfigurations(configurations, { accept }));
  for (const { message } of warnings) warn(scope, message);
  return problems;
}
