import { allOf, type Item, type Recorded, type World } from './world';

/** What a resource's service says of it, by its properties' names in templates; undefined if the service knows nothing of it. */
export function describedResource(world: World, recorded: Recorded): Item | undefined {
  const view = views[recorded.type];
  if (!view) throw new Error(`type must be one that a test can find in the account, got '${recorded.type}'`);
  return view(world, recorded);
}

/** Whether `describedResource` can find resources of a type. */
export const isDescribed = (type: string): boolean => type in views;

type View = (world: World, recorded: Recorded) => Item | undefined;

/** The item whose `key` is the resource's id; `as` adds what the API names differently than templates do. */
const byId =
  (key: string, as: (item: Item, world: World) => Item = () => ({}), type?: string): View =>
  (world, recorded) => {
    const found = allOf(world, type ?? recorded.type).find((item) => item[key] === recorded.physicalId);
    return found && { ...found, ...as(found, world) };
  };

const scaled = ({ ResourceId, ScalableDimension, ServiceNamespace }: Item): string =>
  [ResourceId, ScalableDimension, ServiceNamespace].join('|');

const rule = byId(
  'SecurityGroupRuleId',
  ({ CidrIpv4, PrefixListId, ReferencedGroupInfo }) => ({
    CidrIp: CidrIpv4,
    DestinationPrefixListId: PrefixListId,
    DestinationSecurityGroupId: ReferencedGroupInfo?.GroupId,
    SourceSecurityGroupId: ReferencedGroupInfo?.GroupId,
  }),
  'AWS::EC2::SecurityGroupRule',
);

const views: Readonly<Record<string, View>> = {
  'AWS::ApplicationAutoScaling::ScalableTarget': (world, { type, physicalId }) =>
    allOf(world, type).find((item) => scaled(item) === physicalId),
  'AWS::ApplicationAutoScaling::ScalingPolicy': byId('PolicyARN', (item) => ({ ScalingTargetId: scaled(item) })),
  'AWS::EC2::FlowLog': byId('FlowLogId'),
  'AWS::EC2::InternetGateway': byId('InternetGatewayId'),
  'AWS::EC2::Route': route,
  'AWS::EC2::RouteTable': byId('RouteTableId'),
  'AWS::EC2::SecurityGroup': byId('GroupId', (group, world) => ({
    GroupDescription: group.Description,
    SecurityGroupEgress: inlineRules(world, group.GroupId, true),
    SecurityGroupIngress: inlineRules(world, group.GroupId, false),
  })),
  'AWS::EC2::SecurityGroupEgress': rule,
  'AWS::EC2::SecurityGroupIngress': rule,
  'AWS::EC2::Subnet': byId('SubnetId'),
  'AWS::EC2::SubnetRouteTableAssociation': (world, { physicalId }) =>
    allOf(world, 'AWS::EC2::RouteTable')
      .flatMap(({ Associations }) => Associations)
      .find(({ RouteTableAssociationId }) => RouteTableAssociationId === physicalId),
  'AWS::EC2::VPC': byId('VpcId'),
  'AWS::EC2::VPCEndpoint': byId('VpcEndpointId', ({ Groups }) => ({
    SecurityGroupIds: Groups.map(({ GroupId }: Item) => GroupId),
  })),
  'AWS::EC2::VPCEndpointService': byId('ServiceId'),
  'AWS::EC2::VPCEndpointServicePermissions': (world, { properties }) =>
    allOf(world, 'AWS::EC2::VPCEndpointService').find(({ ServiceId }) => ServiceId === properties?.ServiceId),
  'AWS::EC2::VPCGatewayAttachment': attachment,
  'AWS::ECS::Cluster': byId('clusterName', ({ settings }) => ({ ClusterSettings: settings })),
  'AWS::ECS::Service': byId('serviceArn', ({ clusterArn }) => ({ Cluster: clusterArn.split('/').at(-1) })),
  'AWS::ECS::TaskDefinition': byId('taskDefinitionArn'),
  'AWS::ElasticLoadBalancingV2::Listener': byId('ListenerArn', ({ Attributes }) => ({ ListenerAttributes: Attributes })),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': byId('LoadBalancerArn', ({ Attributes, AvailabilityZones }) => ({
    LoadBalancerAttributes: Attributes,
    Subnets: AvailabilityZones.map(({ SubnetId }: Item) => SubnetId),
  })),
  'AWS::ElasticLoadBalancingV2::TargetGroup': byId('TargetGroupArn', ({ Attributes }) => ({ TargetGroupAttributes: Attributes })),
  'AWS::Events::Rule': byId('Name'),
  'AWS::IAM::Policy': inlinePolicy,
  'AWS::IAM::Role': byId('RoleName'),
  'AWS::KMS::Key': byId('KeyId'),
  'AWS::Logs::LogGroup': byId('logGroupName'),
  'AWS::Route53Resolver::FirewallDomainList': byId('Id'),
  'AWS::Route53Resolver::FirewallRuleGroup': byId('Id'),
  'AWS::Route53Resolver::FirewallRuleGroupAssociation': byId('Id'),
  'AWS::Route53Resolver::ResolverQueryLoggingConfig': byId('Id'),
  'AWS::Route53Resolver::ResolverQueryLoggingConfigAssociation': byId('Id'),
  'AWS::SecretsManager::Secret': byId('ARN'),
  'AWS::StepFunctions::StateMachine': byId('stateMachineArn', ({ definition }) => ({ DefinitionString: definition })),
};

function route(world: World, { properties = {} }: Recorded): Item | undefined {
  const table = allOf(world, 'AWS::EC2::RouteTable').find(({ RouteTableId }) => RouteTableId === properties.RouteTableId);
  const found = table?.Routes.find((one: Item) => one.DestinationCidrBlock === properties.DestinationCidrBlock);
  return found && { ...found, RouteTableId: table?.RouteTableId };
}

function attachment(world: World, { properties = {} }: Recorded): Item | undefined {
  const gateway = allOf(world, 'AWS::EC2::InternetGateway').find(
    ({ InternetGatewayId }) => InternetGatewayId === properties.InternetGatewayId,
  );
  const found = gateway?.Attachments.find(({ VpcId }: Item) => VpcId === properties.VpcId);
  return found && { ...found, InternetGatewayId: gateway?.InternetGatewayId };
}

function inlinePolicy(world: World, { properties = {} }: Recorded): Item | undefined {
  const roles = allOf(world, 'AWS::IAM::Role').filter(({ Policies }) => properties.PolicyName in Policies);
  const [role] = roles;
  return (
    role && { ...properties, PolicyDocument: role.Policies[properties.PolicyName], Roles: roles.map(({ RoleName }) => RoleName) }
  );
}

/** The rules of a group that no resource of their own made; the default rule is among them if nothing removed it. */
function inlineRules(world: World, group: string, egress: boolean): Item[] {
  const standalone = new Set(world.recorded.map(({ physicalId }) => physicalId));
  return allOf(world, 'AWS::EC2::SecurityGroupRule')
    .filter(({ GroupId, IsEgress }) => GroupId === group && IsEgress === egress)
    .filter(({ SecurityGroupRuleId }) => !standalone.has(SecurityGroupRuleId))
    .map((one) => ({ ...one, CidrIp: one.CidrIpv4 }));
}
