import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PortSet } from '../../../lib/verify/traffic/port-set';
import { agreesWithLists } from './agrees-with-lists';
import { obeysTheLawsOfSets } from './set-laws';

test.each([
  ['one port', PortSet.of(443), '443', 1],
  ['a range', PortSet.of({ from: 8000, to: 8080 }), '8000-8080', 81],
  ['neighbours, which are one range', PortSet.of(2, 1, { from: 3, to: 4 }), '1-4', 4],
  ['overlapping ranges', PortSet.of({ from: 1, to: 9 }, { from: 3, to: 4 }), '1-9', 9],
  ['the first and the last port', PortSet.of(0, 65535), '0, 65535', 2],
  ['every port', PortSet.of({ from: 0, to: 65535 }), '0-65535', 65536],
  ['no port', PortSet.of(), 'no ports', 0],
])('a set of ports can be %s', (_, ports, text, size) => {
  expect(ports.toString()).toBe(text);
  expect(ports.size()).toBe(size);
});

test('every port, listed, is all', () => {
  expect(PortSet.of({ from: 1024, to: 65535 }, { from: 0, to: 1023 }).equals(PortSet.all)).toBe(true);
  expect(PortSet.of({ from: 1, to: 65535 }).covers(PortSet.all)).toBe(false);
});

test.each([[-1], [65536], [1.5], [Number.NaN], [{ from: 2, to: 1 }], [{ from: -1, to: -1 }]])('but not %j', (port) => {
  expect(() => PortSet.of(port)).toThrow(/^ports must be whole numbers from 0 to 65535, the lower first, got '/);
});

const somePorts = fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 65534, 65535]).map((ports) => ({
  set: PortSet.of(...ports),
  members: new Set(ports.map(String)),
}));

describe('any ports', () => {
  obeysTheLawsOfSets(
    somePorts.map(({ set }) => set),
    PortSet.none,
    PortSet.all,
  );
  agreesWithLists(
    somePorts,
    (set) => new Set(set.ranges().flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => `${from + i}`))),
  );
});
