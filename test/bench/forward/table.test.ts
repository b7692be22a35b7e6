import { expect, test } from 'vitest';
import { forwardTable, speedRatio } from '../../../bench/forward/table';

const rounds = new Map([
  ['direct', [{ speed: 800 }, { speed: 80 }]],
  // the machine was busy in the second round
  [
    'envoy',
    [
      { speed: 600, processor: 400 },
      { speed: 60, processor: 420 },
    ],
  ],
]);
const missing = new Map([['squid', 'not installed']]);

test('speeds are compared within each round', () => {
  expect(speedRatio(rounds, 'envoy', 'direct')?.median).toBe(0.75);
});

test('there is no ratio to what is missing', () => {
  expect(speedRatio(rounds, 'envoy', 'direct across')).toBeUndefined();
  expect(speedRatio(rounds, 'squid', 'direct')).toBeUndefined();
});

test('a baseline is compared with nothing, and what is missing says why', () => {
  expect(forwardTable(rounds, ['direct', 'direct across'], missing)).toEqual([
    ['', 'MB/s', '/ direct', 'cpu ms/GB'],
    ['direct', '440', '', ''],
    ['envoy', '330', '0.75 (0.75-0.75)', '410'],
    ['squid', 'left out: not installed'],
  ]);
});
