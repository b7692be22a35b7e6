import { expect, test } from 'vitest';
import { markdownTable, terminalTable } from '../../bench/document/table';

const table = [
  ['', 'µs', '/ nginx'],
  ['envoy', '1,180', '1.79 (1.69-1.89)'],
  ['squid', 'left out: not installed'],
];

test('columns are aligned for a terminal, and a reason runs across them', () => {
  expect(terminalTable(table)).toEqual([
    '          µs           / nginx',
    'envoy  1,180  1.79 (1.69-1.89)',
    'squid  left out: not installed',
  ]);
});

test('numbers stand right in Markdown', () => {
  expect(markdownTable(table)).toEqual([
    '|  | µs | / nginx |',
    '| --- | --: | --: |',
    '| envoy | 1,180 | 1.79 (1.69-1.89) |',
    '| squid | left out: not installed |',
  ]);
});
