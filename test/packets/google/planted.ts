import type { Planted } from '../cloud';
import { agent } from '../topology';
import {
  type Firewall,
  type GoogleHost,
  type GoogleTopology,
  type Network,
  type Peering,
  type Policy,
  type Route,
  rangesOfRule,
} from './topology';

/** Errors that a judge of Google Cloud could make. */
export const plantedGoogle: readonly Planted<GoogleTopology>[] = [
  {
    error: 'takes the highest priority for the first',
    mistaken: rules((rule) => ({ ...rule, priority: 65535 - rule.priority })),
  },
  { error: 'ignores priorities', mistaken: rules((rule) => ({ ...rule, priority: 1000 })) },
  {
    error: 'lets what allows win a tie',
    mistaken: rules((rule) => ({ ...rule, priority: rule.action === 'allow' ? rule.priority - 1 : rule.priority })),
  },
  { error: 'ignores what is denied', mistaken: firewalls((list) => list.filter(({ action }) => action === 'allow')) },
  { error: 'ignores that a rule is disabled', mistaken: rules((rule) => ({ ...rule, disabled: false })) },
  { error: 'ignores the tags that a rule is for', mistaken: rules((rule) => ({ ...rule, targetTags: [] })) },
  { error: 'ignores rules for tags', mistaken: firewalls((list) => list.filter(({ targetTags }) => targetTags.length === 0)) },
  {
    error: 'takes source tags for anybody',
    mistaken: rules((rule) => (rule.sourceTags.length > 0 ? { ...rule, ranges: ['0.0.0.0/0'] } : rule)),
  },
  {
    error: 'ignores source tags',
    mistaken: rules((rule) => (rule.sourceTags.length > 0 ? { ...rule, sourceTags: [], ranges: rule.ranges ?? nowhere } : rule)),
  },
  {
    error: 'adds all ranges to source tags',
    mistaken: rules((rule) => (rule.ranges ? rule : { ...rule, ranges: ['0.0.0.0/0'] })),
  },
  {
    error: 'takes a rule without ranges for a rule about nobody',
    mistaken: rules((rule) => (rule.sourceTags.length > 0 ? rule : { ...rule, ranges: rule.ranges ?? nowhere })),
  },
  { error: 'takes egress for closed by itself', mistaken: networks((network) => withRule(network, implied('egress', 'deny'))) },
  { error: 'takes ingress for open by itself', mistaken: networks((network) => withRule(network, implied('ingress', 'allow'))) },
  { error: 'ignores network firewall policies', mistaken: networks(({ policy: _, ...network }) => network) },
  { error: 'asks a network firewall policy after all else', mistaken: policies((policy) => ({ ...policy, first: false })) },
  { error: 'asks a network firewall policy before all else', mistaken: policies((policy) => ({ ...policy, first: true })) },
  {
    error: 'takes what hands on for what allows',
    mistaken: policies((policy) => ({ ...policy, rules: policy.rules.map(allowing) })),
  },
  {
    error: 'ignores what hands on',
    mistaken: policies((policy) => ({ ...policy, rules: policy.rules.filter(({ action }) => action !== 'goto_next') })),
  },
  { error: 'ignores IPv6', mistaken: hosts(({ ipv6: _, ...host }) => host) },
  { error: 'takes a rule about all of IPv4 for one about IPv6 too', mistaken: firewalls((list) => list.flatMap(aboutBoth)) },
  { error: 'takes every protocol for all', mistaken: rules((rule) => ({ ...rule, traffic: { protocol: 'any' } })) },
  { error: 'ignores ports', mistaken: rules((rule) => ({ ...rule, traffic: { protocol: rule.traffic.protocol } })) },
  { error: 'needs no external address', mistaken: hosts((host) => ({ ...host, hasExternalAddress: true })) },
  { error: 'sees no external addresses', mistaken: hosts((host) => ({ ...host, hasExternalAddress: false })) },
  { error: 'ignores NAT', mistaken: networks((network) => ({ ...network, nats: [] })) },
  {
    error: 'takes NAT for one of the whole region',
    mistaken: networks((network) => ({ ...network, nats: network.nats.map(({ subnetworks: _, ...nat }) => nat) })),
  },
  { error: 'ignores regions', mistaken: networks(oneRegion) },
  {
    error: 'takes the default route for there always',
    mistaken: networks((network) => ({ ...network, keepsDefaultRoute: true })),
  },
  { error: 'sees stated routes only', mistaken: networks((network) => ({ ...network, keepsDefaultRoute: false })) },
  { error: 'ignores tags of routes', mistaken: routes((route) => ({ ...route, tags: [] })) },
  { error: 'ignores the priority of routes', mistaken: routes((route) => ({ ...route, priority: 2000 - route.priority })) },
  {
    error: 'ignores routes to hosts',
    mistaken: networks((network) => ({ ...network, routes: network.routes.filter(({ via }) => via === 'internet') })),
  },
  { error: 'ignores whether a host may forward', mistaken: hosts((host) => ({ ...host, canForward: true })) },
  {
    error: 'is content with one side of a peering',
    mistaken: (topology) => ({ ...topology, peerings: topology.peerings.flatMap(bothSides) }),
  },
  { error: 'ignores peerings', mistaken: (topology) => ({ ...topology, peerings: [] }) },
  { error: 'follows no other host', mistaken: bystandersClosed },
];

const nowhere = ['127.0.0.1/32'];
type Change<T> = (thing: T) => T;

function networks(change: Change<Network>): Change<GoogleTopology> {
  return (topology) => ({ ...topology, networks: topology.networks.map(change) });
}

function hosts(change: Change<GoogleHost>): Change<GoogleTopology> {
  return (topology) => ({ ...topology, hosts: topology.hosts.map(change) });
}

function firewalls(change: Change<readonly Firewall[]>): Change<GoogleTopology> {
  return networks((network) => ({ ...network, firewalls: change(network.firewalls) }));
}

function rules(change: Change<Firewall>): Change<GoogleTopology> {
  return firewalls((list) => list.map(change));
}

function routes(change: Change<Route>): Change<GoogleTopology> {
  return networks((network) => ({ ...network, routes: network.routes.map(change) }));
}

function policies(change: Change<Policy>): Change<GoogleTopology> {
  return networks((network) => ({ ...network, ...(network.policy && { policy: change(network.policy) }) }));
}

function allowing(rule: Firewall): Firewall {
  return rule.action === 'goto_next' ? { ...rule, action: 'allow' } : rule;
}

function aboutBoth(rule: Firewall): readonly Firewall[] {
  const { traffic } = rule;
  return rangesOfRule(rule).includes('0.0.0.0/0')
    ? [rule, { ...rule, name: `${rule.name}-6`, ranges: ['::/0'], sourceTags: [], traffic }]
    : [rule];
}

function withRule(network: Network, rule: Firewall): Network {
  return { ...network, firewalls: [...network.firewalls, { ...rule, name: `${rule.name}-${network.name}` }] };
}

function implied(direction: Firewall['direction'], action: Firewall['action']): Firewall {
  const rest = { disabled: false, traffic: { protocol: 'any' }, ranges: ['0.0.0.0/0'], sourceTags: [], targetTags: [] } as const;
  return { name: 'implied', direction, action, priority: 65535, ...rest };
}

function oneRegion(network: Network): Network {
  return {
    ...network,
    subnetworks: network.subnetworks.map((subnetwork) => ({ ...subnetwork, region: 'europe-west1' })),
    nats: network.nats.map((nat) => ({ ...nat, region: 'europe-west1' })),
  };
}

function bothSides(side: Peering, _index: number, all: readonly Peering[]): readonly Peering[] {
  return all.length > 1 ? [side] : [side, { name: `${side.name}-other`, from: side.to, to: side.from }];
}

/** Each gets a tag of its own, so that one rule can close it and nobody else. */
function bystandersClosed(topology: GoogleTopology): GoogleTopology {
  const closed = networks((network) => withRule(network, { ...implied('egress', 'deny'), priority: 0, targetTags: ['closed'] }));
  return hosts((host) => (host.name === agent ? host : { ...host, tags: [...host.tags, 'closed'] }))(closed(topology));
}
