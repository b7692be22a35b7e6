/** What one look at the source of a document gave. */
export type Look = { readonly document: string } | { readonly problem: string };

/** What follows from a look: a document that Envoy gets from now on, and why; or why it keeps the one that it has. */
export type Step = { readonly document: string; readonly because: string } | { readonly complaint: string };

/** How long, in milliseconds, a source may be gone or empty, as it is for a moment while it is replaced. */
export const graceMs = 2000;

/** Decides, look by look, which document of one file is in force: the last good one, or, if there is one for it, that of withdrawal. */
export class FollowedState {
  private candidate: string | undefined;
  private failingSince: number | undefined;
  private complained: string | undefined;

  /** `inForce` is what Envoy has; `withdrawn` is what it gets instead once there is no good one. */
  constructor(
    private inForce: string,
    private readonly withdrawn?: string,
  ) {}

  /** `now` is in milliseconds. A document is proposed at every look until it is accepted; a complaint is made once. */
  look(look: Look, now: number): Step | undefined {
    return 'document' in look ? this.found(look.document) : this.failed(look.problem, now);
  }

  /** Says that Envoy has been given the document. */
  accept(document: string): void {
    this.inForce = document;
  }

  private found(document: string): Step | undefined {
    this.failingSince = undefined;
    this.complained = undefined;
    // seen twice in a row: a file written in place is half-written for a moment
    const isSettled = document === this.candidate;
    this.candidate = document;
    if (!isSettled || document === this.inForce) return undefined;
    return { document, because: this.inForce === this.withdrawn ? 'is back' : 'was replaced' };
  }

  private failed(problem: string, now: number): Step | undefined {
    this.candidate = undefined;
    this.failingSince ??= now;
    if (now - this.failingSince < graceMs) return undefined;
    return this.withdrawn === undefined ? this.complaint(problem) : this.withdrawal(this.withdrawn, problem);
  }

  private withdrawal(document: string, problem: string): Step | undefined {
    if (this.inForce === document) return undefined;
    return { document, because: `was withdrawn, requests that need it get a 401: ${problem}` };
  }

  private complaint(problem: string): Step | undefined {
    if (problem === this.complained) return undefined;
    this.complained = problem;
    return { complaint: `${problem}; the last good one stays in force` };
  }
}
