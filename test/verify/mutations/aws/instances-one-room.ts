import { agentGroup, entry, port, prefixLists, publicPart, readingRole, sealedRoom, trust } from './rooms';
import { att, type Body, type Fixture, ref, type Site, sub } from './site';

/** Agents in an Auto Scaling group and a proxy with a public address, in two subnets of one network whose names are closed. */
const body = (): Body => ({
  Mappings: prefixLists,
  Parameters: { Image: { Type: 'AWS::EC2::Image::Id' } },
  Resources: {
    ...sealedRoom(),
    ...agentGroup('Room', att('ProxyGroup', 'GroupId')),
    AgentRole: entry('IAM::Role', { AssumeRolePolicyDocument: trust('ec2.amazonaws.com') }),
    AgentProfile: entry('IAM::InstanceProfile', { Roles: [ref('AgentRole')] }),
    AgentTemplate: entry('EC2::LaunchTemplate', {
      LaunchTemplateData: {
        ...{ ImageId: ref('Image'), InstanceType: 't3.micro', SecurityGroupIds: [att('AgentGroup', 'GroupId')] },
        IamInstanceProfile: { Arn: att('AgentProfile', 'Arn') },
        MetadataOptions: { HttpTokens: 'required', HttpPutResponseHopLimit: 1 },
        UserData: {
          'Fn::Base64': { 'Fn::Join': ['\n', ['#!/bin/sh', sub('export HTTPS_PROXY=http://${Proxy.PrivateIp}:3128')]] },
        },
      },
    }),
    Agent: entry('AutoScaling::AutoScalingGroup', {
      ...{ MinSize: '1', MaxSize: '3', VPCZoneIdentifier: [ref('SubnetA'), ref('SubnetB')] },
      LaunchTemplate: { LaunchTemplateId: ref('AgentTemplate'), Version: att('AgentTemplate', 'LatestVersionNumber') },
    }),
    ...publicPart('Room', '10.0.9.0/24'),
    ProxyGroup: entry('EC2::SecurityGroup', {
      ...{ GroupDescription: 'proxy', VpcId: ref('Room') },
      SecurityGroupEgress: [{ ...port(443), CidrIp: '0.0.0.0/0' }],
    }),
    ProxyFromAgents: entry('EC2::SecurityGroupIngress', {
      ...{ GroupId: att('ProxyGroup', 'GroupId'), ...port(3128) },
      SourceSecurityGroupId: att('AgentGroup', 'GroupId'),
    }),
    ProxyRole: readingRole('ec2.amazonaws.com'),
    ProxyProfile: entry('IAM::InstanceProfile', { Roles: [ref('ProxyRole')] }),
    Proxy: entry('EC2::Instance', {
      ...{ ImageId: ref('Image'), InstanceType: 't3.small', IamInstanceProfile: ref('ProxyProfile') },
      ...{ SubnetId: ref('PublicSubnet'), SecurityGroupIds: [att('ProxyGroup', 'GroupId')] },
    }),
    ProxyAddress: entry('EC2::EIP', { Domain: 'vpc', InstanceId: ref('Proxy') }),
  },
});

const launch = (site: Site) => site.properties('AgentTemplate').LaunchTemplateData;

export const instancesOneRoom: Fixture = {
  name: 'an Auto Scaling group beside its proxy',
  body,
  ports: [3128],
  names: {
    ...{ agent: 'Agent', proxy: 'Proxy', vpc: 'Room', subnets: ['SubnetA', 'SubnetB'], tables: ['TableA', 'TableB'] },
    ...{
      group: 'AgentGroup',
      role: 'AgentRole',
      s3: 'S3',
      toS3: 'AgentToS3',
      block: '10.0',
      domains: 'Domains',
      rules: 'Rules',
      association: 'RulesAtRoom',
    },
    ...{ secret: 'Secret', proxyRole: 'ProxyRole', proxyVpc: 'Room', proxySubnet: 'PublicSubnet', proxyGroup: 'ProxyGroup' },
  },
  groups: (site) => launch(site).SecurityGroupIds,
  subnets: (site) => site.properties('Agent').VPCZoneIdentifier,
  give: (site, name, value) => {
    launch(site).UserData['Fn::Base64']['Fn::Join'][1].push({ 'Fn::Join': ['', [`export ${name}=`, value]] });
    return 'AgentTemplate';
  },
};
