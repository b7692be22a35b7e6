import type { AddressSet } from '../traffic/address-set';
import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';
import type { Firewall } from './firewall';

/** Where a route hands packets to. */
export type NextHop =
  /** To whatever in the network has the destination's address. */
  | { readonly kind: 'deliver'; readonly network: string }
  /** Goes on by another router: the far side of a peering, a hub's table, a NAT gateway's subnet, an inspecting endpoint's subnet. */
  | {
      readonly kind: 'router';
      readonly router: string;
      /** The subnet that the packets enter there, unless they come from it: its network ACL asks for their source. @default - none */
      readonly into?: string;
      /** Passed on the way, told apart by where packets go: the network ACL on the way out of a NAT gateway's subnet, a network firewall. @default - none */
      readonly firewalls?: readonly Firewall[];
      /** Set where the source becomes a public address: what follows may leave through an internet gateway. */
      readonly publicSource?: boolean;
      /** What the source address becomes: a private NAT gateway's. @default - with `publicSource` the addresses of the router's subnets, else the sender's own */
      readonly source?: AddressSet;
    }
  /** The internet, for sources that are public there. An egress-only gateway takes any IPv6 source: `publicSource` then is not asked for. */
  | { readonly kind: 'internet'; readonly needsPublicSource: boolean }
  /** To one interface, whatever the destination: an appliance, a NAT instance. It passes on only if it forwards. */
  | { readonly kind: 'interface'; readonly interface: string }
  /** A service endpoint that is reached by routing: an S3 gateway endpoint, Private Google Access. */
  | { readonly kind: 'service'; readonly endpoint: string }
  /** For certain out of the system: a VPN, Direct Connect, an interconnect, a local or carrier gateway; `what` names it. */
  | {
      readonly kind: 'outside';
      readonly what: string;
      /** The subnet where the packets are handed over: that of an endpoint of somebody's appliances. @default - none */
      readonly into?: string;
    }
  /** Dropped. */
  | { readonly kind: 'nowhere' };

export interface Route {
  /** One CIDR block. The longest prefix decides; at equal length the lower priority; ties are all followed. */
  readonly destination: string;
  /** @default 0 */
  readonly priority?: number;
  /** Only packets of interfaces in one of these groups take it (Google's tagged routes). @default - every packet */
  readonly groups?: readonly string[];
  readonly target: NextHop;
  readonly hop: Hop;
  /** In doubt, it may be missing, lead elsewhere than `target`, or both: the engine treats what it covers as unknown. */
  readonly doubt?: Doubt;
}

/** A table of routes: a subnet's, a peering's far side, a transit gateway's. */
export interface Router {
  readonly id: string;
  readonly routes: readonly Route[];
  /** Set if routes may exist that the inputs don't show. */
  readonly doubt?: Doubt;
}
