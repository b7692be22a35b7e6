import type { Truth } from '../choice/truth';
import type { Interface } from '../model/interface';
import { AddressSet } from '../traffic/address-set';
import type { Doubt } from '../world/doubt';
import type { Place } from '../world/place';
import type { Value } from '../world/value';
import type { Resource } from '../world/world';
import { interfaceId } from './addresses/instance-interface';
import { subnetAddresses } from './addresses/network-ranges';
import { elasticAddresses, launchAddress, sixthAddresses } from './addresses/public-sources';
import { statedAddresses } from './addresses/stated-addresses';
import { securityGroups } from './firewalls';
import { truth } from './reading/truth';
import type { ResourceIndex } from './resource-index';
import { keepsStorage } from './routes/storage-routes';

/** How something is put into subnets. */
export interface Placement {
  /** The workload, forwarder or service endpoint. */
  readonly owner: string;
  readonly place: Place;
  readonly subnets: Value | undefined;
  /** @default - the VPC's default group */
  readonly securityGroups?: Value;
  /** Whether it gets a public IPv4 address when it starts. @default 'subnet': as the subnet says */
  readonly publicIp?: Truth | 'subnet';
  /** Whether it gets an IPv6 address where the subnet has a block. @default 'subnet': as the subnet says */
  readonly ipv6?: boolean | 'subnet';
  /** Whether it passes on packets that aren't its own. @default false */
  readonly forwards?: boolean;
  /** Its private IPv4 addresses, if they are stated. @default - any of its subnet's */
  readonly addresses?: AddressSet;
  readonly doubt?: Doubt;
}

/** The interfaces of something, one for each subnet; a subnet that the inputs don't make counts under what names it. */
export function placedIn(index: ResourceIndex, placement: Placement): readonly Interface[] {
  const keys = [...new Set(index.elements(placement.subnets).map((value) => index.keyOf(value) ?? ''))];
  return keys.map((key) => placed(index, placement, key, interfaceId(placement.owner, key)));
}

function placed(index: ResourceIndex, placement: Placement, key: string, id: string): Interface {
  const found = index.get(key);
  const subnet = found?.type === 'AWS::EC2::Subnet' ? found : undefined;
  const addresses = addressesOf(index, placement, subnet);
  const doubt = placement.doubt ?? subnet?.doubt;
  return {
    id,
    owner: placement.owner,
    place: placement.place,
    subnet: key,
    addresses,
    ...securityGroups(index, placement.place)(
      placement.securityGroups,
      networkOf(index, subnet, key),
      subnet && keepsStorage(index, subnet),
    ),
    publicSources: [
      ...launchAddress(launched(index, placement, subnet), placement.place, 'gets a public address when it starts'),
      ...elasticAddresses(index, placement.owner),
      ...sixthAddresses(addresses, placement.place),
    ],
    forwards: placement.forwards ?? false,
    ...(doubt && { doubt }),
  };
}

/** The VPC that a subnet is in; for a subnet that the inputs don't make, what stands for it. */
export const networkOf = (index: ResourceIndex, subnet: Resource | undefined, key: string): string =>
  (subnet && index.keyOf(subnet.properties.VpcId)) ?? `network of ${key}`;

function addressesOf(index: ResourceIndex, placement: Placement, subnet: Resource | undefined): AddressSet {
  const { addresses: own = AddressSet.none, ipv6 = 'subnet' } = placement;
  if (!subnet) return own;
  const all = subnetAddresses(index, subnet.id);
  const v4 = own.isEmpty() ? all.family(4) : own;
  const assigned =
    ipv6 === 'subnet' ? truth(index, subnet.properties.AssignIpv6AddressOnCreation, ['true'], v4.isEmpty()) !== false : ipv6;
  return assigned ? v4.union(all.family(6)) : v4;
}

function launched(index: ResourceIndex, { publicIp = 'subnet' }: Placement, subnet: Resource | undefined): Truth {
  if (publicIp !== 'subnet') return publicIp;
  if (!subnet) return { reason: "whether the subnet gives public addresses isn't known" };
  // "AWS::EC2::Subnet": false where it is left out
  return truth(index, subnet.properties.MapPublicIpOnLaunch, ['true'], false);
}

/** A network interface that the inputs make by itself, as part of what it is attached to; its id is its own. */
export function networkInterface(index: ResourceIndex, id: string, owner: string): Interface | undefined {
  const found = index.get(id);
  if (found?.type !== 'AWS::EC2::NetworkInterface') return undefined;
  const { properties, place, doubt } = found;
  const placement: Placement = {
    owner,
    place,
    subnets: properties.SubnetId,
    ...(properties.GroupSet !== undefined && { securityGroups: properties.GroupSet }),
    // "Network interface": only one that is made along with an instance gets a public address at launch
    publicIp: false,
    ipv6: hasSixth(index, found) || 'subnet',
    // "AWS::EC2::NetworkInterface": the check is on where it is left out
    forwards: truth(index, properties.SourceDestCheck, ['false'], false) !== false,
    addresses: statedAddresses(index, properties),
    ...(doubt && { doubt }),
  };
  const made = placed(index, placement, index.keyOf(properties.SubnetId) ?? '', id);
  return { ...made, publicSources: [...made.publicSources, ...elasticAddresses(index, id)] };
}

const hasSixth = (index: ResourceIndex, { properties }: Resource): boolean =>
  index.elements(properties.Ipv6Addresses).length > 0 || truth(index, properties.Ipv6AddressCount, ['0'], true) === false;
