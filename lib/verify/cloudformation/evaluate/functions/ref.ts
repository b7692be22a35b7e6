import { Reference, Unresolved, type Value } from '../../../world/value';
import type { Evaluation } from '../evaluation';
import { resourceId, type Stack } from '../stack';
import type { Intrinsic } from './intrinsic';

/** `Ref`: a parameter's value, or what stands for a resource or a pseudo parameter. */
export const ref: Intrinsic = (argument, stack, evaluation) => {
  const name = typeof argument === 'string' ? argument : evaluation.evaluate(argument, stack);
  if (typeof name !== 'string') return new Unresolved('a Ref needs a name');
  return named(name, stack, evaluation);
};

/** What a name in a Ref or in `${…}` stands for. */
export function named(name: string, stack: Stack, evaluation: Evaluation): Value | undefined {
  if (name === 'AWS::NoValue') return undefined;
  if (stack.parameters.has(name)) return evaluation.parameter(name, stack);
  if (stack.resources.has(name)) return resource(name, stack, evaluation);
  return evaluation.pseudo(name, stack) ?? new Unresolved(`'${name}' is neither a parameter nor a resource of ${stack.id}`);
}

/** A reference to a resource of the stack; CloudFormation refuses one to a resource whose condition doesn't hold. */
export function resource(name: string, stack: Stack, evaluation: Evaluation, attribute?: string): Reference {
  const condition = stack.resources.get(name)?.condition;
  if (condition !== undefined && evaluation.holds(condition, stack) === false) {
    evaluation.refused(`'${name}' of ${stack.id} is referred to and isn't there`);
  }
  return new Reference(resourceId(stack, name), attribute);
}
