import { Unresolved, type Value } from '../../world/value';
import type { Assumed } from './assumed';
import { Deferred } from './deferred';
import { type Openness, OpenVariable } from './open-variable';

/** An evaluation under what a world assumes: its budget, and what would have to be decided to say more. */
export class Run {
  /** Values on which something hangs: what exists first, then what it is. */
  readonly wanted = { existence: new Set<Value>(), content: new Set<Value>() };
  /** Set once something can't be deployed under these assumptions. */
  impossible = false;
  /** Set while something is evaluated that no verdict hangs on: nothing is wanted for it. */
  muted = false;
  private depth = 0;
  private spent = 0;

  constructor(
    readonly assumed: Assumed,
    /** How many steps may be taken. */
    private readonly fuel: number,
  ) {}

  readonly decided = (text: string): boolean | undefined => this.assumed.facts.get(text)?.truth;

  /** Takes steps; false once the budget is used up. */
  spend(steps: number): boolean {
    this.spent += steps;
    return this.spent <= this.fuel;
  }

  get steps(): number {
    return this.spent;
  }

  get isExhausted(): boolean {
    return this.spent > this.fuel;
  }

  /** Evaluates something that may lead to itself or very deep. */
  within(evaluate: () => Value): Value {
    if (this.depth >= 400) return new Unresolved('references lead too deep');
    if (!this.spend(1)) return new Unresolved('the configuration takes too long to evaluate');
    this.depth++;
    try {
      return evaluate();
    } finally {
      this.depth--;
    }
  }

  /** A variable that is open, unless the world fixes it. */
  open(name: string, openness: Openness, defaultValue?: Value): Value {
    const fixed = this.assumed.fixed.get(name);
    return fixed === undefined ? new OpenVariable(name, this.assumed.narrowed(name, openness), defaultValue) : fixed;
  }

  /** Says that the evaluation hangs on a value. */
  want(value: Value, part: 'existence' | 'content'): void {
    if (this.muted) return;
    if (value instanceof Deferred || value instanceof OpenVariable) this.wanted[part].add(value);
  }
}
