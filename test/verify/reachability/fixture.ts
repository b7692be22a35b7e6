import type { Firewall, FirewallRule } from '../../../lib/verify/model/firewall';
import type { Forwarder, Listener, Target } from '../../../lib/verify/model/forwarder';
import type { Interface, PublicSource } from '../../../lib/verify/model/interface';
import type { Network, Subnet } from '../../../lib/verify/model/network';
import type { NetworkModel } from '../../../lib/verify/model/network-model';
import type { NextHop, Route, Router } from '../../../lib/verify/model/route';
import type { ServiceEndpoint } from '../../../lib/verify/model/service-endpoint';
import type { Workload } from '../../../lib/verify/model/workload';
import { AddressSet } from '../../../lib/verify/traffic/address-set';
import { PortSet } from '../../../lib/verify/traffic/port-set';
import { ServiceSet } from '../../../lib/verify/traffic/service-set';
import type { Doubt } from '../../../lib/verify/world/doubt';
import type { Hop } from '../../../lib/verify/world/hop';
import type { Place } from '../../../lib/verify/world/place';

export const place = (resource: string): Place => ({ resource, type: 'test', file: 'test.json', pointer: `/${resource}` });
export const hop = (resource: string, why = resource): Hop => ({ ...place(resource), why });
export const doubt = (reason: string): Doubt => ({ reason });
export const cidrs = (...texts: readonly string[]): AddressSet => AddressSet.of(...texts);
export const tcp = (...ports: readonly (number | { from: number; to: number })[]): ServiceSet =>
  ServiceSet.tcp(PortSet.of(...ports));
export const udp = (...ports: readonly number[]): ServiceSet => ServiceSet.udp(PortSet.of(...ports));

/** Addresses by CIDR, groups by any other text. */
export function rule(
  action: FirewallRule['action'],
  to: string | readonly string[],
  services: ServiceSet,
  more: Partial<FirewallRule> = {},
): FirewallRule {
  const names = typeof to === 'string' ? [to] : to;
  const isCidr = (name: string) => /^[0-9a-f.:]+\/\d+$/.test(name);
  const remote = { addresses: cidrs(...names.filter(isCidr)), groups: names.filter((name) => !isCidr(name)) };
  return { action, priority: 100, remote, services, hop: hop(`${action} ${names.join('+')} ${services}`), ...more };
}
export const allow = (to: string | readonly string[], services: ServiceSet, more?: Partial<FirewallRule>) =>
  rule('allow', to, services, more);
export const deny = (to: string | readonly string[], services: ServiceSet, more?: Partial<FirewallRule>) =>
  rule('deny', to, services, more);
export const next = (to: string | readonly string[], services: ServiceSet, more?: Partial<FirewallRule>) =>
  rule('next', to, services, more);

export const firewall = (rules: readonly FirewallRule[], more: Partial<Firewall> = {}): Firewall => ({
  lists: [{ rules }],
  otherwise: 'deny',
  hop: hop('otherwise'),
  ...more,
});

export const network = (id: string, addresses: string, more: Partial<Network> = {}): Network => ({
  id,
  place: place(id),
  addresses: cidrs(addresses),
  resolver: { answers: [] },
  ...more,
});

export const subnet = (id: string, of: string, addresses: string | readonly string[], more: Partial<Subnet> = {}): Subnet => ({
  id,
  network: of,
  place: place(id),
  addresses: cidrs(...[addresses].flat()),
  router: `${of}-routes`,
  egress: [],
  ingress: [],
  ...more,
});

export const route = (destination: string, target: NextHop, more: Partial<Route> = {}): Route => ({
  destination,
  target,
  hop: hop(`route ${destination} ${target.kind}`),
  ...more,
});
export const deliver = (to: string): NextHop => ({ kind: 'deliver', network: to });
export const onward = (router: string, more: Partial<Extract<NextHop, { kind: 'router' }>> = {}): NextHop => ({
  kind: 'router',
  router,
  ...more,
});
export const internet = (needsPublicSource = true): NextHop => ({ kind: 'internet', needsPublicSource });
export const via = (id: string): NextHop => ({ kind: 'interface', interface: id });
export const service = (endpoint: string): NextHop => ({ kind: 'service', endpoint });
export const outside = (what: string): NextHop => ({ kind: 'outside', what });
export const nowhere: NextHop = { kind: 'nowhere' };
export const router = (id: string, routes: readonly Route[], more: Partial<Router> = {}): Router => ({ id, routes, ...more });

export const iface = (owner: string, at: Subnet, more: Partial<Interface> = {}): Interface => ({
  id: `${owner}@${at.id}`,
  owner,
  place: place(owner),
  subnet: at.id,
  addresses: at.addresses,
  groups: [],
  egress: [],
  ingress: [],
  publicSources: [],
  forwards: false,
  ...more,
});
export const publicSource = (more: Partial<PublicSource> = {}): PublicSource => ({
  family: 4,
  inbound: false,
  hop: hop('public source'),
  ...more,
});

export const workload = (id: string, more: Partial<Workload> = {}): Workload => ({
  id,
  aliases: [],
  place: place(id),
  identities: [],
  credentials: [],
  storage: [],
  openings: [],
  ...more,
});

export const target = (to: string, port: number | { from: number; to: number }, more: Partial<Target> = {}): Target => ({
  to,
  ports: PortSet.of(port),
  hop: hop(`target ${to}`),
  ...more,
});
export const listener = (services: ServiceSet, ...targets: readonly Target[]): Listener => ({ services, targets });
export const forwarder = (id: string, listeners: readonly Listener[], more: Partial<Forwarder> = {}): Forwarder => ({
  id,
  aliases: [],
  place: place(id),
  listeners,
  admits: [],
  ...more,
});
export const endpoint = (
  id: string,
  verdict: ServiceEndpoint['confinement']['verdict'],
  more: Partial<ServiceEndpoint> = {},
): ServiceEndpoint => ({
  id,
  place: place(id),
  service: id,
  services: tcp(443),
  confinement: { verdict, reasons: verdict === 'confined' ? [] : [hop(id, 'has no policy')] },
  ...more,
});

/** A model that can be changed part by part; later entries replace earlier ones of the same id. */
export type Change = Partial<{
  readonly [K in
    | 'networks'
    | 'subnets'
    | 'routers'
    | 'interfaces'
    | 'workloads'
    | 'forwarders'
    | 'endpoints'
    | 'agents'
    | 'proxies']: NetworkModel[K];
}>;

const empty: NetworkModel = {
  networks: [],
  subnets: [],
  routers: [],
  interfaces: [],
  workloads: [],
  forwarders: [],
  endpoints: [],
  identities: [],
  bootstraps: [],
  agents: [],
  proxies: [],
  doubts: [],
  assumptions: [],
  coverage: { modelled: [], inert: [], unmodelled: [] },
};

export function changed(model: NetworkModel, ...changes: readonly Change[]): NetworkModel {
  let result = model;
  for (const change of changes) result = { ...result, ...replaced(result, change) };
  return result;
}

const replaced = (model: NetworkModel, change: Change): Partial<NetworkModel> =>
  Object.fromEntries(
    Object.entries(change).map(([name, entries]) => {
      const ids = new Set(entries.map(({ id }) => id));
      const kept = (model[name as keyof Change] as readonly { readonly id: string }[]).filter(({ id }) => !ids.has(id));
      return [name, [...kept, ...entries]];
    }),
  );

export const modelOf = (...changes: readonly Change[]): NetworkModel => changed(empty, ...changes);

/** Two rooms and a door: agents in 10.0.0.0/16, the proxy in 10.1.0.0/16 behind a load balancer, joined by an endpoint. */
export const rooms = {
  agents: subnet('agents-a', 'agents', '10.0.0.0/24'),
  doors: subnet('agents-b', 'agents', '10.0.1.0/24'),
  egress: subnet('egress-a', 'egress', '10.1.0.0/24'),
  nat: subnet('egress-public', 'egress', '10.1.9.0/24', { router: 'egress-public-routes' }),
};

export const localAgents = route('10.0.0.0/16', deliver('agents'));
export const localEgress = route('10.1.0.0/16', deliver('egress'));
export const agentEgress = firewall([allow('door', tcp(8080))]);
export const agentAt = (more: Partial<Interface> = {}): Interface =>
  iface('agent', rooms.agents, { groups: ['agents'], egress: [agentEgress], ingress: [firewall([])], ...more });
export const agentRoutes = (...routes: readonly Route[]): Change => ({
  routers: [router('agents-routes', [localAgents, ...routes])],
});
export const agentRules = (...rules: readonly FirewallRule[]): Change => ({
  interfaces: [agentAt({ egress: [firewall([allow('door', tcp(8080)), ...rules])] })],
});
/** A host beside the agents, with what its egress allows. */
export const bystander = (id: string, rules: readonly FirewallRule[], more: Partial<Interface> = {}): Change => ({
  workloads: [workload(id)],
  interfaces: [iface(id, rooms.doors, { groups: [id], egress: [firewall(rules)], ingress: [], ...more })],
});

export const sealed: NetworkModel = modelOf({
  networks: [network('agents', '10.0.0.0/16'), network('egress', '10.1.0.0/16', { internet: hop('egress-igw') })],
  subnets: Object.values(rooms),
  routers: [
    router('agents-routes', [localAgents]),
    router('egress-routes', [localEgress, route('0.0.0.0/0', onward('egress-public-routes', { publicSource: true }))]),
    router('egress-public-routes', [localEgress, route('0.0.0.0/0', internet())]),
  ],
  interfaces: [
    agentAt(),
    iface('door', rooms.doors, { groups: ['door'], ingress: [firewall([allow('agents', tcp(8080))])] }),
    iface('balancer', rooms.egress),
    iface('proxy', rooms.egress, { groups: ['proxy'], ingress: [firewall([allow('10.1.0.0/24', tcp(8080))])] }),
  ],
  workloads: [workload('agent'), workload('proxy')],
  forwarders: [
    forwarder('door', [listener(tcp(8080), target('balancer', 8080))]),
    forwarder('balancer', [listener(tcp(8080), target('proxy', 8080))]),
  ],
  agents: [{ id: 'agent', members: ['agent'] }],
  proxies: [{ id: 'proxy', members: ['proxy'], ports: PortSet.of(8080) }],
});
