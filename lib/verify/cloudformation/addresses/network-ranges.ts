import { literalAddresses } from '../../choice/address-choice';
import { AddressSet } from '../../traffic/address-set';
import { AnyOf, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { oncePerIndex } from '../reading/once-per-index';
import type { ResourceIndex } from '../resource-index';

/** What a VPC's IPv4 block may be where the inputs don't say: RFC 1918, and RFC 6598, which "VPC CIDR blocks" allows too. */
export const privateV4 = AddressSet.of('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10');

/** The addresses of a VPC made in the inputs. */
export const networkAddresses = (index: ResourceIndex, network: string): AddressSet =>
  ranges(index).networks.get(network) ?? AddressSet.none;

/** The addresses of a subnet made in the inputs; its network's where they can't be told. */
export const subnetAddresses = (index: ResourceIndex, subnet: string): AddressSet =>
  ranges(index).subnets.get(subnet) ?? AddressSet.none;

/** The addresses that a parameter stands for, if it gives a network or a subnet its block: it then stands for the same block everywhere. */
export const rangeParameter = (index: ResourceIndex, name: string): AddressSet | undefined => ranges(index).parameters.get(name);

interface Ranges {
  readonly networks: Map<string, AddressSet>;
  readonly subnets: Map<string, AddressSet>;
  readonly parameters: Map<string, AddressSet>;
}

const ranges = oncePerIndex((index): Ranges => {
  const found: Ranges = { networks: new Map(), subnets: new Map(), parameters: new Map() };
  index.ofType('AWS::EC2::VPC').forEach((vpc, position) => {
    found.networks.set(vpc.id, AddressSet.union([networkV4(index, found, vpc), networkV6(index, vpc, position)]));
  });
  for (const subnet of index.ofType('AWS::EC2::Subnet')) {
    const network = found.networks.get(index.keyOf(subnet.properties.VpcId) ?? '') ?? privateV4.union(madeUpV6(0xffff));
    found.subnets.set(subnet.id, AddressSet.union([subnetV4(index, found, subnet, network), subnetV6(index, subnet, network)]));
  }
  return found;
});

function networkV4(index: ResourceIndex, found: Ranges, vpc: Resource): AddressSet {
  const blocks = index.referring('AWS::EC2::VPCCidrBlock', 'VpcId', vpc.id).filter(givesV4);
  return AddressSet.union([
    block(index, found, vpc.properties.CidrBlock, privateV4),
    ...blocks.map((each) => block(index, found, each.properties.CidrBlock, privateV4)),
  ]);
}

const givesV4 = ({ properties }: Resource): boolean => 'CidrBlock' in properties || 'Ipv4IpamPoolId' in properties;

function networkV6(index: ResourceIndex, vpc: Resource, position: number): AddressSet {
  const blocks = index.referring('AWS::EC2::VPCCidrBlock', 'VpcId', vpc.id).filter((each) => !givesV4(each));
  return AddressSet.union(
    blocks.map((each) => literalAddresses(index.follow(each.properties.Ipv6CidrBlock)) ?? madeUpV6(position)),
  );
}

/**
 * A block of its own for each VPC whose IPv6 block Amazon or a pool will choose. It is of RFC 3849's documentation prefix, which no rule
 * means to single out: rules cover it exactly if they cover all of IPv6 that the internet carries.
 */
const madeUpV6 = (position: number): AddressSet =>
  AddressSet.of(`2001:db8:${(position >> 8).toString(16)}:${((position & 0xff) << 8).toString(16)}::/56`);

function subnetV4(index: ResourceIndex, found: Ranges, { properties }: Resource, network: AddressSet): AddressSet {
  const own = properties.CidrBlock;
  // "AWS::EC2::Subnet": only an IPv6-only subnet has no IPv4 block
  if ((own === undefined || own === null) && !('Ipv4IpamPoolId' in properties) && isOn(index.follow(properties.Ipv6Native)))
    return AddressSet.none;
  return block(index, found, own, network.family(4));
}

function subnetV6(index: ResourceIndex, subnet: Resource, network: AddressSet): AddressSet {
  const blocks = [
    subnet.properties.Ipv6CidrBlock,
    ...index.referring('AWS::EC2::SubnetCidrBlock', 'SubnetId', subnet.id).map((each) => each.properties.Ipv6CidrBlock),
    subnet.properties.Ipv6IpamPoolId,
  ].filter((each) => each !== undefined && each !== null);
  return AddressSet.union(blocks.map((each) => literalAddresses(index.follow(each)) ?? network.family(6)));
}

const isOn = (value: Value | undefined): boolean => value === true || value === 'true';

/** The addresses of a block property; a parameter's default where it has one, noted so that rules which name it mean the same block. */
function block(index: ResourceIndex, found: Ranges, property: Value | undefined, unknown: AddressSet): AddressSet {
  const value = index.follow(property);
  if (!(value instanceof AnyOf)) return literalAddresses(value) ?? unknown;
  const known = found.parameters.get(value.name) ?? literalAddresses(value.defaultValue) ?? unknown;
  found.parameters.set(value.name, known);
  return known;
}
