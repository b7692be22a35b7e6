import type { Open } from './row';
import { att, ref, type Site } from './site';
import { egress, nat, route, wayOut, wideGroup } from './ways';

const imported = { 'Fn::ImportValue': 'from-elsewhere' };

const rows: readonly Open[] = [
  [
    'a group that another stack exports',
    (site) => {
      wayOut(site);
      site.fixture.groups(site).push(imported);
    },
  ],
  [
    'a subnet that another stack exports',
    (site) => {
      wideGroup(site);
      site.fixture.subnets(site).push(imported);
    },
  ],
  [
    'a block that another stack exports',
    (site) => {
      wayOut(site);
      egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: imported })(site);
    },
  ],
  [
    'a block by a dynamic reference',
    (site) => {
      wayOut(site);
      egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '{{resolve:ssm:/network/block}}' })(site);
    },
  ],
  [
    'a foreign prefix list',
    (site) => {
      wayOut(site);
      egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationPrefixListId: 'pl-0123456789abcdef0' })(site);
    },
  ],
  [
    'a route to a peering that another stack makes',
    (site) => {
      wideGroup(site);
      route({ VpcPeeringConnectionId: imported }, { DestinationCidrBlock: '10.8.0.0/16' })(site);
    },
  ],
  [
    'a route to a transit gateway by its id',
    (site) => {
      wideGroup(site);
      route({ TransitGatewayId: 'tgw-0123456789abcdef0' }, { DestinationCidrBlock: '0.0.0.0/0' })(site);
    },
  ],
  [
    'peering with a network of another account',
    (site) => {
      wideGroup(site);
      site.add('Peering', 'EC2::VPCPeeringConnection', {
        VpcId: ref(site.names.vpc),
        PeerVpcId: 'vpc-0123456789abcdef0',
        PeerOwnerId: '111122223333',
      });
      route({ VpcPeeringConnectionId: ref('Peering') }, { DestinationCidrBlock: '10.8.0.0/16' })(site);
    },
  ],
  [
    'a custom resource that is given the network',
    (site) =>
      site.add('Custom', 'CloudFormation::CustomResource', {
        ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:x',
        VpcId: ref(site.names.vpc),
      }),
  ],
  [
    'a custom resource that is given the route table',
    (site) =>
      site.add(
        'Custom',
        'Dummy',
        {},
        {
          Type: 'Custom::Routes',
          Properties: {
            ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:x',
            Table: ref(site.names.tables[0] as string),
          },
        },
      ),
  ],
  [
    "a custom resource that is given the agent's role",
    (site) =>
      site.add(
        'Custom',
        'Dummy',
        {},
        {
          Type: 'Custom::Grants',
          Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:x', Role: ref(site.names.role) },
        },
      ),
  ],
  [
    'a group that a custom resource returns',
    (site) => {
      wayOut(site);
      site.add(
        'Custom',
        'Dummy',
        {},
        { Type: 'Custom::Group', Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111122223333:function:x' } },
      );
      site.fixture.groups(site).push(att('Custom', 'GroupId'));
    },
  ],
  [
    'a macro over the whole template',
    (site) => {
      site.body.Transform = ['OurMacro'];
    },
  ],
  [
    'a macro over one resource',
    (site) => {
      site.properties(site.names.group)['Fn::Transform'] = { Name: 'OurMacro', Parameters: {} };
    },
  ],
  [
    'a nested stack that is not there',
    (site) =>
      site.add('Nested', 'CloudFormation::Stack', {
        TemplateURL: 'https://bucket.s3.amazonaws.com/template.yaml',
        Parameters: { Vpc: ref(site.names.vpc) },
      }),
  ],
  [
    'a group that a nested stack returns',
    (site) => {
      wayOut(site);
      site.add('Nested', 'CloudFormation::Stack', { TemplateURL: 'https://bucket.s3.amazonaws.com/template.yaml' });
      site.fixture.groups(site).push(att('Nested', 'Outputs.Group'));
    },
  ],
  [
    'a type of a third party that is given the network',
    (site) => site.add('Stranger', 'Dummy', {}, { Type: 'Vendor::Network::Gateway', Properties: { VpcId: ref(site.names.vpc) } }),
  ],
  [
    'a type that is not modelled and is given a subnet',
    (site) => site.add('Stranger', 'NewService::Thing', { SubnetIds: site.names.subnets.map(ref) }),
  ],
  [
    'a policy of AWS that is not known',
    (site) => {
      const role = site.properties(site.names.role);
      role.ManagedPolicyArns = [...(role.ManagedPolicyArns ?? []), 'arn:aws:iam::aws:policy/SomethingBrandNew2031'];
    },
  ],
  [
    "a policy of the account that isn't in the inputs",
    (site) => {
      const role = site.properties(site.names.role);
      role.ManagedPolicyArns = [...(role.ManagedPolicyArns ?? []), { 'Fn::ImportValue': 'agent-policy' }];
    },
  ],
  [
    "a rule group of names that isn't in the inputs",
    (site) => site.set(site.names.association, { FirewallRuleGroupId: imported }),
  ],
  [
    "a list of names that isn't in the inputs",
    (site) => {
      site.properties(site.names.rules).FirewallRules[0].FirewallDomainListId = 'rslvr-fdl-0123456789abcdef';
    },
  ],
  [
    'a list of names in a file',
    (site) => site.set(site.names.domains, { Domains: undefined, DomainFileUrl: 's3://bucket/domains.txt' }),
  ],
  [
    'a Route 53 profile, with no firewall else',
    (site) => {
      site.remove(site.names.association);
      site.add('Profile', 'Route53Profiles::ProfileAssociation', {
        Name: 'p',
        ProfileId: imported,
        ResourceId: ref(site.names.vpc),
      });
    },
  ],
  ["an endpoint policy that isn't in the inputs", (site) => site.set(site.names.s3, { PolicyDocument: imported })],
  [
    "an endpoint to a service that isn't in the inputs",
    (site) => {
      site.add('Stranger', 'EC2::VPCEndpoint', {
        ...{ VpcId: ref(site.names.vpc), VpcEndpointType: 'Interface', SubnetIds: [ref(site.names.subnets[0] as string)] },
        ...{ ServiceName: 'com.amazonaws.vpce.eu-west-1.vpce-svc-0123456789abcdef0', SecurityGroupIds: [ref('StrangerGroup')] },
      });
      site.add('StrangerGroup', 'EC2::SecurityGroup', {
        ...{ GroupDescription: 'stranger', VpcId: ref(site.names.vpc) },
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: ref(site.names.group) }],
      });
      egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, DestinationSecurityGroupId: ref('StrangerGroup') })(site);
    },
  ],
  [
    'VPC Lattice at the network',
    (site) =>
      site.add('Lattice', 'VpcLattice::ServiceNetworkVpcAssociation', {
        ServiceNetworkIdentifier: imported,
        VpcIdentifier: ref(site.names.vpc),
      }),
  ],
  [
    'a route server',
    (site) => {
      wideGroup(site);
      site.add('Learnt', 'EC2::RouteServerPropagation', {
        RouteServerId: 'rs-1',
        RouteTableId: ref(site.names.tables[0] as string),
      });
    },
  ],
  [
    'a default route through a network firewall whose rules decide',
    (site) => {
      wideGroup(site);
      const to = nat(site);
      site.add('FirewallSubnet', 'EC2::Subnet', { VpcId: ref(site.names.vpc), CidrBlock: `${site.names.block}.120.0/24` });
      site.add('FirewallTable', 'EC2::RouteTable', { VpcId: ref(site.names.vpc) });
      site.add('FirewallTableAtSubnet', 'EC2::SubnetRouteTableAssociation', {
        SubnetId: ref('FirewallSubnet'),
        RouteTableId: ref('FirewallTable'),
      });
      site.add('FirewallRoute', 'EC2::Route', {
        RouteTableId: ref('FirewallTable'),
        DestinationCidrBlock: '0.0.0.0/0',
        NatGatewayId: ref(to),
      });
      site.add('RuleGroup', 'NetworkFirewall::RuleGroup', {
        Capacity: 10,
        RuleGroupName: 'r',
        Type: 'STATEFUL',
        RuleGroup: { RulesSource: { RulesString: 'drop ip any any -> any any (sid:1;)' } },
      });
      site.add('FirewallPolicy', 'NetworkFirewall::FirewallPolicy', {
        FirewallPolicyName: 'p',
        FirewallPolicy: {
          ...{ StatelessDefaultActions: ['aws:forward_to_sfe'], StatelessFragmentDefaultActions: ['aws:forward_to_sfe'] },
          StatefulRuleGroupReferences: [{ ResourceArn: ref('RuleGroup') }],
        },
      });
      site.add('Firewall', 'NetworkFirewall::Firewall', {
        ...{
          FirewallName: 'f',
          FirewallPolicyArn: ref('FirewallPolicy'),
          VpcId: ref(site.names.vpc),
          SubnetMappings: [{ SubnetId: ref('FirewallSubnet') }],
        },
      });
      const endpoint = { 'Fn::Select': [1, { 'Fn::Split': [':', { 'Fn::Select': [0, att('Firewall', 'EndpointIds')] }] }] };
      route({ VpcEndpointId: endpoint })(site);
    },
  ],
];

export const unknown: readonly Open[] = rows;

/** A value that the inputs don't tell, in the agent's environment. */
export const openValue = (site: Site) => site.fixture.give(site, 'API_KEY', imported);
