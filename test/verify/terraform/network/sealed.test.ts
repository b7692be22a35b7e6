import { expect, test } from 'vitest';
import { judged } from './judged';

test('the sealed airlock is proven, and its agent comes to the proxy', () => {
  expect(judged()).toEqual({ verdict: 'proven', leaks: [], reasons: [], reachesProxy: true });
});
