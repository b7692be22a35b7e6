import { expect, test } from 'vitest';
import { aim } from '../../bench/part';

test.each([
  ['<=', 1.5, true],
  ['>=', 1.5, true],
] as const)('an aim of %s %d is met at its bound', (sense, bound, met) => {
  expect(aim('x', sense, bound, bound)).toMatchObject({ bound: `${sense} ${bound}`, met });
});

test.each([
  ['<=', 1.51],
  ['>=', 1.49],
  ['<=', undefined],
  ['>=', undefined],
] as const)('an aim of %s 1.5 is missed by %s', (sense, got) => {
  expect(aim('x', sense, 1.5, got).met).toBe(false);
});
