import { type Boundaries, earlier } from './boundaries';

/**
 * A function on a line that is constant between some points: `values[i]` holds from `starts[i]` up to the next start, the last one to the
 * line's end. Neighbouring values differ, so the form is canonical.
 */
export interface Steps<P extends number | bigint, V> {
  /** Ascending; the first is the line's beginning. */
  readonly starts: readonly P[];
  readonly values: readonly V[];
}

/** What values are: equal ones count as one. */
interface Comparable<V> {
  equals(other: V): boolean;
}

/** The function with one value. */
export const constant = <P extends number | bigint, V>(origin: P, value: V): Steps<P, V> => ({
  starts: [origin],
  values: [value],
});

/** The function that is `inside` on a set and `outside` elsewhere; the two differ. */
export function indicator<P extends number | bigint, V>(
  set: Boundaries<P>,
  origin: P,
  size: P,
  inside: V,
  outside: V,
): Steps<P, V> {
  const starts = [origin];
  const values = [set[0] === origin ? inside : outside];
  for (const point of set) {
    if (point === origin || point === size) continue;
    values.push(starts.length % 2 === 0 ? (values[0] as V) : values[0] === inside ? outside : inside);
    starts.push(point);
  }
  return { starts, values };
}

/** The points at which a function's value is one of some, as a set. */
export function support<P extends number | bigint, V>(
  { starts, values }: Steps<P, V>,
  size: P,
  has: (value: V) => boolean,
): Boundaries<P> {
  const result: P[] = [];
  for (let i = 0; i < values.length; i++) {
    if (has(values[i] as V) !== (result.length % 2 === 1)) result.push(starts[i] as P);
  }
  if (result.length % 2 === 1) result.push(size);
  return result;
}

/** The function whose value at each point is that of `operation` on both sides' values there. */
export function merged<P extends number | bigint, V extends Comparable<V>>(
  left: Steps<P, V>,
  right: Steps<P, V>,
  operation: (left: V, right: V) => V,
): Steps<P, V> {
  const starts: P[] = [];
  const values: V[] = [];
  let last: V | undefined;
  let i = 0;
  let j = 0;
  for (let start = left.starts[0]; start !== undefined; start = earlier(left.starts[i + 1], right.starts[j + 1])) {
    if (left.starts[i + 1] === start) i++;
    if (right.starts[j + 1] === start) j++;
    const value = operation(left.values[i] as V, right.values[j] as V);
    if (last?.equals(value)) continue;
    starts.push(start);
    values.push(value);
    last = value;
  }
  return { starts, values };
}

/** Whether two functions are the same. */
export function sameSteps<P extends number | bigint, V extends Comparable<V>>(left: Steps<P, V>, right: Steps<P, V>): boolean {
  if (left === right) return true;
  if (left.starts.length !== right.starts.length) return false;
  return left.starts.every((start, i) => start === right.starts[i] && (left.values[i] as V).equals(right.values[i] as V));
}

/** Each step as the points `from` to `end`, the latter excluded, with its value. */
export function pieces<P extends number | bigint, V>({ starts, values }: Steps<P, V>, size: P): { from: P; end: P; value: V }[] {
  return values.map((value, i) => ({ from: starts[i] as P, end: (starts[i + 1] as P | undefined) ?? size, value }));
}
