import { expect, test } from 'vitest';
import { type Verdict, worst } from '../../../lib/verify/verdict/verdict';

test.each<[readonly Verdict[], Verdict]>([
  [[], 'proven'],
  [['proven'], 'proven'],
  [['proven', 'unknown'], 'unknown'],
  [['unknown', 'proven'], 'unknown'],
  [['unknown', 'refuted', 'proven'], 'refuted'],
  [['refuted'], 'refuted'],
])('the worst of %o is %s', (all, expected) => {
  expect(worst(all)).toBe(expected);
});
