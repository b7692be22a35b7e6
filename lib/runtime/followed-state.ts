import { graceMs, type Look } from './secret-state';

/** What follows from a look: a value to take, or one line about why the last good one stays. */
export type Step = { readonly value: string } | { readonly complaint: string };

/** Decides, look by look, which value of a followed file is in force: the last good one, always. */
export class FollowedState {
  private candidate: string | undefined;
  private failingSince: number | undefined;
  private complained: string | undefined;

  constructor(private inForce: string) {}

  /** `now` is in milliseconds. A value is proposed at every look until it is accepted; a complaint is made once. */
  look(look: Look, now: number): Step | undefined {
    return 'value' in look ? this.found(look.value) : this.failed(look.problem, now);
  }

  /** Says that Envoy has been given the value. */
  accept(value: string): void {
    this.inForce = value;
  }

  private found(value: string): Step | undefined {
    this.failingSince = undefined;
    this.complained = undefined;
    // seen twice in a row: a file written in place is half-written for a moment
    const isSettled = value === this.candidate;
    this.candidate = value;
    return isSettled && value !== this.inForce ? { value } : undefined;
  }

  private failed(problem: string, now: number): Step | undefined {
    this.candidate = undefined;
    this.failingSince ??= now;
    if (problem === this.complained || now - this.failingSince < graceMs) return undefined;
    this.complained = problem;
    return { complaint: problem };
  }
}
