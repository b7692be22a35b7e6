import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AddressSet } from '../../../lib/verify/traffic/address-set';
import { PortSet } from '../../../lib/verify/traffic/port-set';
import { ServiceSet } from '../../../lib/verify/traffic/service-set';
import { TrafficSet } from '../../../lib/verify/traffic/traffic-set';
import { cpuTime } from '../../cpu-time';
import { agreesWithLists } from './agrees-with-lists';
import { obeysTheLawsOfSets } from './set-laws';
import { addresses, membersOf, packets, services, someAddresses, someServices, someTraffic } from './small-universe';

const proxy = AddressSet.of('10.0.0.5');
const https = ServiceSet.tcp(PortSet.of(443));
const dns = ServiceSet.udp(PortSet.of(53));
const toProxy = TrafficSet.of(proxy, https);

test.each([
  ['a product', toProxy, '10.0.0.5/32: tcp 443'],
  ['everything', TrafficSet.all, '0.0.0.0/0, ::/0: all'],
  ['nothing', TrafficSet.none, 'no traffic'],
  ['no address with every service', TrafficSet.of(AddressSet.none, ServiceSet.all), 'no traffic'],
  ['every address with no service', TrafficSet.of(AddressSet.all, ServiceSet.none), 'no traffic'],
  [
    'equal services of two blocks in one cell',
    toProxy.union(TrafficSet.of(AddressSet.of('10.0.0.9', '::1'), https)),
    '10.0.0.5/32, 10.0.0.9/32, ::1/128: tcp 443',
  ],
  [
    'overlapping products in disjoint cells',
    TrafficSet.of(AddressSet.of('10.0.0.4/30'), dns).union(toProxy),
    '10.0.0.4/32, 10.0.0.6/31: udp 53; 10.0.0.5/32: tcp 443, udp 53',
  ],
])('a report tells %s', (_, set, text) => {
  expect(set.toString()).toBe(text);
});

test.each([
  [
    'a port of IPv4 leaves IPv6 open',
    TrafficSet.of(AddressSet.allV4, ServiceSet.all),
    TrafficSet.of(AddressSet.of('::1'), https),
  ],
  ['TCP leaves ESP open', TrafficSet.of(AddressSet.all, ServiceSet.protocol(6)), TrafficSet.of(proxy, ServiceSet.protocol(50))],
  [
    'two products do not cover the corner between them',
    TrafficSet.union([TrafficSet.of(proxy, https), TrafficSet.of(AddressSet.of('10.0.0.6'), dns)]),
    TrafficSet.of(proxy, dns),
  ],
  ['all but one packet is not all', TrafficSet.all.subtract(toProxy), TrafficSet.all],
])('%s', (_, narrow, wide) => {
  expect(narrow.covers(wide)).toBe(false);
});

test.each([
  ['another IPv4 address', toProxy, TrafficSet.of(AddressSet.of('10.0.0.6'), https)],
  ['another IPv6 address', TrafficSet.of(AddressSet.of('fd00::1'), https), TrafficSet.of(AddressSet.of('fd00::2'), https)],
  ['another service', toProxy, TrafficSet.of(proxy, dns)],
  ['another family', TrafficSet.of(AddressSet.allV4, https), TrafficSet.of(AddressSet.allV6, https)],
])('the same with %s is another set', (_, one, other) => {
  expect(one.equals(other)).toBe(false);
});

test('pieces that make up everything are everything', () => {
  const halves = ['0.0.0.0/1', '128.0.0.0/1', '::/1', '8000::/1'].map((half) =>
    TrafficSet.of(AddressSet.of(half), ServiceSet.all),
  );
  expect(TrafficSet.union(halves).equals(TrafficSet.all)).toBe(true);
  expect(TrafficSet.union(halves).isAll()).toBe(true);
  expect(TrafficSet.union(halves.slice(1)).covers(TrafficSet.all)).toBe(false);
});

test('rules that are judged in order, the first that matches deciding, fold into one set', () => {
  const denied = TrafficSet.of(AddressSet.of('10.0.0.0/8'), ServiceSet.all);
  const allowed = TrafficSet.of(AddressSet.allV4, https);
  expect(allowed.subtract(denied).union(toProxy).onto(AddressSet.of('10.0.0.0/8')).equals(toProxy)).toBe(true);
});

test('a restriction to addresses or services is an intersection', () => {
  fc.assert(
    fc.property(someTraffic, someAddresses, someServices, ({ set }, to, using) => {
      expect(set.onto(to.set).equals(set.intersect(TrafficSet.of(to.set, ServiceSet.all)))).toBe(true);
      expect(set.using(using.set).equals(set.intersect(TrafficSet.of(AddressSet.all, using.set)))).toBe(true);
      expect(TrafficSet.of(to.set, using.set).equals(TrafficSet.all.onto(to.set).using(using.set))).toBe(true);
    }),
  );
});

test('the projections hold each address and service of some packet, and no other', () => {
  fc.assert(
    fc.property(someTraffic, ({ set, members }) => {
      const used = (name: string, side: 'startsWith' | 'endsWith') =>
        [...members].some((member) => (side === 'startsWith' ? member.startsWith(`${name} `) : member.endsWith(` ${name}`)));
      const expected = (items: readonly { name: string }[], side: 'startsWith' | 'endsWith') =>
        new Set(items.map(({ name }) => name).filter((name) => used(name, side)));
      expect(membersOf(set.addresses(), addresses)).toEqual(expected(addresses, 'startsWith'));
      expect(membersOf(set.services(), services)).toEqual(expected(services, 'endsWith'));
    }),
  );
});

test('cells are disjoint, differ in their services, and make up the set', () => {
  fc.assert(
    fc.property(someTraffic, ({ set }) => {
      const cells = set.cells();
      expect(TrafficSet.union(cells.map((cell) => TrafficSet.of(cell.addresses, cell.services))).equals(set)).toBe(true);
      for (const [i, cell] of cells.entries()) {
        const later = cells.slice(i + 1);
        expect(cell.addresses.isEmpty() || cell.services.isEmpty()).toBe(false);
        expect(later.some((other) => other.addresses.overlaps(cell.addresses) || other.services.equals(cell.services))).toBe(
          false,
        );
      }
    }),
  );
});

test('equal sets have the same cells in the same order, however they were made', () => {
  fc.assert(
    fc.property(someTraffic, someTraffic, someTraffic, (a, b, c) => {
      const one = a.set.union(b.set).subtract(c.set);
      const other = b.set.subtract(c.set).union(a.set.subtract(c.set));
      expect(other.toString()).toBe(one.toString());
    }),
  );
});

test('a thousand rules unite within a moment', () => {
  const rules = Array.from({ length: 1000 }, (_, i) =>
    TrafficSet.of(
      AddressSet.of(`10.${i % 250}.${i % 7}.0/${8 + (i % 24)}`, `2001:db8:${i}::/48`),
      ServiceSet.tcp(PortSet.of(i * 3)),
    ),
  );
  let united = TrafficSet.none;
  // some 10 ms; the bound only excludes what is quadratic
  expect(cpuTime(() => (united = TrafficSet.union(rules)))).toBeLessThan(1000);
  expect(rules.every((rule) => united.covers(rule))).toBe(true);
});

describe('any traffic', () => {
  obeysTheLawsOfSets(
    someTraffic.map(({ set }) => set),
    TrafficSet.none,
    TrafficSet.all,
  );
  agreesWithLists(someTraffic, (set) => membersOf(set, packets));
});
