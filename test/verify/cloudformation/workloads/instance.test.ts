import { describe } from 'vitest';
import { findingRows } from '../finding-rows';
import { of, type Resources, ref, roomGateway, roomNat, roomRoute } from '../network/airlock';

const place = { SubnetId: ref('RoomSubnet'), SecurityGroupIds: [ref('AgentGroup')] };
const agent = (more: Record<string, unknown>): Resources => ({ Agent: of('EC2::Instance', { ...place, ...more }) });
const data = (LaunchTemplateData: Record<string, unknown>): Resources => ({
  Template: of('EC2::LaunchTemplate', { LaunchTemplateName: 'agents', LaunchTemplateData }),
});
const byTemplate = (LaunchTemplateData: Record<string, unknown>, own: Record<string, unknown> = {}): Resources => ({
  ...data(LaunchTemplateData),
  Agent: of('EC2::Instance', { ...own, LaunchTemplate: { LaunchTemplateId: ref('Template'), Version: '1' } }),
});
const group = (more: Record<string, unknown> = {}): Resources => ({
  Agent: of('AutoScaling::AutoScalingGroup', {
    VPCZoneIdentifier: [ref('RoomSubnet')],
    LaunchTemplate: { LaunchTemplateId: ref('Template'), Version: '1' },
    ...more,
  }),
});
const grouped = (LaunchTemplateData: Record<string, unknown>, more?: Record<string, unknown>): Resources => ({
  ...data(LaunchTemplateData),
  ...group(more),
});
const openGroup: Resources = {
  Open: of('EC2::SecurityGroup', { GroupDescription: 'open', VpcId: ref('Room') }),
};
const interfaces = (more: Record<string, unknown>) => ({
  NetworkInterfaces: [{ DeviceIndex: '0', SubnetId: ref('RoomSubnet'), GroupSet: [ref('AgentGroup')], ...more }],
});
const wayOut: Resources = { ...roomGateway, ...roomRoute({ GatewayId: ref('RoomGateway') }) };
const profile = (policies: unknown[]): Resources => ({
  Profile: of('IAM::InstanceProfile', { Roles: [ref('Role')] }),
  Role: of('IAM::Role', {
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
    Policies: policies,
  }),
});
const reading = [
  {
    PolicyName: 'p',
    PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }] },
  },
];
const base64 = (text: string) => ({ 'Fn::Base64': text });

describe('an instance', () => {
  findingRows([
    ['in the sealed subnet', agent({})],
    ['by its network interfaces', { Agent: of('EC2::Instance', interfaces({})) }],
    [
      'by a network interface of its own',
      {
        Agent: of('EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: ref('Eni') }] }),
        Eni: of('EC2::NetworkInterface', { SubnetId: ref('RoomSubnet'), GroupSet: [ref('AgentGroup')] }),
      },
    ],
    [
      'by a launch template',
      byTemplate({ NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: ref('RoomSubnet'), Groups: [ref('AgentGroup')] }] }),
    ],
    ['by a launch template that its own properties go before', byTemplate({ SecurityGroupIds: [ref('Open')] }, place)],
    [
      'with a public address and no way out',
      agent({ ...interfaces({ AssociatePublicIpAddress: true }), SubnetId: undefined, SecurityGroupIds: undefined }),
    ],
    ['without groups, so in the default one, and no way out', { Agent: of('EC2::Instance', { SubnetId: ref('RoomSubnet') }) }],
    [
      'without groups, so in the default one, and a NAT gateway',
      { ...roomNat, ...roomRoute({ NatGatewayId: ref('RoomNat') }), Agent: of('EC2::Instance', { SubnetId: ref('RoomSubnet') }) },
      'NET-001',
    ],
    [
      'with a second interface in another group',
      {
        ...wayOut,
        ...openGroup,
        Agent: of('EC2::Instance', {
          NetworkInterfaces: [
            { DeviceIndex: '0', SubnetId: ref('RoomSubnet'), GroupSet: [ref('AgentGroup')] },
            { DeviceIndex: '1', SubnetId: ref('RoomSubnet'), GroupSet: [ref('Open')], AssociatePublicIpAddress: true },
          ],
        }),
      },
      'NET-001',
    ],
    [
      'with an attached interface in another group',
      {
        ...wayOut,
        ...openGroup,
        ...agent({}),
        Eni: of('EC2::NetworkInterface', { SubnetId: ref('RoomSubnet'), GroupSet: [ref('Open')] }),
        Attachment: of('EC2::NetworkInterfaceAttachment', {
          InstanceId: ref('Agent'),
          NetworkInterfaceId: ref('Eni'),
          DeviceIndex: '1',
        }),
        Address2: of('EC2::EIP', {}),
        Association: of('EC2::EIPAssociation', { NetworkInterfaceId: ref('Eni'), AllocationId: ref('Address2') }),
      },
      'NET-001',
    ],
    [
      'whose launch template opens its group',
      {
        ...wayOut,
        ...openGroup,
        ...byTemplate({
          NetworkInterfaces: [
            { DeviceIndex: 0, SubnetId: ref('RoomSubnet'), Groups: [ref('Open')], AssociatePublicIpAddress: true },
          ],
        }),
      },
      'NET-001',
    ],
    [
      "whose launch template isn't in the inputs",
      { Agent: of('EC2::Instance', { ...place, LaunchTemplate: { LaunchTemplateId: 'lt-0123456789abcdef0', Version: '1' } }) },
      'NET-003?',
      'NET-004?',
    ],
    ['in the default VPC', { Agent: of('EC2::Instance', { SecurityGroupIds: [ref('AgentGroup')] }) }, 'DNS-001?'],
    ['with a role that does nothing', { ...agent({ IamInstanceProfile: ref('Profile') }), ...profile([]) }],
    ['with a role that reads secrets', { ...agent({ IamInstanceProfile: ref('Profile') }), ...profile(reading) }, 'IAM-001'],
    [
      'with such a role by its launch template',
      { ...byTemplate({ IamInstanceProfile: { Arn: { 'Fn::GetAtt': ['Profile', 'Arn'] } } }, place), ...profile(reading) },
      'IAM-001',
    ],
    [
      'with such a role and no metadata service',
      { ...agent({ IamInstanceProfile: ref('Profile'), MetadataOptions: { HttpEndpoint: 'disabled' } }), ...profile(reading) },
    ],
    ["with a profile that isn't in the inputs", agent({ IamInstanceProfile: 'admins' }), 'IAM-001?'],
    ['with harmless user data', agent({ UserData: base64('#!/bin/sh\nexport ANTHROPIC_API_KEY=airlock-placeholder') })],
    ['with a key in its user data', agent({ UserData: base64('#!/bin/sh\nexport KEY=sk-ant-REDACTED') }), 'SECRET-002'],
    [
      'with a key in its user data around a reference',
      agent({ UserData: { 'Fn::Base64': { 'Fn::Sub': 'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\nROOM=${Room}' } } }),
      'SECRET-002',
    ],
    [
      'with a secret in its user data',
      agent({ UserData: { 'Fn::Base64': { 'Fn::Sub': 'KEY={{resolve:secretsmanager:key}}\n' } } }),
      'SECRET-001',
    ],
  ]);
});

describe('what cfn-init reads', () => {
  const init = (content: string): Resources => ({
    Agent: {
      ...of('EC2::Instance', place),
      Metadata: { 'AWS::CloudFormation::Init': { config: { files: { '/etc/agent': { content } } } } },
    } as never,
  });
  findingRows([
    ['is harmless', init('level=info')],
    ['holds a key', init('key=sk-ant-api03-aaaaaaaaaaaaaaaa'), 'SECRET-002'],
    ['holds a secret', init('key={{resolve:secretsmanager:key}}'), 'SECRET-001'],
  ]);
});

describe('a group of instances', () => {
  findingRows([
    ['in the sealed subnet', grouped({ SecurityGroupIds: [ref('AgentGroup')] })],
    [
      'by a launch configuration',
      {
        Agent: of('AutoScaling::AutoScalingGroup', {
          VPCZoneIdentifier: [ref('RoomSubnet')],
          LaunchConfigurationName: ref('Configuration'),
        }),
        Configuration: of('AutoScaling::LaunchConfiguration', { SecurityGroups: [ref('AgentGroup')] }),
      },
    ],
    [
      'with public addresses and an open group',
      {
        ...wayOut,
        ...openGroup,
        ...grouped({ NetworkInterfaces: [{ DeviceIndex: 0, Groups: [ref('Open')], AssociatePublicIpAddress: true }] }),
      },
      'NET-001',
    ],
    [
      'of mixed instances, one of them open',
      {
        ...wayOut,
        ...openGroup,
        ...data({ SecurityGroupIds: [ref('AgentGroup')] }),
        Second: of('EC2::LaunchTemplate', {
          LaunchTemplateData: { NetworkInterfaces: [{ DeviceIndex: 0, Groups: [ref('Open')], AssociatePublicIpAddress: true }] },
        }),
        ...group({
          LaunchTemplate: undefined,
          MixedInstancesPolicy: {
            LaunchTemplate: {
              LaunchTemplateSpecification: { LaunchTemplateId: ref('Template'), Version: '1' },
              Overrides: [
                { InstanceType: 'm6i.large', LaunchTemplateSpecification: { LaunchTemplateId: ref('Second'), Version: '1' } },
              ],
            },
          },
        }),
      },
      'NET-001',
    ],
    [
      'by a launch configuration with a role that reads secrets',
      {
        ...profile(reading),
        Agent: of('AutoScaling::AutoScalingGroup', {
          VPCZoneIdentifier: [ref('RoomSubnet')],
          LaunchConfigurationName: ref('Configuration'),
        }),
        Configuration: of('AutoScaling::LaunchConfiguration', {
          SecurityGroups: [ref('AgentGroup')],
          IamInstanceProfile: ref('Profile'),
        }),
      },
      'IAM-001',
    ],
    ["whose launch template isn't in the inputs", group(), 'NET-003?', 'NET-004?'],
    [
      'that a Spot fleet starts',
      {
        ...data({ SecurityGroupIds: [ref('AgentGroup')] }),
        Agent: of('EC2::SpotFleet', {
          SpotFleetRequestConfigData: {
            LaunchTemplateConfigs: [
              {
                LaunchTemplateSpecification: { LaunchTemplateId: ref('Template'), Version: '1' },
                Overrides: [{ SubnetId: ref('RoomSubnet') }],
              },
            ],
          },
        }),
      },
    ],
    [
      'that a Spot fleet starts in an open group',
      {
        ...wayOut,
        ...openGroup,
        ...data({ NetworkInterfaces: [{ DeviceIndex: 0, Groups: [ref('Open')], AssociatePublicIpAddress: true }] }),
        Agent: of('EC2::SpotFleet', {
          SpotFleetRequestConfigData: {
            LaunchTemplateConfigs: [
              {
                LaunchTemplateSpecification: { LaunchTemplateId: ref('Template'), Version: '1' },
                Overrides: [{ SubnetId: ref('RoomSubnet') }],
              },
            ],
          },
        }),
      },
      'NET-001',
    ],
    ['named by its launch template', { resources: grouped({ SecurityGroupIds: [ref('AgentGroup')] }), agent: 'Agent' }],
  ]);
});
