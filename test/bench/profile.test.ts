import { expect, test } from 'vitest';
import { counted } from '../../bench/profile/instructions';

test('instructions are what callgrind’s file says at its end', () => {
  expect(counted('events: Ir\nsummary: 0\nfn=(1)\n12 5\n\ntotals: 70561277\n')).toBe(70_561_277);
});

test.each(['events: Ir\nsummary: 0\n', '', 'totals: many'])('a file without totals is refused', (text) => {
  expect(() => counted(text)).toThrow('callgrind must write totals, got none');
});
