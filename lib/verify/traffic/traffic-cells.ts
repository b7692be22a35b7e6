import { v4Size, v6Size } from './address-block';
import { AddressSet } from './address-set';
import { boundariesOf, type Range } from './boundaries';
import type { ServiceSet } from './service-set';
import { pieces, type Steps } from './steps';

/** Some addresses, each with the same services. */
export interface TrafficCell {
  readonly addresses: AddressSet;
  readonly services: ServiceSet;
}

interface Group {
  readonly services: ServiceSet;
  readonly v4: Range<number>[];
  readonly v6: Range<bigint>[];
}

/** One cell for each set of services that some address has, in the order of their first address. */
export function cellsOf(v4: Steps<number, ServiceSet>, v6: Steps<bigint, ServiceSet>): TrafficCell[] {
  const groups = new Map<string, Group>();
  for (const { value, ...range } of pieces(v4, v4Size)) groupOf(groups, value)?.v4.push(range);
  for (const { value, ...range } of pieces(v6, v6Size)) groupOf(groups, value)?.v6.push(range);
  return [...groups.values()].map((group) => ({
    addresses: AddressSet.made(boundariesOf(group.v4), boundariesOf(group.v6)),
    services: group.services,
  }));
}

function groupOf(groups: Map<string, Group>, services: ServiceSet): Group | undefined {
  if (services.isEmpty()) return undefined;
  const key = services.boundaries.join();
  const group = groups.get(key) ?? { services, v4: [], v6: [] };
  groups.set(key, group);
  return group;
}
