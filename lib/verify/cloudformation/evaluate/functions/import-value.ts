import { Unresolved } from '../../../world/value';
import { member } from '../../load/json';
import type { Intrinsic } from './intrinsic';

/** `Fn::ImportValue`: the value that another stack of the inputs exports under the name. */
export const importValue: Intrinsic = (argument, stack, evaluation) => evaluation.exported(argument, stack);

/** `Fn::GetStackOutput`: an output of another stack by the stack's name. */
export const getStackOutput: Intrinsic = (argument, stack, evaluation) => {
  const [stackName, output] = ['StackName', 'OutputName'].map((name) => evaluation.evaluate(member(argument, name), stack));
  const found = evaluation.stacks.filter(
    ({ parent, template }) => !parent && (template.stackName ?? template.stack) === stackName,
  );
  if (found.length === 1 && found[0] && typeof output === 'string') return evaluation.output(output, found[0]);
  return new Unresolved(`the output '${String(output)}' of stack '${String(stackName)}' isn't in the inputs`);
};
