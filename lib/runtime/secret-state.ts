/** What one look at a secret's source gave. */
export type Look = { readonly value: string } | { readonly problem: string };

/** What follows from a look: the value that Envoy gets from now on, empty for none, and one line for people. */
export interface Change {
  readonly value: string;
  readonly because: string;
}

/** How long a source may be gone or empty, as it is for a moment while it is replaced, before its secret is withdrawn. */
export const graceMs = 2000;

/** Decides, look by look, which value of one secret is in force. */
export class SecretState {
  private candidate: string | undefined;
  private failingSince: number | undefined;

  /** `inForce` is the value that Envoy has, empty for none. */
  constructor(private inForce: string) {}

  /** `now` is in milliseconds. A change is proposed at every look until it is accepted. */
  look(look: Look, now: number): Change | undefined {
    return 'value' in look ? this.found(look.value) : this.failed(look.problem, now);
  }

  /** Says that Envoy has been given what was proposed. */
  accept({ value }: Change): void {
    this.inForce = value;
  }

  private found(value: string): Change | undefined {
    this.failingSince = undefined;
    // a value counts when it was seen twice in a row: a file written in place is half-written for a moment
    const isSettled = value === this.candidate;
    this.candidate = value;
    if (!isSettled || value === this.inForce) return undefined;
    return { value, because: this.inForce === '' ? 'is back' : 'was replaced' };
  }

  private failed(problem: string, now: number): Change | undefined {
    this.candidate = undefined;
    this.failingSince ??= now;
    if (this.inForce === '' || now - this.failingSince < graceMs) return undefined;
    return { value: '', because: `was withdrawn, requests that need it get a 401: ${problem}` };
  }
}
