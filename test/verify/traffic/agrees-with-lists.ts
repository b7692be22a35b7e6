import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Modelled } from './small-universe';

interface SetAlgebra<S> {
  union(other: S): S;
  intersect(other: S): S;
  subtract(other: S): S;
  isEmpty(): boolean;
  covers(other: S): boolean;
  equals(other: S): boolean;
}

type Members = ReadonlySet<string>;

/** Tests that a class computes what plain lists of members give. */
export function agreesWithLists<S extends SetAlgebra<S>>(some: fc.Arbitrary<Modelled<S>>, membersOf: (set: S) => Members): void {
  test.each<[string, (a: S, b: S) => S, (inA: boolean, inB: boolean) => boolean]>([
    ['union', (a, b) => a.union(b), (inA, inB) => inA || inB],
    ['intersection', (a, b) => a.intersect(b), (inA, inB) => inA && inB],
    ['difference', (a, b) => a.subtract(b), (inA, inB) => inA && !inB],
  ])('a %s has the members that lists say', (_, operation, keep) => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        const listed = [...a.members, ...b.members].filter((member) => keep(a.members.has(member), b.members.has(member)));
        expect(membersOf(operation(a.set, b.set))).toEqual(new Set(listed));
      }),
    );
  });

  test('emptiness, covering and equality are those of the lists', () => {
    fc.assert(
      fc.property(some, some, (a, b) => {
        expect(a.set.isEmpty()).toBe(a.members.size === 0);
        expect(a.set.covers(b.set)).toBe([...b.members].every((member) => a.members.has(member)));
        expect(a.set.equals(b.set)).toBe(
          a.members.size === b.members.size && [...b.members].every((member) => a.members.has(member)),
        );
      }),
    );
  });
}
