import { expect, test } from 'vitest';
import { plot } from '../../bench/document/plot';

const lengths = (svg: string) => [...svg.matchAll(/width="([\d.]+)" height="16"/g)].map(([, length]) => Number(length));
const bars = [
  { name: 'a', value: 10 },
  { name: 'b', value: 20 },
  { name: 'c', value: 40 },
];

test('bars are as long as their values', () => {
  const [a = 0, b, c] = lengths(plot([{ title: 'MB/s', bars }]));
  expect([b, c]).toEqual([2 * a, 4 * a]);
});

test('on a logarithmic scale equal ratios are equal steps', () => {
  const [a = 0, b = 0, c = 0] = lengths(plot([{ title: 'µs', bars, logarithmic: true }]));
  expect(b - a).toBeCloseTo(c - b, 0);
});

test.each([0, -3])('a bar of %d has no length', (value) => {
  expect(lengths(plot([{ title: 'µs', logarithmic: true, bars: [...bars, { name: 'd', value }] }]))[3]).toBe(0);
});

test('a chart without bars is left out, and text is escaped', () => {
  const svg = plot([
    { title: 'nothing', bars: [] },
    { title: 'p50 < p99', bars },
  ]);
  expect(svg).not.toContain('nothing');
  expect(svg).toContain('p50 &lt; p99');
});
