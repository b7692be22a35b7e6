import { expect, test } from 'vitest';
import type { Arrival } from '../../../lib/verify/reachability/arrival';
import { exitsOf } from '../../../lib/verify/report/exits';
import { AddressSet } from '../../../lib/verify/traffic/address-set';
import { PortSet } from '../../../lib/verify/traffic/port-set';
import { ServiceSet } from '../../../lib/verify/traffic/service-set';
import { TrafficSet } from '../../../lib/verify/traffic/traffic-set';

test('an exit tells which addresses go with which services', () => {
  const part = (cidr: string, port: number) => TrafficSet.of(AddressSet.of(cidr), ServiceSet.tcp(PortSet.of(port)));
  const traffic = part('3.0.0.0/8', 443).union(part('52.0.0.0/8', 80));
  const arrival: Arrival = {
    kind: 'internet',
    destination: 'Stack/Route',
    services: traffic.services(),
    family: 4,
    addresses: traffic.addresses(),
    cells: traffic.cells(),
    path: [],
    doubts: [],
  };
  expect(exitsOf('Agent', arrival).map(({ destination, ports }) => [destination, ports])).toEqual([
    ['Stack/Route 3.0.0.0/8', [{ from: 443, to: 443 }]],
    ['Stack/Route 52.0.0.0/8', [{ from: 80, to: 80 }]],
  ]);
});
