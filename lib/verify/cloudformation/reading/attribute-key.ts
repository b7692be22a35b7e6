import type { Reference } from '../../world/value';

/** Attributes whose value stands for the resource itself, by "Return values" of each type's page in the CloudFormation Template Reference. */
const identities: ReadonlySet<string | undefined> = new Set([
  undefined,
  'AllocationId',
  'Arn',
  'AttachmentId',
  'CarrierGatewayId',
  'ClientVpnEndpointId',
  'EndpointArn',
  'EndpointId',
  'FirewallArn',
  'FirewallPolicyArn',
  'GroupId',
  'Id',
  'InstanceId',
  'InternetGatewayId',
  'ListenerArn',
  'LoadBalancerArn',
  'LocalGatewayRouteTableId',
  'NatGatewayId',
  'NetworkAclId',
  'NetworkInterfaceId',
  'PrefixListId',
  'PrimaryPrivateIpAddress',
  'PrivateIp',
  'ResolverEndpointId',
  'ResolverRuleId',
  'RouteTableId',
  'RuleGroupArn',
  'ServiceId',
  'SubnetId',
  'TargetGroupArn',
  'TransitGatewayArn',
  'TransitGatewayAttachmentId',
  'TransitGatewayId',
  'TransitGatewayRouteTableId',
  'VPCGatewayId',
  'VPNGatewayId',
  'VpcEndpointId',
  'VpcId',
  'VpcPeeringConnectionId',
]);

/** The id of the resource that a reference stands for, or `RESOURCE.ATTRIBUTE` for something else that comes with it. */
export const attributeKey = ({ resource, attribute }: Reference): string =>
  identities.has(attribute) ? resource : `${resource}.${attribute}`;

/** What stands for a VPC's default security group. */
export const defaultGroupOf = (network: string): string => `${network}.DefaultSecurityGroup`;

/** What stands for a VPC's default network ACL. */
export const defaultAclOf = (network: string): string => `${network}.DefaultNetworkAcl`;
