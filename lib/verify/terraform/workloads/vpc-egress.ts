import { doubtIn, type Truth } from '../../choice/truth';
import type { Interface } from '../../model/interface';
import type { Doubt } from '../../world/doubt';
import { type Hop, hop } from '../../world/hop';
import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { placedByConnector } from '../connectors';
import { openBlocks } from '../evaluate/blocks';
import { placedIn } from '../interfaces';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';
import { apart } from './apart';

/** How a serverless resource is connected to a network. */
export interface Egress {
  /** A Serverless VPC Access connector. */
  readonly connector?: Value;
  /** Blocks of Direct VPC egress. */
  readonly networkInterfaces?: Value;
  /** What goes to the network: everything, or private ranges only, which is so where nothing is stated. */
  readonly setting?: Value;
  readonly region?: Value;
  /** The service identity, which egress rules may be for. @default - none */
  readonly serviceAccount?: Value;
  /** Set if the blocks that would say so aren't known. */
  readonly doubt?: Doubt;
}

export interface Connected {
  readonly interfaces: readonly Interface[];
  readonly outside?: Hop;
  readonly doubt?: Doubt;
}

const everything = ['all_traffic', 'all-traffic', 'vpc_egress_all_traffic'];
const privateRanges = ['private_ranges_only', 'private-ranges-only', 'vpc_egress_private_ranges_only'];

/**
 * Where the packets of a serverless resource go. "Configure Direct VPC egress" and "Serverless VPC Access": without a connection to
 * a network, and by default with one, public addresses are reached directly. In a subnetwork with IPv6 they have both kinds of addresses.
 */
export function connected(index: ResourceIndex, resource: Resource, egress: Egress): Connected {
  const { id: owner, place } = resource;
  const interfaces = [
    ...placedByConnector(index, { owner, place, connector: egress.connector }),
    ...placedIn(index, {
      ...{ owner, place, networkInterfaces: egress.networkInterfaces ?? [], inbound: false, ipv6: true },
      ...(egress.serviceAccount !== undefined && { serviceAccount: egress.serviceAccount }),
      ...(egress.region !== undefined && { region: egress.region }),
    }),
  ];
  const bypass = bypasses(index, egress, interfaces.length > 0);
  const doubt = egress.doubt ?? doubtIn(bypass);
  return {
    interfaces: apart(interfaces),
    ...(bypass === true && { outside: hop(place, interfaces.length > 0 ? partly : wholly) }),
    ...(doubt && { doubt: { ...doubt, place: doubt.place ?? place } }),
  };
}

const wholly = 'is connected to no network: its packets go to the internet directly';
const partly = 'sends private ranges only to its network: packets for public addresses go to the internet directly';

/** Whether public addresses are reached past the network. */
function bypasses(index: ResourceIndex, { setting, networkInterfaces, connector, doubt }: Egress, isConnected: boolean): Truth {
  const open = [networkInterfaces, connector].map((value) => openBlocks(index.follow(value))).find(Boolean);
  if (!isConnected) return doubt ?? (open ? { reason: `${index.keyOf(open)} isn't known` } : true);
  const all = truth(index, setting, everything, false);
  if (all === false) return true;
  return truth(index, setting, privateRanges, true);
}
