import { found } from '../found';
import type { Host, Traffic } from '../topology';

/** A system on Google Cloud, as plain as it can be said. Names are unique over all kinds. */
export interface GoogleTopology {
  readonly networks: readonly Network[];
  /** Each is one side of a peering: two networks are joined if both sides are there. */
  readonly peerings: readonly Peering[];
  readonly hosts: readonly GoogleHost[];
}

export interface Network {
  readonly name: string;
  /** Whether the route that Google gives every network, to the internet, is left in it. */
  readonly keepsDefaultRoute: boolean;
  readonly subnetworks: readonly Subnetwork[];
  readonly routes: readonly Route[];
  readonly firewalls: readonly Firewall[];
  /** A network firewall policy. @default - none */
  readonly policy?: Policy;
  readonly nats: readonly Nat[];
}

/** A list of rules that are asked before or after the network's own; one that says `goto_next` hands on to what comes after the policy. */
export interface Policy {
  readonly name: string;
  readonly first: boolean;
  /** With ranges, without tags, and each with a priority of its own. */
  readonly rules: readonly Firewall[];
}

export interface Peering {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export interface Subnetwork {
  readonly name: string;
  readonly cidr: string;
  /** A /64 of the internet's that Google gives. @default - no IPv6 */
  readonly ipv6?: string;
  readonly region: string;
}

/** The most specific decides, then the lowest priority. */
export interface Route {
  readonly name: string;
  readonly to: string;
  /** A host, or the internet gateway. */
  readonly via: { readonly host: string } | 'internet';
  readonly priority: number;
  /** Of the hosts that it is for; none for all. */
  readonly tags: readonly string[];
}

/** The lowest priority decides, and denies before it allows. */
export interface Firewall {
  readonly name: string;
  readonly direction: 'egress' | 'ingress';
  readonly action: 'allow' | 'deny' | 'goto_next';
  readonly priority: number;
  readonly disabled: boolean;
  readonly traffic: Traffic;
  /** The other ends. @default - all, unless `sourceTags` are given */
  readonly ranges?: readonly string[];
  /** Of senders in the same network, besides the ranges. */
  readonly sourceTags: readonly string[];
  /** Of the hosts that it is for; none for all. */
  readonly targetTags: readonly string[];
}

/** Cloud NAT, for hosts of its region without an external address. */
export interface Nat {
  readonly name: string;
  readonly region: string;
  readonly address: string;
  /** @default - all of its region */
  readonly subnetworks?: readonly string[];
}

export interface GoogleHost extends Host {
  readonly subnetwork: string;
  readonly tags: readonly string[];
  readonly hasExternalAddress: boolean;
  readonly canForward: boolean;
}

export function networkOf(topology: GoogleTopology, host: GoogleHost): Network {
  return found(topology.networks, ({ subnetworks }) => subnetworks.some(({ name }) => name === host.subnetwork));
}

/** Networks that both sides join to this one. */
export function peersOf({ networks, peerings }: GoogleTopology, network: Network): readonly Network[] {
  const joins = (from: string, to: string) => peerings.some((peering) => peering.from === from && peering.to === to);
  return networks.filter(({ name }) => joins(name, network.name) && joins(network.name, name));
}

/** A network's static routes, with those that Google gives it: one for IPv6 if a subnetwork has addresses of the internet's. */
export function routesOf({ keepsDefaultRoute, routes, subnetworks }: Network): readonly Route[] {
  const given = { name: 'default', to: '0.0.0.0/0', via: 'internet', priority: 1000, tags: [] } as const;
  const given6 = subnetworks.some(({ ipv6 }) => ipv6) ? [{ ...given, to: '::/0' }] : [];
  return keepsDefaultRoute ? [...routes, given, ...given6] : routes;
}

export const isFor = (tags: readonly string[], host: GoogleHost): boolean =>
  tags.length === 0 || tags.some((tag) => host.tags.includes(tag));

/** The ranges of a rule, as given or as Google fills them in. */
export const rangesOfRule = ({ ranges, sourceTags }: Firewall): readonly string[] =>
  ranges ?? (sourceTags.length > 0 ? [] : ['0.0.0.0/0']);

/** The address by which the internet knows a host, if it has one or a NAT lends it one. */
export function outerAddress(topology: GoogleTopology, host: GoogleHost): string | undefined {
  if (host.hasExternalAddress) return host.address.replace(/^\d+/, '34');
  const network = networkOf(topology, host);
  const { region } = found(network.subnetworks, ({ name }) => name === host.subnetwork);
  const nat = network.nats.find((one) => one.region === region && (one.subnetworks?.includes(host.subnetwork) ?? true));
  return nat?.address;
}

/** The rules for a host in one direction: lists of which each is asked if the one before it doesn't decide. */
export function levelsFor(
  topology: GoogleTopology,
  host: GoogleHost,
  direction: Firewall['direction'],
): readonly (readonly Firewall[])[] {
  const { firewalls, policy } = networkOf(topology, host);
  const all = [firewalls, policy?.rules ?? []].map((rules) => ordered(rules, host, direction));
  return policy?.first ? all.reverse() : all;
}

function ordered(rules: readonly Firewall[], host: GoogleHost, direction: Firewall['direction']): readonly Firewall[] {
  const applying = rules.filter((rule) => rule.direction === direction && !rule.disabled && isFor(rule.targetTags, host));
  const rank = ({ priority, action }: Firewall) => priority * 2 + (action === 'deny' ? 0 : 1);
  return applying.sort((one, other) => rank(one) - rank(other));
}

/** The sender of a packet as far as source tags go: a host of the same network. */
export function taggedSenders(topology: GoogleTopology, host: GoogleHost, { sourceTags }: Firewall): readonly GoogleHost[] {
  const network = networkOf(topology, host);
  return topology.hosts.filter(
    (other) => sourceTags.length > 0 && isFor(sourceTags, other) && networkOf(topology, other) === network,
  );
}
