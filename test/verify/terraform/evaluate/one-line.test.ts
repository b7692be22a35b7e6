import { describe, expect, test } from 'vitest';
import { AnyOf } from '../../../../lib/verify/world/value';
import { property, worldIn } from './worlds-of';

/** Whether a variable with a condition is known to be of one line. */
function isOneLine(condition: string, type = 'string'): boolean {
  const variable = { x: { type, validation: [{ condition: `\${${condition}}`, error_message: 'no' }] } };
  const world = worldIn({ variable, resource: { google_compute_network: { n: { description: '${var.x}' } } } });
  const value = property(world, 'google_compute_network.n', 'description');
  if (!(value instanceof AnyOf)) throw new Error(`expected a variable, got ${JSON.stringify(value)}`);
  return value.oneLine;
}

const matching = (pattern: string) => `can(regex(${JSON.stringify(pattern)}, var.x))`;

describe('a variable is a text of one line if its validation says so', () => {
  test.each([
    '^[a-z]+$',
    '^.*$',
    '^[a-z0-9][a-z0-9.-]*\\.[a-z]+(?::[0-9]+)?(?:/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+@sha256:[0-9a-f]{64}$',
    '^(a|b)\\d{2,3}\\w$',
    '^[\\w.-]+\\$$',
    '^[!-~]*$',
  ])('%s', (pattern) => {
    expect(isOneLine(matching(pattern))).toBe(true);
    expect(isOneLine(`${matching(pattern)} && length(var.x) < 9`)).toBe(true);
  });
});

describe("a variable isn't known to be one by", () => {
  test.each([
    '[a-z]+$',
    '^[a-z]+',
    '^[a-z]+\\$',
    '^a|b$',
    '(?m)^[a-z]+$',
    '^(?s).*$',
    '^(?s:.*)$',
    '^[^a]+$',
    '^\\s+$',
    '^\\D+$',
    '^[\\W]+$',
    '^\\x0a$',
    '^[\\t-z]+$',
    '^[\t-z]+$',
    '^a\nb$',
    '^[[:space:]]+$',
    '^[a-z]+)($',
    '^\\pZ$',
  ])('%j', (pattern) => {
    expect(isOneLine(matching(pattern))).toBe(false);
  });

  test.each([
    ['a choice', `${matching('^a$')} || var.x == "b"`],
    ['its denial', `!${matching('^a$')}`],
    ['another text', 'can(regex("^a$", upper(var.x)))'],
    ['a part of it', 'can(regex("^a$", substr(var.x, 0, 1)))'],
    ['its length', 'length(var.x) < 9'],
  ])('%s', (_, condition) => {
    expect(isOneLine(condition)).toBe(false);
  });
});
