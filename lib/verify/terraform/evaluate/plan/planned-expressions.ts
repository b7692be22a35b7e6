import { Unresolved, type Value } from '../../../world/value';
import { isObject, type Json, own } from '../../load/json';
import { contentsOf } from '../contents';
import { holdsMore } from './open-collections';
import { referencesOf } from './plan-configuration';
import { isGiven, type PlanIndex, referenceValue, type Standing, takesSensitive, targetsOf } from './plan-references';
import { statedValue } from './stated-value';

/** A template that is one reference, which may go by keys. */
const traversal = /^\$\{[\w.[\]*"-]+\}$/;

/** What the expressions of a resource say that is known after apply. */
export class PlannedExpressions {
  constructor(
    private readonly index: PlanIndex,
    private readonly standing: Standing,
  ) {}

  /** What an unknown part of an expression leads to. */
  targets(expression: Json | undefined): readonly Value[] {
    return targetsOf(this.index, expression, this.standing);
  }

  /** What a JSON configuration states, `name` being what it is of; undefined if the plan doesn't tell it. */
  stated(expression: Json | undefined, name: string): Value | undefined {
    const constant = constantOf(expression);
    if (constant === undefined) return undefined;
    return statedValue(constant, {
      reference: (reference) => referenceValue(this.index, reference, this.standing),
      other: (text) => this.template(text, within(expression, text), name),
    });
  }

  private template(text: string, expression: Json, name: string): Value {
    const [target, ...others] = this.targets(expression);
    const isWhole = traversal.test(text) || (!holdsMore(name) && /^\$\{[^{}]*\}$/.test(text));
    return isWhole && target !== undefined && others.length === 0
      ? target
      : new Unresolved(`${name} is known after apply`, this.isSecret(expression));
  }

  /** Whether an expression takes a secret. */
  isSecret(expression: Json | undefined): boolean {
    const isHidden = this.targets(expression).some((target) => contentsOf(target).secret);
    return isHidden || takesSensitive(this.standing, expression);
  }

  /** Whether all that an expression takes was given, and is nothing: then the provider or the cloud decides. */
  isNothing(expression: Json | undefined): boolean {
    const references = referencesOf(expression);
    if (references.length > 0) return references.every((reference) => isGiven(this.index, reference, this.standing, isNothing));
    const constant = constantOf(expression);
    return constant !== undefined && isNothing(constant);
  }
}

const isNothing = (value: Json): boolean => value === null || value === '' || (Array.isArray(value) && value.length === 0);

/** What a JSON configuration states; of an expression of the language only a literal. */
export const constantOf = (expression: Json | undefined): Json | undefined =>
  isObject(expression) ? own(expression, 'constant_value') : undefined;

/** The expression of a part of what a JSON configuration states. */
export function within(expression: Json | undefined, part: Json): Json {
  const text = JSON.stringify(part).replaceAll('\\"', '"');
  return { constant_value: part, references: referencesOf(expression).filter((reference) => text.includes(reference)) };
}
