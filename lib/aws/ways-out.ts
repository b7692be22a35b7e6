/** Resource types that lead out of a network, or let its names be resolved elsewhere, and how; a sealed network has none of them. */
export const waysOut: Readonly<Record<string, string>> = {
  'AWS::EC2::CarrierGateway': 'attaches a carrier gateway',
  'AWS::EC2::ClientVpnEndpoint': 'lets VPN clients in',
  'AWS::EC2::ClientVpnTargetNetworkAssociation': 'lets VPN clients in',
  'AWS::EC2::EgressOnlyInternetGateway': 'attaches an egress-only internet gateway',
  'AWS::EC2::InstanceConnectEndpoint': 'lets people in past the proxy',
  'AWS::EC2::LocalGatewayRouteTableVPCAssociation': 'attaches a local gateway',
  'AWS::EC2::NatGateway': 'puts a NAT gateway into a subnet',
  'AWS::EC2::Route': 'adds a route',
  'AWS::EC2::RouteServerAssociation': 'lets a route server add routes',
  'AWS::EC2::RouteServerPropagation': 'lets a route server add routes',
  'AWS::EC2::TransitGatewayAttachment': 'attaches a transit gateway',
  'AWS::EC2::TransitGatewayMulticastDomainAssociation': 'attaches a transit gateway',
  'AWS::EC2::TransitGatewayVpcAttachment': 'attaches a transit gateway',
  'AWS::EC2::VPCGatewayAttachment': 'attaches an internet or VPN gateway',
  'AWS::EC2::VPCPeeringConnection': 'peers the network with another',
  'AWS::EC2::VPNGatewayRoutePropagation': 'lets a VPN gateway add routes',
  'AWS::NetworkManager::VpcAttachment': 'attaches a core network',
  'AWS::Route53Resolver::ResolverEndpoint': 'forwards names to another resolver',
  'AWS::Route53Resolver::ResolverRuleAssociation': 'forwards names to another resolver',
  'AWS::VpcLattice::ServiceNetworkVpcAssociation': 'attaches a service network',
};

/**
 * Where a resource's security groups stand; what leaves them out gets the network's default group. One path suffices; `*` is every
 * element of a list.
 */
export const groupPlaces: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::Instance': ['SecurityGroupIds', 'NetworkInterfaces.*.GroupSet'],
  'AWS::EC2::NetworkInterface': ['GroupSet'],
  'AWS::ECS::Service': ['NetworkConfiguration.AwsvpcConfiguration.SecurityGroups'],
  'AWS::ECS::TaskSet': ['NetworkConfiguration.AwsvpcConfiguration.SecurityGroups'],
  'AWS::EFS::MountTarget': ['SecurityGroups'],
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ['SecurityGroups'],
  'AWS::Events::Rule': ['Targets.*.EcsParameters.NetworkConfiguration.AwsVpcConfiguration.SecurityGroups'],
  'AWS::Lambda::Function': ['VpcConfig.SecurityGroupIds'],
  'AWS::Scheduler::Schedule': ['Target.EcsParameters.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups'],
};
