import { expect, test } from 'vitest';
import { terminalReset } from '../../../bin/run/terminal-reset';

test('a terminal shows text again that a command left concealed', () => {
  const reset = terminalReset({ isTTY: true });
  expect(reset).toContain('\x1b[0m');
  expect(reset).toContain('\x1b[!p');
});

test.each([[{ isTTY: false }], [{}]])('nothing is written to what is none: %o', (stream) => {
  expect(terminalReset(stream)).toBe('');
});
