import { expect, test } from 'vitest';
import { roundOrders } from '../../bench/interleaved';
import { onItsPlace, processorsIn } from '../../bench/placement';

test.each([
  ['0-1', [0, 1]],
  ['0', [0]],
  ['2,5-7', [2, 5, 6, 7]],
  ['', []],
  ['none', []],
])('the processors in %j are %j', (list, processors) => {
  expect(processorsIn(list)).toEqual(processors);
});

test('a contender is bound to its processor, and to none where none was taken', () => {
  expect(onItsPlace(['envoy', '-c', 'x'], { ends: 0, contender: 3 })).toEqual(['taskset', '-c', '3', 'envoy', '-c', 'x']);
  expect(onItsPlace(['envoy'], undefined)).toEqual(['envoy']);
});

test('every second round runs backwards, so that nobody is always first', () => {
  expect(roundOrders(['a', 'b', 'c'], 3).map((order) => order.join(''))).toEqual(['abc', 'cba', 'abc']);
});
