import type { AddressSet } from '../traffic/address-set';
import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';
import type { Place } from '../world/place';
import type { Firewall } from './firewall';

/** A network interface: how something stands in a subnet. A service in two subnets has two. */
export interface Interface {
  readonly id: string;
  /** The workload, forwarder or service endpoint that it belongs to. */
  readonly owner: string;
  readonly place: Place;
  /** Of `NetworkModel.subnets`. */
  readonly subnet: string;
  /** The addresses that it may have: one, or its subnet's. */
  readonly addresses: AddressSet;
  /** Security groups, prefix lists, tags, service accounts: what a rule may name instead of addresses. */
  readonly groups: readonly string[];
  /** All must allow. Security groups of one interface are one firewall. */
  readonly egress: readonly Firewall[];
  readonly ingress: readonly Firewall[];
  /** How its packets may carry a public source address, a way per entry: an Elastic IP, assignment at launch, Cloud NAT. */
  readonly publicSources: readonly PublicSource[];
  /** Whether it passes on packets that aren't its own: source/destination check off, can_ip_forward. */
  readonly forwards: boolean;
  /** Set if no packet comes in there by its address or groups, only what a forwarder passes on to its owner. @default - packets do */
  readonly unaddressed?: true;
  readonly doubt?: Doubt;
}

export interface PublicSource {
  readonly family: 4 | 6;
  /** Whether the internet can open connections to it: true for an address of its own, false for NAT. */
  readonly inbound: boolean;
  readonly hop: Hop;
  readonly doubt?: Doubt;
}
