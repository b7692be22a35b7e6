import { type Json, member } from '../load/json';
import type { Evaluator } from './evaluator';
import type { Stack } from './stack';
import type { System } from './system';

/** A rule's assertion as one condition: it holds, or the rule doesn't apply. */
export interface Assertion {
  readonly stack: Stack;
  readonly rule: Json;
}

/** What the templates' Rules demand of parameters ("CloudFormation template Rules syntax"). */
export const assertionsOf = (system: System): Assertion[] =>
  system.stacks.flatMap((stack) =>
    stack.rules.flatMap((rule) => assertsOf(rule).map((assert) => ({ stack, rule: implied(rule, assert) }))),
  );

function assertsOf(rule: Json): Json[] {
  const assertions = member(rule, 'Assertions');
  return Array.isArray(assertions) ? assertions.flatMap((assertion) => member(assertion, 'Assert') ?? []) : [];
}

function implied(rule: Json, assert: Json): Json {
  const condition = member(rule, 'RuleCondition');
  return condition === undefined ? assert : { 'Fn::Or': [{ 'Fn::Not': [condition] }, assert] };
}

/** Whether no rule forbids the assignment for certain. */
export const isAllowed = (system: System, evaluator: Evaluator): boolean =>
  assertionsOf(system).every(({ stack, rule }) => evaluator.tracked(() => evaluator.decide(rule, stack)).value !== false);
