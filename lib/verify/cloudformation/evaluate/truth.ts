/** A condition that hangs on something outside the inputs. */
export class Undecided {
  constructor(readonly reason: string) {}
}

export type Truth = boolean | Undecided;

/** True if all are, false if one is, whatever stays open. */
export function and(truths: readonly Truth[]): Truth {
  if (truths.includes(false)) return false;
  return truths.find((truth) => truth instanceof Undecided) ?? true;
}

export const not = (truth: Truth): Truth => (truth instanceof Undecided ? truth : !truth);

export const or = (truths: readonly Truth[]): Truth => not(and(truths.map(not)));
