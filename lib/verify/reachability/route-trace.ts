import type { Firewall } from '../model/firewall';
import { TrafficSet } from '../traffic/traffic-set';
import type { Doubt } from '../world/doubt';
import { traceThrough, traceThroughBarriers } from './firewall-trace';
import { passed } from './firewall-verdict';
import { type Goal, goalKey, type Source } from './landing';
import { embeddedAddress } from './nat64';
import type { NetworkMap } from './network-map';
import { oneAddress, type Packet } from './packet';
import { type Share, shares } from './route-lookup';
import type { Sender } from './sending';
import { compare, hanging, joined, noTrace, type Trace } from './trace';
import { followed, handedOver, looked, started, subnetEntered, type Transit, type Walker } from './walk';

interface Step {
  readonly transit: Transit;
  readonly trace: Trace;
  readonly arrived: boolean;
}

/** What lets a packet out of a sender's own firewalls. */
export const traceDeparture = (sender: Sender, packet: Packet): Trace =>
  hanging(traceThrough(sender.egress, packet) ?? noTrace, sender.doubt);

/** The hops by which a packet leaves a sender's subnet and comes to a goal: the way that hangs on least, then the shortest. */
export function traceRoute(map: NetworkMap, sender: Sender, packet: Packet, goal: Goal): Trace {
  const plain = routed(map, sender, packet, goal);
  if (plain || packet.address.family(4).isEmpty()) return plain ?? traceDeparture(sender, packet);
  // a packet to IPv4 that isn't sent as such goes by NAT64
  return routed(map, sender, { ...packet, address: embeddedAddress(packet.address) }, goal) ?? traceDeparture(sender, packet);
}

function routed(map: NetworkMap, sender: Sender, packet: Packet, goal: Goal): Trace | undefined {
  const walker: Walker = { map, mode: 'possible', sender, groups: packet.groups };
  const begin = started(walker);
  if ('goal' in begin) return 'doubt' in goal ? hanging(traceDeparture(sender, packet), goal.doubt) : undefined;
  const traffic = TrafficSet.of(packet.address, packet.service);
  if (handedOver(walker, begin).some((landing) => goalKey(landing.goal) === goalKey(goal) && landing.traffic.covers(traffic))) {
    const way = best(walker, { ...begin, traffic }, packet, goalKey(goal));
    return way && joined([traceDeparture(sender, packet), way]);
  }
  const barriers = traceThroughBarriers(map.subnets.get(sender.subnet)?.egress ?? [], packet);
  if (!begin.traffic.covers(traffic) || !barriers) return undefined;
  const way = best(walker, { ...begin, traffic }, packet, goalKey(goal));
  return way && joined([traceDeparture(sender, packet), barriers, way]);
}

function best(walker: Walker, begin: Transit, packet: Packet, goal: string): Trace | undefined {
  const pending: Step[] = [{ transit: begin, trace: noTrace, arrived: false }];
  const seen = new Set<string>();
  for (let next = pending.shift(); next; next = pending.shift()) {
    if (next.arrived) return next.trace;
    const { router, source, publicly, traffic } = next.transit;
    const key = [router, source.key, publicly, traffic].join('\n');
    if (seen.has(key)) continue;
    seen.add(key);
    pending.push(...stepsFrom(walker, next, packet, goal));
    pending.sort((a, b) => compare(a.trace, b.trace));
  }
  return undefined;
}

/** Where a router may take the packet; a share hangs on every route in doubt that would be asked before it. */
function stepsFrom(walker: Walker, { transit, trace }: Step, packet: Packet, goal: string): Step[] {
  const router = walker.map.routers.get(transit.router);
  const address = transit.traffic.addresses();
  const found: Step[] = [];
  const before: Doubt[] = [];
  for (const share of router ? shares(router, walker.sender.groups, 'possible') : []) {
    if (!share.addresses.overlaps(address)) continue;
    const despite = { ...trace, doubts: [...trace.doubts, ...before.filter((doubt) => doubt !== share.doubt)] };
    found.push(...stepsBy(walker, { transit, trace: despite, arrived: false }, packet, goal, share));
    if (share.doubt && !before.includes(share.doubt)) before.push(share.doubt);
  }
  const hidden = looked(walker, transit).landed.some((landing) => goalKey(landing.goal) === goal && !landing.traffic.isEmpty());
  if (hidden && !found.some((step) => step.arrived)) found.push({ transit, trace: hanging(trace, router?.doubt), arrived: true });
  return found;
}

function stepsBy(walker: Walker, { transit, trace }: Step, packet: Packet, goal: string, share: Share): Step[] {
  const { landed, onward } = followed(walker, transit, share.target);
  const hop: Trace = { hops: share.hop ? [share.hop] : [], doubts: share.doubt ? [share.doubt] : [] };
  const there = landed.some((landing) => goalKey(landing.goal) === goal && !landing.traffic.isEmpty());
  if (there) return [{ transit, trace: joined([trace, publicSource(walker, transit, share), hop]), arrived: true }];
  return onward
    .filter(({ traffic }) => !traffic.isEmpty())
    .map((next) => ({ transit: next, trace: joined([trace, hop, between(walker, transit, share, packet)]), arrived: false }));
}

/** What makes a source public at an internet gateway. */
function publicSource({ sender }: Walker, { publicly, traffic }: Transit, { target }: Share): Trace {
  if (target.kind !== 'internet' || !target.needsPublicSource || publicly) return noTrace;
  const family = traffic.addresses().family(6).isEmpty() ? 4 : 6;
  const sources = sender.publicSources.filter((source) => source.family === family);
  const source = sources.find(({ doubt }) => !doubt) ?? sources[0];
  return source ? hanging({ hops: [source.hop], doubts: [] }, source.doubt) : noTrace;
}

function between(walker: Walker, transit: Transit, { target }: Share, packet: Packet): Trace {
  if (target.kind !== 'router') return noTrace;
  const entrance = traceEntrance(subnetEntered(walker, transit, target)?.ingress ?? [], transit.source, packet);
  return joined([entrance, traceThrough(target.firewalls ?? [], packet) ?? noTrace]);
}

/** The rules of a subnet that let a packet in from an address that its source may have. */
function traceEntrance(ingress: readonly Firewall[], { addresses, groups }: Source, { address, service }: Packet): Trace {
  const family = address.family(6).isEmpty() ? 4 : 6;
  const entering = passed(ingress, groups, 'possible').using(service).onto(addresses.family(family));
  return traceThroughBarriers(ingress, { address: oneAddress(entering.addresses()), groups, service }) ?? noTrace;
}
