import type { AddressSet } from '../traffic/address-set';
import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';
import type { Place } from '../world/place';
import type { Firewall } from './firewall';
import type { Resolver } from './resolver';

/** A VPC, or a Google VPC network. */
export interface Network {
  /** `Stack/LogicalId`, a Terraform address, or the literal id of one that is only referred to. */
  readonly id: string;
  readonly place: Place;
  readonly addresses: AddressSet;
  readonly resolver: Resolver;
  /** What lets packets from the internet in, if anything does: an attached internet gateway. */
  readonly internet?: Hop;
  /** Set if it may hold what the inputs don't show: it is only referred to. */
  readonly doubt?: Doubt;
}

export interface Subnet {
  readonly id: string;
  readonly network: string;
  readonly place: Place;
  readonly addresses: AddressSet;
  /** What its hosts' packets are routed by. */
  readonly router: string;
  /** Passed on leaving and entering the subnet: network ACLs. All must allow. */
  readonly egress: readonly Firewall[];
  readonly ingress: readonly Firewall[];
}
