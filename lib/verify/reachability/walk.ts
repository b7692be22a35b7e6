import type { Subnet } from '../model/network';
import type { NextHop } from '../model/route';
import { AddressSet } from '../traffic/address-set';
import { publicAddresses } from '../traffic/public-addresses';
import { TrafficSet } from '../traffic/traffic-set';
import { admittedInto } from './contact';
import { passed } from './firewall-verdict';
import { type Goal, gathered, type Landing, type Source } from './landing';
import { counts, type Mode } from './mode';
import { translated } from './nat64';
import type { NetworkMap } from './network-map';
import { type Share, shares } from './route-lookup';
import { departing, isStillOf, type Sender, sourceOf } from './sending';

/** Packets on their way, about to be looked up by a router. */
export interface Transit {
  readonly router: string;
  readonly traffic: TrafficSet;
  readonly source: Source;
  /** Whether their source address has become public. */
  readonly publicly: boolean;
}

/** What a walk depends on besides the model. */
export interface Walker {
  readonly map: NetworkMap;
  readonly mode: Mode;
  readonly sender: Sender;
  /** The counterpart's groups, as far as a firewall on the way may name them. */
  readonly groups: readonly string[];
}

/** Where the packets of a sender land that leave its subnet. */
export function walk(walker: Walker): Landing[] {
  const landings: Landing[] = [];
  const seen = new Map<string, TrafficSet>();
  const pending: Transit[] = [];
  const begin = started(walker);
  if ('goal' in begin) return gathered([begin]);
  landings.push(...handedOver(walker, begin));
  for (let next: Transit | undefined = begin; next; next = pending.pop()) {
    const key = [next.router, next.source.key, next.publicly].join('\n');
    const before = seen.get(key) ?? TrafficSet.none;
    const traffic = next.traffic.subtract(before);
    if (traffic.isEmpty()) continue;
    seen.set(key, before.union(traffic));
    const { landed, onward } = looked(walker, { ...next, traffic });
    landings.push(...landed);
    pending.push(...onward);
  }
  return gathered(landings);
}

/** Packets at the first router, or where they are lost sight of. */
export function started({ map, mode, sender, groups }: Walker): Transit | Landing {
  const leaving = departing(sender, groups, mode);
  const subnet = map.subnets.get(sender.subnet);
  if (!subnet) return unknown(`subnet '${sender.subnet}' isn't in the inputs`, leaving, mode);
  const traffic = leaving.intersect(passed(subnet.egress, groups, mode));
  return { router: subnet.router, traffic, source: sourceOf(sender), publicly: false };
}

/** Packets that a route hands to an interface or an endpoint of the sender's own subnet: they leave it nowhere, so that its network ACL isn't asked. */
export function handedOver(walker: Walker, begin: Transit): readonly Landing[] {
  const { map, mode, sender, groups } = walker;
  if ((map.subnets.get(sender.subnet)?.egress ?? []).length === 0) return [];
  const { landed } = looked(walker, { ...begin, traffic: departing(sender, groups, mode) });
  const isInside = (id: string): boolean => (map.interfaces.get(id)?.subnet ?? sender.subnet) === sender.subnet;
  return landed.filter(({ goal }) =>
    goal.kind === 'interface' ? isInside(goal.interface) : goal.kind === 'outside' && goal.into === sender.subnet,
  );
}

const unknown = (reason: string, traffic: TrafficSet, mode: Mode): Landing => ({
  goal: { kind: 'unknown', doubt: { reason } },
  traffic: mode === 'possible' ? traffic : TrafficSet.none,
});

interface Looked {
  readonly landed: readonly Landing[];
  readonly onward: readonly Transit[];
}

const landed = (goal: Goal, traffic: TrafficSet): Looked => ({ landed: [{ goal, traffic }], onward: [] });

/** What one router makes of packets. */
export function looked(walker: Walker, transit: Transit): Looked {
  const { map, mode, sender } = walker;
  const router = map.routers.get(transit.router);
  if (!router) return { landed: [unknown(`router '${transit.router}' isn't in the inputs`, transit.traffic, mode)], onward: [] };
  const found = shares(router, sender.groups, mode).flatMap((share) => {
    const traffic = transit.traffic.onto(share.addresses);
    return traffic.isEmpty() ? [] : [followed(walker, { ...transit, traffic }, share.target)];
  });
  const doubtful = router.doubt && mode === 'possible' ? anywhereNear(walker, transit) : [];
  return { landed: [...found.flatMap((each) => each.landed), ...doubtful], onward: found.flatMap((each) => each.onward) };
}

/** A router with routes that the inputs don't show leads at least into the networks whose hosts use it, and into those that aren't shown either. */
function anywhereNear({ map }: Walker, { router, traffic, source }: Transit): Landing[] {
  const own = (map.subnetsOf.get(router) ?? []).map(({ network }) => network);
  const hidden = map.model.networks.filter(({ doubt }) => doubt).map(({ id }) => id);
  return [...new Set([...own, ...hidden])].map((network) => ({ goal: { kind: 'network', network, source }, traffic }));
}

/** Where a next hop leads. */
export function followed(walker: Walker, transit: Transit, target: Share['target']): Looked {
  const { traffic, source } = transit;
  switch (target.kind) {
    case 'deliver':
      return landed({ kind: 'network', network: target.network, source }, traffic);
    case 'router':
      return { landed: [], onward: routed(walker, transit, target) };
    case 'internet':
      return landed({ kind: 'internet', natted: transit.publicly }, released(walker, transit, target.needsPublicSource));
    case 'interface':
      return landed({ kind: 'interface', interface: target.interface, source }, traffic);
    case 'service':
      return landed({ kind: 'service', endpoint: target.endpoint }, accepted(walker.map, target.endpoint, traffic));
    case 'outside':
      return landed(target, traffic);
    case 'unknown':
      return landed({ kind: 'unknown', doubt: target.doubt }, traffic);
    case 'nowhere':
      return { landed: [], onward: [] };
  }
}

/** What of the traffic an internet gateway passes: a public source, the sender's own or a NAT's, is asked for by family. */
function released({ sender, mode }: Walker, { traffic, publicly }: Transit, needsPublicSource: boolean): TrafficSet {
  if (publicly || !needsPublicSource) return traffic.onto(publicAddresses);
  const families = sender.publicSources
    .filter((source) => counts(source, mode))
    .map(({ family }) => publicAddresses.family(family));
  return traffic.onto(AddressSet.union(families));
}

function accepted(map: NetworkMap, id: string, traffic: TrafficSet): TrafficSet {
  const endpoint = map.endpoints.get(id);
  if (!endpoint) return traffic;
  return traffic.using(endpoint.services).onto(endpoint.addresses ?? AddressSet.all);
}

function routed(walker: Walker, transit: Transit, target: Extract<NextHop, { kind: 'router' }>): Transit[] {
  const { mode, groups } = walker;
  const entered = admittedInto(subnetEntered(walker, transit, target), transit.source, mode, transit.traffic);
  const traffic = entered.intersect(passed(target.firewalls ?? [], groups, mode));
  const publicly = transit.publicly || target.publicSource === true;
  const onward = target.publicSource ? traffic.union(translated(traffic)) : traffic;
  const source = sourceBeyond(walker.map, transit.source, target);
  return [{ router: target.router, traffic: onward, source, publicly }];
}

/** The subnet whose network ACL packets pass on entering it; none if they come from there. */
export const subnetEntered = (
  { map, sender }: Walker,
  { source }: Transit,
  { into }: Extract<NextHop, { kind: 'router' }>,
): Subnet | undefined =>
  into === undefined || (isStillOf(source, sender) && into === sender.subnet) ? undefined : map.subnets.get(into);

/** A NAT gateway sends from an address of its own subnet. */
export function sourceBeyond(map: NetworkMap, source: Source, target: Extract<NextHop, { kind: 'router' }>): Source {
  if (!target.publicSource && !target.source) return source;
  const subnets = map.subnetsOf.get(target.router) ?? [];
  const known = target.source ?? AddressSet.union(subnets.map(({ addresses }) => addresses));
  return { key: `from ${target.router}`, addresses: known.isEmpty() ? AddressSet.all : known, groups: [] };
}
