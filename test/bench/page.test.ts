import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { between } from '../../bench/document/page';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'performance.md'), 'utf8');

test('a result takes the place of the one before, and leaves the rest of the page', () => {
  const once = between(page, ['| first |']);
  const twice = between(once, ['| second |']);
  expect(twice).toBe(between(page, ['| second |']));
  expect(twice).not.toContain('| first |');
  expect(twice.startsWith(page.slice(0, 500))).toBe(true);
});

test.each([
  ['has no marks', '# What the proxy costs'],
  ['has them in the wrong order', page.split('\n').reverse().join('\n')],
])('a page that %s is refused', (_, text) => {
  expect(() => between(text, [])).toThrow('the page must have');
});
