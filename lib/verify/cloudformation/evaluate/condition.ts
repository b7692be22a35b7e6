import { Unresolved, type Value } from '../../world/value';
import { isMapping, type Json } from '../load/json';
import { equal, literal } from './equal';
import type { Evaluation } from './evaluation';
import type { Stack } from './stack';
import { and, not, or, type Truth, Undecided } from './truth';
import { OpenParameter } from './variable';

/** What a condition function says: `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not`, `Condition`, and `Fn::Contains` in rules. */
export function decided(node: Json | undefined, stack: Stack, evaluation: Evaluation): Truth {
  const [[name, argument] = ['', null], ...more] = isMapping(node) ? Object.entries(node) : [];
  if (more.length > 0 || !isMapping(node)) return fromValue(evaluation.evaluate(node, stack));
  const list = Array.isArray(argument) ? argument : [argument];
  if (name === 'Condition')
    return typeof argument === 'string' ? evaluation.holds(argument, stack) : new Undecided('a condition needs a name');
  if (name === 'Fn::Equals')
    return list.length === 2 ? compared(list, stack, evaluation) : new Undecided('Fn::Equals needs two values');
  if (name === 'Fn::Contains') return contains(list, stack, evaluation);
  const truths = () => list.map((each) => evaluation.decide(each, stack));
  if (name === 'Fn::And') return and(truths());
  if (name === 'Fn::Or') return or(truths());
  if (name === 'Fn::Not') return list.length === 1 ? not(truths()[0] ?? false) : new Undecided('Fn::Not needs one condition');
  return fromValue(evaluation.evaluate(node, stack));
}

function fromValue(value: Value | undefined): Truth {
  const text = literal(value);
  if (text === 'true' || text === 'false') return text === 'true';
  return new Undecided(value instanceof Unresolved ? value.reason : 'a condition is neither true nor false');
}

function compared(operands: readonly Json[], stack: Stack, evaluation: Evaluation): Truth {
  return evaluation.compared(operands, stack, () => {
    const [one, other] = operands.map((operand) => evaluation.concrete(evaluation.evaluate(operand, stack), stack));
    for (const value of [one, other]) evaluation.noted(value, told(one, other));
    return equal(one, other);
  });
}

/** The texts that tell apart whether two values are equal: a literal, or all that either is allowed to be. */
function told(one: Value | undefined, other: Value | undefined): readonly string[] {
  const text = literal(one) ?? literal(other);
  if (text !== undefined) return [text];
  return [one, other].flatMap((value) => (value instanceof OpenParameter ? (value.variable.parameter?.allowed ?? []) : []));
}

function contains([list, value]: readonly Json[], stack: Stack, evaluation: Evaluation): Truth {
  const items = evaluation.evaluate(list, stack);
  if (!Array.isArray(items) || value === undefined) return new Undecided('Fn::Contains needs a list');
  const texts = items.map((item) => literal(item));
  if (texts.includes(undefined)) return new Undecided('a list is only known at deployment');
  return or((texts as string[]).map((text) => compared([text, value], stack, evaluation)));
}
