// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's templates, not JavaScript's
import { describe } from 'vitest';
import { egress, of, openGroup, type Resources, ref, roomNat, roomRoute } from './airlock';
import { judgeRows } from './judge-rows';
import type { Row } from './judged';

const own = { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::${Bucket}/*' };
const confined = { Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: own }] };
const everything = { Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };
const bucket: Resources = { Bucket: of('S3::Bucket', {}) };
const s3 = (properties: Record<string, unknown> = {}): Resources => ({
  ...bucket,
  Storage: of('EC2::VPCEndpoint', {
    VpcId: ref('Room'),
    ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.s3' },
    RouteTableIds: [ref('RoomTable')],
    ...properties,
  }),
});
const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
const toList = egress({ ...https, DestinationPrefixListId: 'pl-6da54004' });
const toAll = egress({ ...https, CidrIp: '0.0.0.0/0' });
const kept = (properties: Record<string, unknown> = {}): Resources => s3({ PolicyDocument: confined, ...properties });
const byList: Resources = { ...toList, ...kept() };
const viaNat = (DestinationCidrBlock: unknown = '0.0.0.0/0'): Resources => ({
  ...roomNat,
  ...roomRoute({ NatGatewayId: ref('RoomNat') }, { DestinationCidrBlock }),
});

const learned: Resources = {
  Vpn: of('EC2::VPNGateway', { Type: 'ipsec.1' }),
  VpnAtRoom: of('EC2::VPCGatewayAttachment', { VpcId: ref('Room'), VpnGatewayId: ref('Vpn') }),
  Learned: of('EC2::VPNGatewayRoutePropagation', { RouteTableIds: [ref('RoomTable')], VpnGatewayId: ref('Vpn') }),
};

const endpointGroup: Resources = {
  LogsGroup: of('EC2::SecurityGroup', {
    GroupDescription: 'logs',
    VpcId: ref('Room'),
    SecurityGroupIngress: [{ ...https, CidrIp: '10.0.0.0/16' }],
  }),
};
const logs = (properties: Record<string, unknown> = {}): Resources => ({
  ...endpointGroup,
  Logs: of('EC2::VPCEndpoint', {
    VpcId: ref('Room'),
    VpcEndpointType: 'Interface',
    ServiceName: 'com.amazonaws.eu-west-1.logs',
    SubnetIds: [ref('RoomSubnet')],
    SecurityGroupIds: [ref('LogsGroup')],
    ...properties,
  }),
});
const ownLogs = {
  Statement: [
    {
      Effect: 'Allow',
      Principal: '*',
      Action: 'logs:PutLogEvents',
      Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:agents:*' },
    },
  ],
};
const toLogs = egress({ ...https, DestinationSecurityGroupId: ref('LogsGroup') });
const foreign = (ServiceName: unknown): Resources => ({ ...toLogs, ...logs({ ServiceName, PolicyDocument: undefined }) });

const rows: readonly Row[] = [
  [
    'an open gateway endpoint and a rule for a list from outside',
    { ...egress({ ...https, DestinationPrefixListId: 'pl-0123456789abcdef0' }), ...s3() },
    'unknown',
  ],
  [
    'an open gateway endpoint of another service than that of the list',
    { ...toList, ...s3({ ServiceName: 'com.amazonaws.eu-west-1.dynamodb' }) },
    'unknown',
  ],
  ["an open gateway endpoint that its group doesn't reach", s3(), 'proven'],
  ['an open gateway endpoint of another table', { ...toAll, ...s3({ RouteTableIds: [ref('ProxyTable')] }) }, 'proven'],
  ['an open gateway endpoint', { ...toAll, ...s3() }, 'refuted', 'open-endpoint'],
  ['an open gateway endpoint by its prefix list', { ...toList, ...s3() }, 'refuted', 'open-endpoint'],
  ['a gateway endpoint that allows everything', { ...toAll, ...s3({ PolicyDocument: everything }) }, 'refuted', 'open-endpoint'],
  ['a confined gateway endpoint', { ...toAll, ...s3({ PolicyDocument: confined }) }, 'proven'],
  [
    'a gateway endpoint whose policy is from outside',
    { ...toAll, ...s3({ PolicyDocument: { 'Fn::ImportValue': 'policy' } }) },
    'unknown',
  ],
  [
    'a confined gateway endpoint beside NAT',
    { ...toAll, ...s3({ PolicyDocument: confined }), ...roomNat, ...roomRoute({ NatGatewayId: ref('RoomNat') }) },
    'refuted',
    'internet',
  ],
  ['a confined gateway endpoint by its prefix list, beside NAT', { ...byList, ...viaNat() }, 'proven'],
  ['the same beside NAT for each half of the world', { ...byList, ...viaNat('0.0.0.0/1') }, 'proven'],
  ['the same beside NAT for a private block', { ...byList, ...viaNat('172.16.0.0/12') }, 'proven'],
  ["the same beside NAT for a block of Amazon's", { ...byList, ...viaNat('52.216.0.0/15') }, 'unknown'],
  ['the same beside NAT for a block from outside', { ...byList, ...viaNat({ 'Fn::ImportValue': 'block' }) }, 'unknown'],
  [
    'the same beside NAT for a list from outside',
    {
      ...byList,
      ...roomNat,
      ...roomRoute({ NatGatewayId: ref('RoomNat') }, { DestinationPrefixListId: 'pl-0123456789abcdef0' }),
    },
    'unknown',
  ],
  [
    'the same beside NAT, in another table',
    { ...byList, ...viaNat(), ...kept({ RouteTableIds: [ref('ProxyTable')] }) },
    'unknown',
  ],
  ['NAT and no endpoint for the prefix list', { ...toList, ...viaNat() }, 'unknown'],
  [
    "NAT beside an endpoint of DynamoDB's and S3's list",
    { ...byList, ...viaNat(), ...kept({ ServiceName: 'com.amazonaws.eu-west-1.dynamodb' }) },
    'unknown',
  ],
  [
    'the same beside NAT, and a rule to all of HTTPS',
    {
      ...byList,
      ...viaNat(),
      MoreEgress: of('EC2::SecurityGroupEgress', { GroupId: ref('AgentGroup'), ...https, CidrIp: '0.0.0.0/0' }),
    },
    'refuted',
    'internet',
  ],
  ['an open gateway endpoint by its prefix list, beside NAT', { ...toList, ...s3(), ...viaNat() }, 'refuted', 'open-endpoint'],
  [
    'the same beside routes that a VPN gateway learns',
    {
      ...byList,
      ...learned,
    },
    'unknown',
  ],
  ['a confined gateway endpoint beside routes that a VPN gateway learns', { ...toAll, ...kept(), ...learned }, 'unknown'],
  [
    'a confined gateway endpoint beside what a VPN announces',
    { ...toAll, ...kept(), ...learned, Connection: of('EC2::VPNConnection', { Type: 'ipsec.1', VpnGatewayId: ref('Vpn') }) },
    'refuted',
    'outside',
  ],
  [
    'an open gateway endpoint beside routes that a VPN gateway learns',
    { ...toAll, ...s3(), ...learned },
    'refuted',
    'open-endpoint',
  ],

  ["an open interface endpoint that its group doesn't reach", logs(), 'proven'],
  ['an open interface endpoint', { ...logs(), ...toLogs }, 'refuted', 'open-endpoint'],
  [
    'an interface endpoint whose group lets nobody in',
    { ...logs(), ...toLogs, LogsGroup: of('EC2::SecurityGroup', { GroupDescription: 'logs', VpcId: ref('Room') }) },
    'proven',
  ],
  ['an open interface endpoint in the default group', { ...logs({ SecurityGroupIds: undefined }), ...openGroup }, 'proven'],
  [
    'an agent and an open interface endpoint in the default group',
    { ...logs({ SecurityGroupIds: undefined }), Agent: of('EC2::Instance', { SubnetId: ref('RoomSubnet') }) },
    'refuted',
    'open-endpoint',
  ],
  ['a confined interface endpoint', { ...logs({ PolicyDocument: ownLogs }), ...toLogs }, 'proven'],
  [
    'an interface endpoint of a service by parameter',
    { ...toLogs, ...logs({ ServiceName: { 'Fn::ImportValue': 'service' } }) },
    'unknown',
  ],
  ["an endpoint of another account's service", foreign('com.amazonaws.vpce.eu-west-1.vpce-svc-0abc'), 'unknown'],
  [
    'an endpoint of a resource elsewhere',
    { ...toLogs, ...logs({ VpcEndpointType: 'Resource', ServiceName: undefined, ResourceConfigurationArn: 'rcfg-0abc' }) },
    'unknown',
  ],
  [
    'an endpoint of a service network',
    { ...toLogs, ...logs({ VpcEndpointType: 'ServiceNetwork', ServiceName: undefined, ServiceNetworkArn: 'sn-0abc' }) },
    'unknown',
  ],
];

describe('an agent beside', () => judgeRows(rows));
