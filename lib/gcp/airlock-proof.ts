import { App } from 'cdktf';
import type { IConstruct } from 'constructs';
import { proofMessages } from '../verify/report/proof-messages';
import type { Report } from '../verify/report/report';
import { NothingMarked } from '../verify/roles/missing-roles';
import { UnusableInput } from '../verify/unusable-input';
import type { Acceptance } from '../verify/verdict/acceptance';
import { type ConfigurationInMemory, verifyConfigurations } from '../verify/verify-configurations';
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
  const report = proof(configurations, accept);
  if (!report) return [];
  if (typeof report === 'string') return [report];
  const { problems, warnings } = proofMessages(report);
  for (const { message } of warnings) warn(scope, message);
  return problems;
}

/** The report; why there can't be one; nothing where there is nothing to prove. */
function proof(configurations: readonly ConfigurationInMemory[], accept: readonly Acceptance[]): Report | string | undefined {
  try {
    return verifyConfigurations(configurations, { accept });
  } catch (error) {
    // an airlock without an agent has nothing to prove yet, nor has one whose proxy is deployed elsewhere
    if (error instanceof NothingMarked) return undefined;
    if (error instanceof UnusableInput) return error.message;
    throw error;
  }
}
