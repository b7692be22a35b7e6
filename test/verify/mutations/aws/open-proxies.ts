import type { Opening } from './row';
import { att, ref, type Site } from './site';
import { egress } from './ways';

const ingress =
  (rule: Record<string, unknown>, name = 'Opening') =>
  (site: Site) =>
    site.add(name, 'EC2::SecurityGroupIngress', { GroupId: att(site.names.proxyGroup, 'GroupId'), ...rule });

const proxyPort = { IpProtocol: 'tcp', FromPort: 3128, ToPort: 3128 };

/** A host beside the proxy that nothing keeps from it. */
const stranger = (site: Site) => {
  site.add('StrangerGroup', 'EC2::SecurityGroup', { GroupDescription: 'stranger', VpcId: ref(site.names.proxyVpc) });
  site.add('Stranger', 'EC2::Instance', {
    ...{ ImageId: 'ami-1', SubnetId: ref(site.names.proxySubnet), SecurityGroupIds: [att('StrangerGroup', 'GroupId')] },
  });
};

export const openProxies: readonly Opening[] = [
  [
    "another host's group",
    (site) => {
      stranger(site);
      ingress({ ...proxyPort, SourceSecurityGroupId: att('StrangerGroup', 'GroupId') })(site);
    },
  ],
  [
    "a block with another host's subnet in it",
    (site) => {
      stranger(site);
      ingress({ ...proxyPort, CidrIp: '10.0.0.0/8' })(site);
    },
  ],
  [
    'every port for another host',
    (site) => {
      stranger(site);
      ingress({ IpProtocol: '-1', SourceSecurityGroupId: att('StrangerGroup', 'GroupId') })(site);
    },
  ],
  [
    'a second group of the proxy for another host',
    (site) => {
      stranger(site);
      site.add('Opening', 'EC2::SecurityGroup', {
        ...{ GroupDescription: 'more', VpcId: ref(site.names.proxyVpc) },
        SecurityGroupIngress: [{ ...proxyPort, SourceSecurityGroupId: att('StrangerGroup', 'GroupId') }],
      });
      const proxy = site.properties(site.names.proxy);
      (proxy.SecurityGroupIds ?? proxy.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups).push(att('Opening', 'GroupId'));
    },
  ],
  [
    'a function of the same network',
    (site) => {
      site.add('FunctionGroup', 'EC2::SecurityGroup', { GroupDescription: 'function', VpcId: ref(site.names.proxyVpc) });
      site.add('Function', 'Lambda::Function', {
        ...{ Runtime: 'nodejs20.x', Handler: 'index.handler', Role: att(site.names.proxyRole, 'Arn'), Code: { ZipFile: 'x' } },
        VpcConfig: { SubnetIds: [ref(site.names.proxySubnet)], SecurityGroupIds: [att('FunctionGroup', 'GroupId')] },
      });
      ingress({ ...proxyPort, SourceSecurityGroupId: att('FunctionGroup', 'GroupId') })(site);
    },
  ],
];

/** Openings of a proxy that has a public address. */
export const openPublicProxies: readonly Opening[] = [
  ['the whole internet', ingress({ ...proxyPort, CidrIp: '0.0.0.0/0' })],
  ['one foreign address', ingress({ ...proxyPort, CidrIp: '198.51.101.7/32' })],
  ['a block that a parameter says', (site) => ingress({ ...proxyPort, CidrIp: site.parameter('Office') })(site)],
  ['every port for the internet', ingress({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' })],
  [
    'the internet in a condition',
    (site) => {
      site.parameter('Debug', { AllowedValues: ['yes', 'no'] });
      ingress({ ...proxyPort, CidrIp: '0.0.0.0/0' })(site);
      site.entry('Opening').Condition = site.condition('IsDebug', { 'Fn::Equals': [ref('Debug'), 'yes'] });
    },
  ],
];

/** Openings of a proxy that the agent's group reaches directly. */
export const openDirectProxies: readonly Opening[] = [
  [
    'a shell for the agent',
    (site) => {
      ingress(
        { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, SourceSecurityGroupId: att(site.names.group, 'GroupId') },
        'Shell',
      )(site);
      egress({ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, DestinationSecurityGroupId: att(site.names.proxyGroup, 'GroupId') })(
        site,
      );
    },
  ],
  [
    'the administration port for the agent',
    (site) => {
      ingress({ IpProtocol: 'tcp', FromPort: 9901, ToPort: 9901, CidrIp: `${site.names.block}.0.0/16` }, 'Admin')(site);
      egress({ IpProtocol: 'tcp', FromPort: 9901, ToPort: 9901, CidrIp: `${site.names.block}.0.0/16` })(site);
    },
  ],
  [
    'every port for the agent',
    (site) => {
      ingress({ IpProtocol: '-1', SourceSecurityGroupId: att(site.names.group, 'GroupId') }, 'All')(site);
      egress({ IpProtocol: '-1', DestinationSecurityGroupId: att(site.names.proxyGroup, 'GroupId') })(site);
    },
  ],
];

/** Openings of the door between two networks. */
export const openDoors: readonly Opening[] = [
  ['everybody admitted', (site) => site.set('DoorPermissions', { AllowedPrincipals: ['*'] }), 'DoorPermissions'],
  [
    'another account admitted by a parameter',
    (site) =>
      site.set('DoorPermissions', {
        AllowedPrincipals: [{ 'Fn::Join': ['', ['arn:aws:iam::', site.parameter('Account'), ':root']] }],
      }),
    'DoorPermissions',
  ],
  [
    'everybody admitted beside the account',
    (site) => site.properties('DoorPermissions').AllowedPrincipals.push('*'),
    'DoorPermissions',
  ],
  [
    'a load balancer that faces the internet',
    (site) => {
      site.set('Balancer', { Scheme: 'internet-facing', Subnets: [ref('PublicSubnet')] });
      site.properties('BalancerGroup').SecurityGroupIngress = [{ ...proxyPort, CidrIp: '0.0.0.0/0' }];
    },
    'Balancer',
  ],
  [
    'another host of the sealed network at the door',
    (site) => {
      site.add('OtherGroup', 'EC2::SecurityGroup', { GroupDescription: 'other', VpcId: ref('Room') });
      site.add('Other', 'EC2::Instance', {
        ImageId: 'ami-1',
        SubnetId: ref('SubnetA'),
        SecurityGroupIds: [att('OtherGroup', 'GroupId')],
      });
      site.add('Opening', 'EC2::SecurityGroupIngress', {
        GroupId: att('DoorGroup', 'GroupId'),
        ...proxyPort,
        SourceSecurityGroupId: att('OtherGroup', 'GroupId'),
      });
    },
  ],
  [
    'another host of the network at the load balancer',
    (site) => {
      stranger(site);
      site.add('Opening', 'EC2::SecurityGroupIngress', {
        GroupId: att('BalancerGroup', 'GroupId'),
        ...proxyPort,
        SourceSecurityGroupId: att('StrangerGroup', 'GroupId'),
      });
    },
    'StrangerGroup',
  ],
  [
    'a second door in an open network',
    (site) => {
      site.add('Third', 'EC2::VPC', { CidrBlock: '10.3.0.0/16' });
      site.add('ThirdSubnet', 'EC2::Subnet', { VpcId: ref('Third'), CidrBlock: '10.3.1.0/24' });
      site.add('ThirdGroup', 'EC2::SecurityGroup', {
        GroupDescription: 'third',
        VpcId: ref('Third'),
        SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '10.3.0.0/16' }],
      });
      site.add('ThirdHost', 'EC2::Instance', {
        ImageId: 'ami-1',
        SubnetId: ref('ThirdSubnet'),
        SecurityGroupIds: [ref('ThirdGroup')],
      });
      site.add('Opening', 'EC2::VPCEndpoint', {
        ...site.properties('Door'),
        VpcId: ref('Third'),
        SubnetIds: [ref('ThirdSubnet')],
        SecurityGroupIds: [ref('ThirdGroup')],
      });
    },
  ],
];

/** Openings of a Fargate service. */
export const openTasks: readonly Opening[] = [
  ['commands by ECS Exec', (site) => site.set('Agent', { EnableExecuteCommand: true }), 'Agent'],
  [
    'commands by ECS Exec where a parameter says so',
    (site) =>
      site.set('Agent', { EnableExecuteCommand: site.parameter('Exec', { AllowedValues: ['true', 'false'], Default: 'false' }) }),
    'Agent',
  ],
  [
    'a secret among its variables',
    (site) => {
      site.properties('AgentTask').ContainerDefinitions[0].Secrets = [{ Name: 'API_KEY', ValueFrom: ref('Secret') }];
    },
    'AgentTask',
  ],
  [
    'a key on its command line',
    (site) => {
      site.properties('AgentTask').ContainerDefinitions[0].Command = [
        'run',
        '--key',
        'sk-ant-api03-0a1b2c3d4e5f6g7h8i9j0a1b2c3d4e5f',
      ];
    },
    'AgentTask',
  ],
  [
    'storage shared with the proxy',
    (site) => {
      site.add('Files', 'EFS::FileSystem', { Encrypted: true });
      for (const task of ['AgentTask', 'ProxyTask']) {
        site.properties(task).Volumes = [{ Name: 'files', EFSVolumeConfiguration: { FilesystemId: ref('Files') } }];
        site.properties(task).ContainerDefinitions[0].MountPoints = [
          { SourceVolume: 'files', ContainerPath: '/files', ReadOnly: false },
        ];
      }
      for (const [name, subnet, group] of [
        ['RoomMount', 'SubnetA', 'AgentGroup'],
        ['OuterMount', 'ProxySubnet', 'ProxyGroup'],
      ])
        site.add(name as string, 'EFS::MountTarget', {
          FileSystemId: ref('Files'),
          SubnetId: ref(subnet as string),
          SecurityGroups: [att(group as string, 'GroupId')],
        });
    },
    'AgentTask',
  ],
  [
    'a public address and a route',
    (site) => {
      site.properties('Agent').NetworkConfiguration.AwsvpcConfiguration.AssignPublicIp = 'ENABLED';
      site.add('RoomGateway', 'EC2::InternetGateway', {});
      site.add('RoomGatewayAtVpc', 'EC2::VPCGatewayAttachment', { VpcId: ref('Room'), InternetGatewayId: ref('RoomGateway') });
      site.add('Opening', 'EC2::Route', {
        RouteTableId: ref('TableA'),
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: ref('RoomGateway'),
      });
      egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }, 'Wide')(site);
    },
  ],
];

/** Openings of instances. */
export const openInstances: readonly Opening[] = [
  [
    'public addresses and a route',
    (site) => {
      site.set('SubnetA', { MapPublicIpOnLaunch: true });
      site.add('Opening', 'EC2::Route', {
        RouteTableId: ref('TableA'),
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: ref('Gateway'),
      });
      egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }, 'Wide')(site);
    },
  ],
  [
    'public addresses by the launch template',
    (site) => {
      const data = site.properties('AgentTemplate').LaunchTemplateData;
      delete data.SecurityGroupIds;
      data.NetworkInterfaces = [{ DeviceIndex: 0, AssociatePublicIpAddress: true, Groups: [att('AgentGroup', 'GroupId')] }];
      site.add('Opening', 'EC2::Route', {
        RouteTableId: ref('TableA'),
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: ref('Gateway'),
      });
      egress({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }, 'Wide')(site);
    },
  ],
];
