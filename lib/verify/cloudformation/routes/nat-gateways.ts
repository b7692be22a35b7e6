import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { subnetAddresses } from '../addresses/network-ranges';
import { networkAcl } from '../firewalls/network-acls';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';
import { internetOf } from './gateways';
import { deadEnd, foreignTarget, type RouteTarget } from './route-target';
import { subnetTable } from './subnet-tables';

const internet = { kind: 'internet', needsPublicSource: false } as const;

/** A NAT gateway sends on by its own subnet's routes; a public one as a public address. */
export function natTargets(
  index: ResourceIndex,
  value: Value,
  { network }: { readonly network: string },
): readonly RouteTarget[] {
  const text = `the NAT gateway ${index.keyOf(value)}`;
  const gateway = index.resourceOf(value, 'AWS::EC2::NatGateway');
  if (!gateway) return foreignTarget(internet, text);
  if (gateway.properties.VpcId !== undefined && gateway.properties.SubnetId === undefined)
    return regional(index, gateway, network, text);
  const subnet = index.resourceOf(gateway.properties.SubnetId, 'AWS::EC2::Subnet');
  if (!subnet) return foreignTarget(internet, text);
  return zonal(index, gateway, subnet, text);
}

function zonal(index: ResourceIndex, gateway: Resource, subnet: Resource, text: string): readonly RouteTarget[] {
  // "AWS::EC2::NatGateway": public where ConnectivityType is left out
  const isPublic = truth(index, gateway.properties.ConnectivityType, ['public'], true);
  const { router } = subnetTable(index, subnet);
  const { egress: firewalls } = networkAcl(index, subnet);
  const doubt = gateway.doubt ?? (typeof isPublic === 'object' ? isPublic : undefined);
  const source = subnetAddresses(index, subnet.id).family(4);
  return [
    {
      target: { kind: 'router', router, into: subnet.id, firewalls, publicSource: isPublic !== false, source },
      text,
      ...(doubt && { doubt }),
    },
  ];
}

/** "Regional NAT gateways": it has no subnet, and a route table of its own with a route to the VPC's internet gateway. */
function regional(index: ResourceIndex, gateway: Resource, network: string, text: string): readonly RouteTarget[] {
  if (!internetOf(index, network)) return deadEnd(`${text}, whose network has no internet gateway`);
  return [{ target: internet, text, ...(gateway.doubt && { doubt: gateway.doubt }) }];
}
