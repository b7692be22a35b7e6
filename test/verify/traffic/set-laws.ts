import fc from 'fast-check';
import { expect, test } from 'vitest';

interface SetAlgebra<S> {
  union(other: S): S;
  intersect(other: S): S;
  subtract(other: S): S;
  isEmpty(): boolean;
  covers(other: S): boolean;
  overlaps(other: S): boolean;
  equals(other: S): boolean;
}

/** Tests that a class obeys the laws of sets, on any three sets that the arbitrary makes. */
export function obeysTheLawsOfSets<S extends SetAlgebra<S>>(some: fc.Arbitrary<S>, none: S, all: S): void {
  const not = (set: S): S => all.subtract(set);
  const equal: Readonly<Record<string, (a: S, b: S, c: S) => readonly [S, S]>> = {
    'union commutes': (a, b) => [a.union(b), b.union(a)],
    'intersection commutes': (a, b) => [a.intersect(b), b.intersect(a)],
    'union associates': (a, b, c) => [a.union(b).union(c), a.union(b.union(c))],
    'intersection associates': (a, b, c) => [a.intersect(b).intersect(c), a.intersect(b.intersect(c))],
    'intersection distributes over union': (a, b, c) => [a.intersect(b.union(c)), a.intersect(b).union(a.intersect(c))],
    'union distributes over intersection': (a, b, c) => [a.union(b.intersect(c)), a.union(b).intersect(a.union(c))],
    'the complement of a union is what neither has': (a, b) => [not(a.union(b)), not(a).intersect(not(b))],
    'the complement of an intersection is what one lacks': (a, b) => [not(a.intersect(b)), not(a).union(not(b))],
    'a complement undoes itself': (a) => [not(not(a)), a],
    'a difference is the intersection with the complement': (a, b) => [a.subtract(b), a.intersect(not(b))],
    'subtracting two sets subtracts their union': (a, b, c) => [a.subtract(b).subtract(c), a.subtract(b.union(c))],
    'what is taken away and what is kept make up the whole': (a, b) => [a.subtract(b).union(a.intersect(b)), a],
    'subtracting what was kept takes all of it': (a, b) => [a.subtract(b).intersect(b), none],
    'union absorbs': (a, b) => [a.union(a.intersect(b)), a],
    'intersection absorbs': (a, b) => [a.intersect(a.union(b)), a],
    'a set united with itself is itself': (a) => [a.union(a), a],
    'a set without itself is empty': (a) => [a.subtract(a), none],
    'nothing adds nothing': (a) => [a.union(none), a],
    'everything limits nothing': (a) => [a.intersect(all), a],
    'everything swallows': (a) => [a.union(all), all],
  };
  test.each(Object.entries(equal))('%s', (_, law) => {
    fc.assert(fc.property(some, some, some, (a, b, c) => law(a, b, c)[0].equals(law(a, b, c)[1])));
  });

  const equivalent: Readonly<Record<string, (a: S, b: S) => readonly [boolean, boolean]>> = {
    'a set covers another exactly if subtracting it leaves nothing': (a, b) => [a.covers(b), b.subtract(a).isEmpty()],
    'a set covers another exactly if their union is no more': (a, b) => [a.covers(b), a.union(b).equals(a)],
    'sets are equal exactly if they cover each other': (a, b) => [a.equals(b), a.covers(b) && b.covers(a)],
    'sets overlap exactly if their intersection holds something': (a, b) => [a.overlaps(b), !a.intersect(b).isEmpty()],
    'a set is empty exactly if it equals none': (a) => [a.isEmpty(), a.equals(none)],
  };
  test.each(Object.entries(equivalent))('%s', (_, law) => {
    fc.assert(
      fc.property(some, some, fc.boolean(), (a, b, related) => {
        const [left, right] = law(a, related ? a.intersect(b) : b);
        expect(left).toBe(right);
      }),
    );
  });
}
