import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AddressSet } from '../../../lib/verify/traffic/address-set';
import { agreesWithLists } from './agrees-with-lists';
import { obeysTheLawsOfSets } from './set-laws';
import { addresses, membersOf, someAddresses } from './small-universe';

describe('addresses are written', () => {
  test.each([
    ['as a block', ['10.20.0.0/16'], ['10.20.0.0/16']],
    ['as one IPv4 address', ['192.0.2.1'], ['192.0.2.1/32']],
    ['as one IPv6 address', ['2001:DB8::1'], ['2001:db8::1/128']],
    ['with host bits, which the clouds drop', ['100.68.0.18/18', '2001:db8::1/32'], ['100.68.0.0/18', '2001:db8::/32']],
    ['as everything', ['0.0.0.0/0', '::/0'], ['0.0.0.0/0', '::/0']],
    ['as two halves of everything', ['0.0.0.0/1', '128.0.0.0/1', '::/1', '8000::/1'], ['0.0.0.0/0', '::/0']],
    ['in any order, overlapping', ['10.1.0.0/16', '10.0.0.0/16', '10.0.4.0/24'], ['10.0.0.0/15']],
    ['as neighbours that no one block holds', ['10.0.1.0/24', '10.0.2.0/24'], ['10.0.1.0/24', '10.0.2.0/24']],
    ['with an IPv4 tail in IPv6', ['::ffff:10.0.0.0/104'], ['::ffff:a00:0/104']],
    ['at the end of either family', ['255.255.255.255', 'ffff::/16'], ['255.255.255.255/32', 'ffff::/16']],
  ])('%s', (_, texts, cidrs) => {
    expect(AddressSet.of(...texts).cidrs()).toEqual(cidrs);
  });

  test.each([
    '',
    'any',
    '0/0',
    '10.0.0/8',
    '10.0.0.0/33',
    '10.0.0.0/',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0.0/255.0.0.0',
    '010.0.0.1',
    '0x7f.0.0.1',
    '2130706433',
    '256.0.0.1',
    ' 10.0.0.1',
    '10.0.0.1\n',
    '::/129',
    'fe80::1%eth0',
    '1::2::3',
    'sg-0123',
    'pl-0123',
  ])('but not as %j', (text) => {
    expect(() => AddressSet.of(text)).toThrow(
      `addresses must be a CIDR block such as 10.20.0.0/16 or one address, got '${text}'`,
    );
  });
});

test.each([
  ['all of IPv4 and all of IPv6 cover everything', AddressSet.of('0.0.0.0/0', '::/0'), AddressSet.all],
  ['half of each family covers a block in it', AddressSet.of('0.0.0.0/1', '8000::/1'), AddressSet.of('10.0.0.0/8', 'fc00::/7')],
  ['two neighbours cover the block that they make up', AddressSet.of('10.0.0.0/9', '10.128.0.0/9'), AddressSet.of('10.0.0.0/8')],
  ['anything covers nothing', AddressSet.none, AddressSet.none],
])('%s', (_, wide, narrow) => {
  expect(wide.covers(narrow)).toBe(true);
});

test.each([
  ['IPv4 does not cover IPv6', AddressSet.allV4, AddressSet.of('::ffff:10.0.0.1')],
  ['IPv6 does not cover IPv4', AddressSet.allV6, AddressSet.of('10.0.0.1')],
  ['all but one address is not all', AddressSet.allV4.subtract(AddressSet.of('8.8.8.8')), AddressSet.allV4],
  [
    'all but the last address is not all',
    AddressSet.all.subtract(AddressSet.of('ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff')),
    AddressSet.all,
  ],
  ['a block does not cover its neighbour', AddressSet.of('10.0.0.0/24'), AddressSet.of('10.0.1.0')],
  ['nothing covers no address', AddressSet.none, AddressSet.of('::')],
])('%s', (_, narrow, wide) => {
  expect(narrow.covers(wide)).toBe(false);
});

test('a hole in the middle of IPv4 leaves 32 blocks', () => {
  const holed = AddressSet.allV4.subtract(AddressSet.of('10.0.0.1'));
  expect(holed.cidrs()).toHaveLength(32);
  expect(holed.union(AddressSet.of('10.0.0.1')).equals(AddressSet.allV4)).toBe(true);
});

test('each family can be had alone', () => {
  const both = AddressSet.of('10.0.0.0/8', 'fc00::/7');
  expect(both.family(4).toString()).toBe('10.0.0.0/8');
  expect(both.family(6).toString()).toBe('fc00::/7');
  expect(AddressSet.allV4.family(6).isEmpty()).toBe(true);
});

test('many sets unite as one after the other would', () => {
  fc.assert(
    fc.property(fc.array(someAddresses), (sets) => {
      const folded = sets.reduce((sum, { set }) => sum.union(set), AddressSet.none);
      expect(AddressSet.union(sets.map(({ set }) => set)).equals(folded)).toBe(true);
    }),
  );
});

const v4 = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map(([address, bits]) => `${address}/${bits}`);
const v6 = fc.tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 })).map(([address, bits]) => `${address}/${bits}`);
const anyAddresses = fc
  .tuple(fc.array(fc.oneof(v4, v6), { maxLength: 6 }), fc.array(fc.oneof(v4, v6), { maxLength: 3 }))
  .map(([some, others]) => AddressSet.of(...some).subtract(AddressSet.of(...others)));

test('the blocks of a set make up the set, and no fewer would', () => {
  fc.assert(
    fc.property(anyAddresses, (set) => {
      const cidrs = set.cidrs();
      expect(AddressSet.of(...cidrs).equals(set)).toBe(true);
      // a list is the fewest exactly if no block's enclosing block of twice the size is in the set
      const doubled = cidrs
        .filter((cidr) => !cidr.endsWith('/0'))
        .map((cidr) => cidr.replace(/\d+$/, (bits) => `${Number(bits) - 1}`));
      expect(doubled.filter((cidr) => set.covers(AddressSet.of(cidr)))).toEqual([]);
    }),
  );
});

describe('any addresses', () => obeysTheLawsOfSets(anyAddresses, AddressSet.none, AddressSet.all));
describe('a few addresses', () => {
  obeysTheLawsOfSets(
    someAddresses.map(({ set }) => set),
    AddressSet.none,
    AddressSet.all,
  );
  agreesWithLists(someAddresses, (set) => membersOf(set, addresses));
});
