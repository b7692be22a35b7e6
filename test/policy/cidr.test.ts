import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCidr } from '../../lib/policy/cidr';

describe('a CIDR block', () => {
  test.each(['10.20.0.0/16', '0.0.0.0/0', '192.0.2.1/32', 'fd00:1::/32', '::/0', '2001:db8::1/128'])('%s is read', (text) => {
    expect(parseCidr(text).text).toBe(text);
  });

  test.each([
    '10.20.0.0',
    '10.20.0.0/',
    '10.20.0.0/33',
    '10.20.0.0/08',
    '10.20.0.0/-1',
    '10.20.0/16',
    '010.0.0.0/8',
    'fd00::/129',
    'fd00::/x',
    'a.com/8',
    ' 10.0.0.0/8',
    '10.0.0.0/8 ',
    '',
    '10.0.0.0/8/8',
    'fe80::%1/64',
  ])('%j is refused', (text) => {
    expect(() => parseCidr(text)).toThrow(`must be a CIDR block such as 10.20.0.0/16, got '${text}'`);
  });

  test.each([
    ['10.20.0.1/16', '10.20.0.0/16'],
    ['10.0.0.0/4', '0.0.0.0/4'],
    ['fd00::1/64', 'fd00::/64'],
    ['2001:db8::ff/120', '2001:db8::/120'],
  ])('%s has host bits', (text, fix) => {
    expect(() => parseCidr(text)).toThrow(`must have no host bits: write ${fix}, got '${text}'`);
  });

  test('overlaps another exactly if some address is in both', () => {
    const block = fc
      .tuple(fc.integer({ min: 0, max: 31 }), fc.integer({ min: 27, max: 32 }))
      .map(([last, bits]) => parseCidr(`10.0.0.${last - (last % 2 ** (32 - bits))}/${bits}`));
    const addresses = Array.from({ length: 32 }, (_, last) => `10.0.0.${last}`);
    fc.assert(
      fc.property(
        block,
        block,
        (a, b) => a.overlaps(b) === addresses.some((address) => a.contains(address) && b.contains(address)),
      ),
      { numRuns: 1000 },
    );
  });

  test('of one family shares nothing with one of the other', () => {
    expect(parseCidr('::/0').overlaps(parseCidr('0.0.0.0/0'))).toBe(false);
    expect(parseCidr('0.0.0.0/0').contains('::1')).toBe(false);
  });
});
