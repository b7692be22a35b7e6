import { describe, expect, test } from 'vitest';
import { PortSet } from '../../../lib/verify/traffic/port-set';
import { ServiceSet } from '../../../lib/verify/traffic/service-set';
import { agreesWithLists } from './agrees-with-lists';
import { obeysTheLawsOfSets } from './set-laws';
import { membersOf, services, someServices } from './small-universe';

const https = ServiceSet.tcp(PortSet.of(443));
const esp = ServiceSet.protocol(50);
const gre = ServiceSet.protocol(47);

test.each([
  ['a port', https, 'tcp 443'],
  ['several ports', https.union(ServiceSet.tcp(PortSet.of({ from: 8000, to: 8080 }))), 'tcp 443 8000-8080'],
  ['every port of a protocol', ServiceSet.udp(PortSet.all), 'udp'],
  ['SCTP ports', ServiceSet.ports(132, PortSet.of(36412)), 'sctp 36412'],
  ['protocols without ports', esp.union(ServiceSet.protocol(51)), 'esp, ah'],
  ['a protocol that has no name', ServiceSet.protocol(253), '253'],
  ['one ICMP message', ServiceSet.icmp({ type: 3, code: 4 }), 'icmp type 3/4'],
  ['all codes of one type', ServiceSet.icmp({ type: 8 }), 'icmp type 8'],
  ['all of ICMPv6', ServiceSet.icmpv6(), 'icmpv6'],
  ['all of ICMP but echo requests', ServiceSet.icmp().subtract(ServiceSet.icmp({ type: 8 })), 'icmp type 0-7 9-255'],
  ['everything', ServiceSet.all, 'all'],
  ['everything but a port', ServiceSet.all.subtract(https), 'icmp, tcp 0-442 444-65535, udp, dccp, icmpv6, sctp, udplite, other'],
  [
    'everything but a protocol without ports',
    ServiceSet.all.subtract(gre),
    'hopopt, icmp, 2-5, tcp, 7-16, udp, 18-32, dccp, 34-46, 48-57, icmpv6, 59-131, sctp, 133-135, udplite, 137-255',
  ],
  ['nothing', https.subtract(ServiceSet.tcp(PortSet.all)), 'nothing'],
])('a report tells %s', (_, set, text) => {
  expect(set.toString()).toBe(text);
});

test('entries list ports by protocol number', () => {
  expect(ServiceSet.udp(PortSet.of(53)).union(https).union(esp).entries()).toEqual([
    { protocol: 'tcp', ports: [{ from: 443, to: 443 }] },
    { protocol: 'udp', ports: [{ from: 53, to: 53 }] },
    { protocol: 'esp', ports: [] },
  ]);
  expect(ServiceSet.all.entries()).toEqual([{ protocol: 'all', ports: [] }]);
  expect(ServiceSet.none.entries()).toEqual([]);
});

test.each([
  ['all covers every protocol', ServiceSet.all, ServiceSet.protocol(255)],
  ['a whole protocol covers its ports', ServiceSet.protocol(6), https],
  ['all ports are the whole protocol', ServiceSet.tcp(PortSet.all), ServiceSet.protocol(6)],
  ['all of ICMP covers each message', ServiceSet.icmp(), ServiceSet.icmp({ type: 255, code: 255 })],
  ['each type together is all of ICMP', unionOfTypes(0, 255), ServiceSet.icmp()],
  ['a code of every type covers it in one type', ServiceSet.icmp({ code: 0 }), ServiceSet.icmp({ type: 8, code: 0 })],
])('%s', (_, wide, narrow) => {
  expect(wide.covers(narrow)).toBe(true);
});

test.each([
  ['TCP does not cover UDP', ServiceSet.tcp(PortSet.all), ServiceSet.udp(PortSet.of(0))],
  ['TCP and UDP are not everything', ServiceSet.tcp(PortSet.all).union(ServiceSet.udp(PortSet.all)), ServiceSet.all],
  ['everything but ESP is not everything', ServiceSet.all.subtract(esp), ServiceSet.all],
  ['the last TCP port does not run into the next protocol', ServiceSet.tcp(PortSet.of(65535)), ServiceSet.protocol(7)],
  ['ICMP is not ICMPv6', ServiceSet.icmp(), ServiceSet.icmpv6()],
  ['all types but one are not all of ICMP', unionOfTypes(0, 254), ServiceSet.icmp()],
  ['one code is not its type', ServiceSet.icmp({ type: 3, code: 0 }), ServiceSet.icmp({ type: 3 })],
])('%s', (_, narrow, wide) => {
  expect(narrow.covers(wide)).toBe(false);
});

function unionOfTypes(from: number, to: number): ServiceSet {
  const types = Array.from({ length: to - from + 1 }, (_, i) => ServiceSet.icmp({ type: from + i }));
  return types.reduce((sum, each) => sum.union(each), ServiceSet.none);
}

test('the ports of a protocol can be read', () => {
  expect(ServiceSet.all.subtract(https).tcpPorts().toString()).toBe('0-442, 444-65535');
  expect(https.udpPorts().isEmpty()).toBe(true);
  expect(ServiceSet.all.portsOf(132).equals(PortSet.all)).toBe(true);
});

test.each<[string, () => ServiceSet, string]>([
  [
    'ports of a protocol that has none',
    () => ServiceSet.ports(50, PortSet.all),
    "a protocol must have ports to be limited to some, got '50'",
  ],
  ['protocol 256', () => ServiceSet.protocol(256), "protocol must be a whole number from 0 to 255, got '256'"],
  [
    'protocol -1, which the clouds write for all',
    () => ServiceSet.protocol(-1),
    "protocol must be a whole number from 0 to 255, got '-1'",
  ],
  ['ICMP type 256', () => ServiceSet.icmp({ type: 256 }), "ICMP type must be a whole number from 0 to 255, got '256'"],
  ['ICMP code -1', () => ServiceSet.icmpv6({ type: 1, code: -1 }), "ICMP code must be a whole number from 0 to 255, got '-1'"],
])('there is no set of %s', (_, make, message) => {
  expect(make).toThrow(message);
});

describe('any services', () => {
  obeysTheLawsOfSets(
    someServices.map(({ set }) => set),
    ServiceSet.none,
    ServiceSet.all,
  );
  agreesWithLists(someServices, (set) => membersOf(set, services));
});
