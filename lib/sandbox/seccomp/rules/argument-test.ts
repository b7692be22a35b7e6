/** What is asked of one argument of a system call. The kernel takes all of these as 32 bits: what is above isn't looked at. */
export interface ArgumentTest {
  /** From 0. */
  readonly argument: number;
  /** Bits that are compared. */
  readonly mask: number;
  /** Values, as far as the mask goes, of which the argument must have one, or with `not` none. */
  readonly values: readonly number[];
  readonly not?: boolean;
}

const all = 0xffffffff;

export function isOneOf(argument: number, ...values: readonly number[]): ArgumentTest {
  return { argument, mask: all, values };
}

export function isNoneOf(argument: number, ...values: readonly number[]): ArgumentTest {
  return { argument, mask: all, values, not: true };
}

/** Of the bits in `mask` only. */
export function isOneOfIn(mask: number, argument: number, ...values: readonly number[]): ArgumentTest {
  return { argument, mask, values };
}

/** Whether no bit of `mask` is set. */
export function hasNoneOf(argument: number, mask: number): ArgumentTest {
  return { argument, mask, values: [0] };
}
