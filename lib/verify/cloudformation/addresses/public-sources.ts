import { doubtIn, type Truth } from '../../choice/truth';
import type { PublicSource } from '../../model/interface';
import type { AddressSet } from '../../traffic/address-set';
import { publicAddresses } from '../../traffic/public-addresses';
import { type Hop, hop } from '../../world/hop';
import type { Place } from '../../world/place';
import type { Resource } from '../../world/world';
import type { ResourceIndex } from '../resource-index';

/** A public IPv4 address that comes with being started, if it does. */
export function launchAddress(assigned: Truth, place: Place, why: string): readonly PublicSource[] {
  if (assigned === false) return [];
  return [source(4, hop(place, why), doubtIn(assigned))];
}

/** The Elastic IP addresses that the inputs give to an instance or a network interface. */
export const elasticAddresses = (index: ResourceIndex, owner: string): readonly PublicSource[] =>
  [
    ...index.referring('AWS::EC2::EIP', 'InstanceId', owner),
    ...index.referring('AWS::EC2::EIPAssociation', 'InstanceId', owner),
    ...index.referring('AWS::EC2::EIPAssociation', 'NetworkInterfaceId', owner),
  ].map((address: Resource) => source(4, hop(address.place, `gives ${owner} a public address`), address.doubt));

const publicV6 = publicAddresses.family(6);

/** An IPv6 address of a VPC is public unless it is of a block that the internet doesn't carry. */
export const sixthAddresses = (addresses: AddressSet, place: Place): readonly PublicSource[] =>
  addresses.overlaps(publicV6) ? [source(6, hop(place, 'has a public IPv6 address'))] : [];

const source = (family: 4 | 6, hop: Hop, doubt?: PublicSource['doubt']): PublicSource => ({
  family,
  inbound: true,
  hop,
  ...(doubt && { doubt }),
});
