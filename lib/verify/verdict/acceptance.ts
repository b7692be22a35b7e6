import type { Finding } from './finding';

/** A finding that its owner accepts in writing, for a time. */
export interface Acceptance {
  /** A finding's id, as the report prints it. */
  readonly id: string;
  /** Why it is acceptable. */
  readonly because: string;
  /** The day, YYYY-MM-DD, from whose start (UTC) it has no effect any more. */
  readonly until: string;
}

/** What acceptances do to findings. */
export interface Settled<F extends Finding> {
  readonly findings: readonly F[];
  readonly accepted: readonly Acceptance[];
  readonly ignored: readonly (Acceptance & { readonly why: string })[];
}

/** Takes accepted findings out; what has expired at `now` or matches no finding has no effect. */
export function settle<F extends Finding>(findings: readonly F[], acceptances: readonly Acceptance[], now: Date): Settled<F> {
  const ids = new Set(findings.map(({ id }) => id));
  const judged = acceptances.map((acceptance) => ({ acceptance, why: objection(acceptance, ids, now) }));
  const accepted = judged.filter(({ why }) => why === undefined).map(({ acceptance }) => acceptance);
  const gone = new Set(accepted.map(({ id }) => id));
  return {
    findings: findings.filter(({ id }) => !gone.has(id)),
    accepted,
    ignored: judged.flatMap(({ acceptance, why }) => (why === undefined ? [] : [{ ...acceptance, why }])),
  };
}

function objection({ id, until }: Acceptance, ids: ReadonlySet<string>, now: Date): string | undefined {
  if (Date.parse(`${until}T00:00:00Z`) <= now.getTime()) return `it expired on ${until}`;
  return ids.has(id) ? undefined : 'no finding has this id';
}
