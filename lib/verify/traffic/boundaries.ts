/**
 * A set of points on a line, as the sorted points at which membership changes: in from the first, out from the second, and so on.
 * The form is canonical (two sets are equal exactly if their boundaries are), and one sweep computes any operation.
 */
export type Boundaries<P extends number | bigint> = readonly P[];

/** Points `from` to `end`, the latter excluded. */
export interface Range<P extends number | bigint> {
  readonly from: P;
  readonly end: P;
}

/** Whether a point belongs to the result, given whether it belongs to each side; a point of neither never does. */
type Keep = (left: boolean, right: boolean) => boolean;

const either: Keep = (left, right) => left || right;
const both: Keep = (left, right) => left && right;
const onlyLeft: Keep = (left, right) => left && !right;

function combine<P extends number | bigint>(left: Boundaries<P>, right: Boundaries<P>, keep: Keep): Boundaries<P> {
  const result: P[] = [];
  let i = 0;
  let j = 0;
  for (let point = earlier(left[0], right[0]); point !== undefined; point = earlier(left[i], right[j])) {
    if (left[i] === point) i++;
    if (right[j] === point) j++;
    if (keep(i % 2 === 1, j % 2 === 1) !== (result.length % 2 === 1)) result.push(point);
  }
  return result;
}

/** The lower of two points, or the one that there is. */
export function earlier<P extends number | bigint>(left: P | undefined, right: P | undefined): P | undefined {
  return left === undefined || (right !== undefined && right < left) ? right : left;
}

export const union = <P extends number | bigint>(left: Boundaries<P>, right: Boundaries<P>): Boundaries<P> =>
  left.length === 0 ? right : right.length === 0 ? left : combine(left, right, either);

export const intersection = <P extends number | bigint>(left: Boundaries<P>, right: Boundaries<P>): Boundaries<P> =>
  left.length === 0 || right.length === 0 ? [] : combine(left, right, both);

export const difference = <P extends number | bigint>(left: Boundaries<P>, right: Boundaries<P>): Boundaries<P> =>
  left.length === 0 || right.length === 0 ? left : combine(left, right, onlyLeft);

/** Whether two sets are the same. */
export function same<P extends number | bigint>(left: Boundaries<P>, right: Boundaries<P>): boolean {
  return left === right || (left.length === right.length && left.every((point, index) => point === right[index]));
}

/** The set of all points of some ranges, given in any order; they may overlap. */
export function boundariesOf<P extends number | bigint>(ranges: readonly Range<P>[]): Boundaries<P> {
  const result: P[] = [];
  for (const { from, end } of ranges.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = result.at(-1);
    if (last === undefined || from > last) result.push(from, end);
    else if (end > last) result[result.length - 1] = end;
  }
  return result;
}

/** The ranges of a set: disjoint, not adjacent, ascending. */
export function rangesOf<P extends number | bigint>(boundaries: Boundaries<P>): Range<P>[] {
  const result: Range<P>[] = [];
  for (let i = 0; i + 1 < boundaries.length; i += 2) result.push({ from: boundaries[i] as P, end: boundaries[i + 1] as P });
  return result;
}
