/** What is decided of an agent, or of everything: the door is the only way out, it isn't, or the inputs don't tell. */
export type Verdict = 'proven' | 'refuted' | 'unknown';

/** The worst of several; `proven` for none, so the caller makes sure that there is something to judge. */
export function worst(verdicts: Iterable<Verdict>): Verdict {
  const all = new Set(verdicts);
  if (all.has('refuted')) return 'refuted';
  return all.has('unknown') ? 'unknown' : 'proven';
}
