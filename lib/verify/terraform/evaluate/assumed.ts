import type { Value } from '../../world/value';
import type { Deferred } from './deferred';
import { Failure } from './failure';
import type { Openness } from './open-variable';

/** An operation on one variable whose result a world assumes. */
export interface Fact {
  readonly variable: string;
  readonly operation: Deferred;
  readonly truth: boolean;
}

/** What a world assumes about variables. */
export class Assumed {
  constructor(
    /** The values that it gives to variables, by name. */
    readonly fixed: ReadonlyMap<string, Value> = new Map(),
    /** By the operation's text. */
    readonly facts: ReadonlyMap<string, Fact> = new Map(),
    /** As reports print it, in order. */
    readonly labels: readonly string[] = [],
    /** Why it isn't known whether all this can be together. */
    readonly doubts: readonly string[] = [],
  ) {}

  fixing(variable: string, value: Value, label: string): Assumed {
    return new Assumed(new Map(this.fixed).set(variable, value), this.facts, [...this.labels, label], this.doubts);
  }

  assuming(fact: Fact, label: string): Assumed {
    return new Assumed(this.fixed, new Map(this.facts).set(fact.operation.text, fact), [...this.labels, label], this.doubts);
  }

  doubting(reason: string): Assumed {
    return new Assumed(this.fixed, this.facts, this.labels, [...this.doubts, reason]);
  }

  /** The facts about a variable. */
  about(variable: string): readonly Fact[] {
    return this.facts.size === 0 ? [] : [...this.facts.values()].filter((fact) => fact.variable === variable);
  }

  /** What is known of a variable once the facts about it are. */
  narrowed(variable: string, openness: Openness): Openness {
    const facts = this.about(variable);
    if (facts.length === 0) return openness;
    const accepts = (value: Value): boolean | undefined =>
      conjunction([openness.accepts(value), ...facts.map((fact) => holds(fact, value))]);
    const nullable = openness.nullable && accepts(null) !== false;
    return {
      ...openness,
      accepts,
      nullable,
      ...(openness.domain ? { domain: openness.domain.filter((value) => accepts(value) !== false) } : {}),
    };
  }
}

/** Whether a fact is so if its variable has a value; `undefined` if that can't be decided. */
export function holds(fact: Fact, value: Value): boolean | undefined {
  const result = fact.operation.compute((variable) => (variable === fact.variable ? value : undefined));
  // what fails stops the deployment, so nothing is so
  if (result instanceof Failure) return false;
  return typeof result === 'boolean' ? result === fact.truth : undefined;
}

export function conjunction(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}
