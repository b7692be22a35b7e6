import type { Network, Subnet } from '../model/network';
import type { Resource } from '../world/world';
import { networkAddresses, subnetAddresses } from './addresses/network-ranges';
import { assumedDefaults } from './assume/assumed-defaults';
import { resolver } from './dns';
import { networkAcl } from './firewalls/network-acls';
import type { ResourceIndex } from './resource-index';
import { internetOf } from './routes/gateways';
import { subnetTable } from './routes/subnet-tables';

/** The VPCs that a world makes. */
export const networks = (index: ResourceIndex): readonly Network[] =>
  index.ofType('AWS::EC2::VPC').map((vpc) => network(index, vpc));

function network(index: ResourceIndex, vpc: Resource): Network {
  const internet = internetOf(index, vpc.id);
  const doubt = assumedDefaults(index, vpc.id)?.doubt;
  return {
    id: vpc.id,
    place: vpc.place,
    addresses: networkAddresses(index, vpc.id),
    resolver: resolver(index, vpc),
    ...(internet && { internet }),
    ...(doubt && { doubt }),
  };
}

/** The subnets that a world makes. */
export const subnets = (index: ResourceIndex): readonly Subnet[] =>
  index.ofType('AWS::EC2::Subnet').map((subnet) => ({
    id: subnet.id,
    network: index.keyOf(subnet.properties.VpcId) ?? '',
    place: subnet.place,
    addresses: subnetAddresses(index, subnet.id),
    router: subnetTable(index, subnet).router,
    ...networkAcl(index, subnet),
  }));
