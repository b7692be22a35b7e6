import { expect, test } from 'vitest';
import { quantile, ratios } from '../../bench/statistics';

test('a quantile lies between two values if it must, and needs one', () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([7], 0.99)).toBe(7);
  expect(() => quantile([], 0.5)).toThrow('quantile needs at least one value, got none');
});

test('ratios are taken within each round', () => {
  expect(ratios([10, 100], [5, 50])).toEqual({ median: 2, low: 2, high: 2 });
  expect(() => ratios([10, 100], [5])).toThrow('round 2 of a contender is missing');
});
