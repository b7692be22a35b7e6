import type { AddressSet } from '../traffic/address-set';
import type { ServiceSet } from '../traffic/service-set';
import type { TrafficCell } from '../traffic/traffic-cells';
import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';
import type { Family } from './contact';

/** Somewhere that packets of an agent come to, or of a host that it reaches. */
export interface Arrival {
  readonly kind: ArrivalKind;
  /** As reports name it: an id, the route that leads to the internet, or what isn't known. */
  readonly destination: string;
  readonly services: ServiceSet;
  /** IPv4 where no packet tells: storage that is shared, a workload outside every network. */
  readonly family: Family;
  /** Where the destination's own name doesn't tell: on the internet, outside, unknown. */
  readonly addresses?: AddressSet;
  /** Which of these addresses go with which of the services. */
  readonly cells?: readonly TrafficCell[];
  /** Of a proxy: whether connections come to it without a load balancer that could say who connects. @default false */
  readonly direct?: true;
  /** Of a host: others that are like it, and are reached like it. */
  readonly alike?: readonly string[];
  /** What lets it through, hop by hop from the agent. */
  readonly path: readonly Hop[];
  /** What it hangs on; empty if it is certain. */
  readonly doubts: readonly Doubt[];
}

export type ArrivalKind =
  /** A proxy, at a port where it listens. */
  | 'proxy'
  /** A proxy, at anything else: a wider opening than the door. */
  | 'proxy-other-port'
  | 'confined'
  | 'open-endpoint'
  /** A service endpoint of which it isn't known what can be done through it. */
  | 'unknown-endpoint'
  | 'internet'
  /** For certain out of the system, such as by a VPN. */
  | 'outside'
  /** What the inputs don't show. */
  | 'unknown'
  /** Another workload of the system. What it can reach in turn is listed as well, unless it is an agent itself. */
  | 'host';
