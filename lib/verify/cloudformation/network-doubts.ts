import type { Doubt } from '../world/doubt';
import { Reference, Text, Unresolved, type Value } from '../world/value';
import type { Resource } from '../world/world';
import { latticeDoubts } from './endpoints/lattice';
import { attributeKey } from './reading/attribute-key';
import type { ResourceIndex } from './resource-index';

/** By type, the properties that say what a resource opens or changes: where one can't be told, it may be anything that the inputs make. */
const belongings: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::EIP': ['InstanceId'],
  'AWS::EC2::EIPAssociation': ['InstanceId', 'NetworkInterfaceId'],
  'AWS::EC2::NetworkAclEntry': ['NetworkAclId'],
  'AWS::EC2::Route': ['RouteTableId'],
  'AWS::EC2::RouteServerPropagation': ['RouteTableId'],
  'AWS::EC2::SecurityGroupEgress': ['GroupId'],
  'AWS::EC2::SecurityGroupIngress': ['GroupId', 'GroupName'],
  'AWS::EC2::SubnetNetworkAclAssociation': ['SubnetId'],
  'AWS::EC2::SubnetRouteTableAssociation': ['SubnetId'],
  'AWS::EC2::TransitGatewayAttachment': ['VpcId'],
  'AWS::EC2::TransitGatewayRoute': ['TransitGatewayRouteTableId'],
  'AWS::EC2::TransitGatewayVpcAttachment': ['VpcId'],
  'AWS::EC2::VPCEndpoint': ['RouteTableIds'],
  'AWS::EC2::VPCEndpointServicePermissions': ['ServiceId'],
  'AWS::EC2::VPCGatewayAttachment': ['VpcId'],
  'AWS::EC2::VPNGatewayRoutePropagation': ['RouteTableIds'],
  'AWS::ElasticLoadBalancingV2::Listener': ['LoadBalancerArn'],
  'AWS::ElasticLoadBalancingV2::ListenerRule': ['ListenerArn'],
  'AWS::Route53Resolver::FirewallConfig': ['ResourceId'],
  'AWS::VpcLattice::ServiceNetworkVpcAssociation': ['VpcIdentifier'],
};

/** What stays open about a world's network as a whole: resources that may change any part of it. */
export const networkDoubts = (index: ResourceIndex): readonly Doubt[] => [
  ...Object.entries(belongings).flatMap(([type, properties]) =>
    index.ofType(type).flatMap((resource) => properties.flatMap((property) => doubtsAbout(index, resource, property))),
  ),
  ...latticeDoubts(index),
];

const doubtsAbout = (index: ResourceIndex, { id, place, properties }: Resource, property: string): readonly Doubt[] =>
  index
    .elements(properties[property])
    .filter((value) => mayBeOwn(index, value))
    .map((value) => ({ reason: `the ${property} of ${id} can't be told: ${index.keyOf(value)}`, place }));

/** Whether a value may name something that the inputs make, and doesn't say what: an import or a parameter names something else. */
function mayBeOwn(index: ResourceIndex, value: Value): boolean {
  if (value instanceof Unresolved) return !/isn't (in the inputs|given)/.test(value.reason);
  if (value instanceof Text) return value.parts.some((part) => typeof part !== 'string' && mayBeOwn(index, part));
  if (!(value instanceof Reference)) return false;
  const found = index.get(value.resource);
  return (
    found !== undefined &&
    attributeKey(value) !== value.resource &&
    /^(Custom::|AWS::CloudFormation::CustomResource$)/.test(found.type)
  );
}
