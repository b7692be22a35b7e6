import { found } from '../found';
import { addressesOf, type Host, type Traffic } from '../topology';

/** A system on AWS, as plain as it can be said. Names are logical ids and unique over all kinds. */
export interface AwsTopology {
  readonly networks: readonly Network[];
  readonly peerings: readonly Peering[];
  readonly hosts: readonly AwsHost[];
}

export interface Network {
  readonly name: string;
  readonly cidr: string;
  /** A /56 that Amazon gives. @default - no IPv6 */
  readonly ipv6?: string;
  readonly internetGateway: boolean;
  readonly egressOnlyGateway: boolean;
  readonly natGateways: readonly NatGateway[];
  readonly subnets: readonly Subnet[];
  readonly tables: readonly RouteTable[];
  readonly acls: readonly Acl[];
  readonly groups: readonly Group[];
}

export interface Peering {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export interface NatGateway {
  readonly name: string;
  readonly subnet: string;
  readonly address: string;
}

export interface Subnet {
  readonly name: string;
  readonly cidr: string;
  /** A /64 of the network's. @default - no IPv6 */
  readonly ipv6?: string;
  /** @default - the network's main table, which has local routes only */
  readonly table?: string;
  /** @default - the network's default list, which lets everything through */
  readonly acl?: string;
  readonly givesPublicAddresses: boolean;
}

export interface RouteTable {
  readonly name: string;
  readonly routes: readonly Route[];
}

export interface Route {
  readonly to: string;
  readonly via:
    | { readonly kind: 'internet' | 'egress-only' }
    | { readonly kind: 'nat' | 'peering' | 'host'; readonly name: string };
}

/** A network ACL: entries in order of their numbers, the first that matches decides, none denies. */
export interface Acl {
  readonly name: string;
  readonly entries: readonly AclEntry[];
}

export interface AclEntry extends Traffic {
  readonly number: number;
  readonly direction: 'egress' | 'ingress';
  readonly action: 'allow' | 'deny';
  readonly cidr: string;
}

/** A security group. */
export interface Group {
  readonly name: string;
  readonly ingress: readonly GroupRule[];
  /** @default - none is stated, and everything may leave */
  readonly egress?: readonly GroupRule[];
  /** Whether egress is stated in resources of its own only, so that the group keeps the rule it was born with: everything may leave. */
  readonly keepsDefault: boolean;
  /** Whether it is the network's default group, in no resource: that of hosts which name none. @default false */
  readonly isDefault?: boolean;
}

export interface GroupRule extends Traffic {
  readonly peer: { readonly cidr: string } | { readonly group: string } | { readonly prefixList: readonly string[] };
}

export interface AwsHost extends Host {
  readonly subnet: string;
  readonly groups: readonly string[];
  /** Whether its interface asks for a public address or refuses one, the subnet decides, or it has an Elastic IP. */
  readonly publicAddress: 'asked' | 'refused' | 'subnet' | 'elastic';
  readonly sourceDestCheck: boolean;
  /** Whether its interface is a resource of its own, to which subnets give no public address. */
  readonly separateInterface: boolean;
}

export function networkOf(topology: AwsTopology, subnet: string): Network {
  return found(topology.networks, ({ subnets }) => subnets.some(({ name }) => name === subnet));
}

export function subnetOf(topology: AwsTopology, name: string): Subnet {
  return found(networkOf(topology, name).subnets, (subnet) => subnet.name === name);
}

export function hasPublicAddress(topology: AwsTopology, host: AwsHost): boolean {
  if (host.separateInterface) return host.publicAddress === 'elastic';
  if (host.publicAddress === 'subnet') return subnetOf(topology, host.subnet).givesPublicAddresses;
  return host.publicAddress !== 'refused';
}

/** What a group lets out; `undefined` for everything. */
export const egressOf = (group: Group): readonly GroupRule[] | undefined => (group.keepsDefault ? undefined : group.egress);

/** What a network's default group is when nobody has touched it. */
export const defaultGroup = (name: string): Group => ({
  name,
  ingress: [{ protocol: 'any', peer: { group: name } }],
  keepsDefault: false,
  isDefault: true,
});

/** The addresses and ranges that a rule's peer stands for: a group's are the private addresses of its members. */
export function peersOf(topology: AwsTopology, { peer }: GroupRule): readonly string[] {
  if ('cidr' in peer) return [peer.cidr];
  if ('prefixList' in peer) return peer.prefixList;
  return topology.hosts.filter(({ groups }) => groups.includes(peer.group)).flatMap(addressesOf);
}
