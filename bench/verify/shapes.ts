import { entry, nowhere, port, trust } from '../../test/verify/mutations/aws/rooms';
import { att, type Body, ref, sub } from '../../test/verify/mutations/aws/site';

type Resources = Body['Resources'];

/** What stands beside a sealed system: parts of one kind, as many as wanted, of which none opens anything. */
export interface Shape {
  readonly name: string;
  /** The part with a number; what all share comes with the first. */
  readonly part: (number: number) => Resources;
  /** How many parts a stack holds. @default - all */
  readonly perStack?: number;
}

const group = (vpc: string, more: Record<string, unknown> = {}) =>
  entry('EC2::SecurityGroup', { GroupDescription: 'hosts', VpcId: ref(vpc), SecurityGroupEgress: nowhere, ...more });

const office = (number: number): Resources => ({
  [`Office${number}`]: entry('EC2::VPC', { CidrBlock: '10.2.0.0/16' }),
  [`OfficeTable${number}`]: entry('EC2::RouteTable', { VpcId: ref(`Office${number}`) }),
});

const officeSubnet = (number: number): Resources => ({
  [`OfficeSubnet${number}`]: entry('EC2::Subnet', { VpcId: ref(`Office${number}`), CidrBlock: '10.2.1.0/24' }),
  [`OfficeTableAtSubnet${number}`]: entry('EC2::SubnetRouteTableAssociation', {
    SubnetId: ref(`OfficeSubnet${number}`),
    RouteTableId: ref(`OfficeTable${number}`),
  }),
});

const instance = (number: number, subnet: string, groupName: string): Resources => ({
  [`Host${number}`]: entry('EC2::Instance', {
    ...{ ImageId: 'ami-0', InstanceType: 't3.micro', SubnetId: ref(subnet) },
    SecurityGroupIds: [att(groupName, 'GroupId')],
  }),
});

/** Hosts in the proxy's network, each with a group of its own. */
const hosts: Shape = {
  name: 'hosts in one VPC, each with its security group',
  part: (number) => ({
    [`HostGroup${number}`]: group('Outer', {
      SecurityGroupEgress: [{ ...port(443), CidrIp: '0.0.0.0/0' }],
      SecurityGroupIngress: [{ ...port(443), CidrIp: `10.1.2.${number % 256}/32` }],
    }),
    ...instance(number, 'ProxySubnet', `HostGroup${number}`),
  }),
};

/** Hosts in the agents' own network, behind groups that let nobody in. */
const neighbours: Shape = {
  name: "hosts in the agents' VPC, each with its security group",
  part: (number) => ({
    [`HostGroup${number}`]: group('Room'),
    ...instance(number, 'SubnetA', `HostGroup${number}`),
  }),
};

const vpcs: Shape = {
  name: 'VPCs with a subnet, a table, a group and a host',
  part: (number) => ({
    ...office(number),
    ...officeSubnet(number),
    [`HostGroup${number}`]: group(`Office${number}`, {
      SecurityGroupEgress: [{ ...port(443), CidrIp: '10.2.0.0/16' }],
      SecurityGroupIngress: [{ ...port(443), CidrIp: '10.2.0.0/16' }],
    }),
    ...instance(number, `OfficeSubnet${number}`, `HostGroup${number}`),
  }),
};

/** Each group's rules name the one before. */
const groups: Shape = {
  name: 'security groups that name each other, a host in every tenth',
  part: (number) => ({
    [`HostGroup${number}`]: group('Outer'),
    ...(number > 0 && {
      [`FromBefore${number}`]: entry('EC2::SecurityGroupIngress', {
        ...{ GroupId: att(`HostGroup${number}`, 'GroupId'), ...port(8443) },
        SourceSecurityGroupId: att(`HostGroup${number - 1}`, 'GroupId'),
      }),
      [`ToNext${number}`]: entry('EC2::SecurityGroupEgress', {
        ...{ GroupId: att(`HostGroup${number - 1}`, 'GroupId'), ...port(8443) },
        DestinationSecurityGroupId: att(`HostGroup${number}`, 'GroupId'),
      }),
    }),
    ...(number % 10 === 0 && instance(number, 'ProxySubnet', `HostGroup${number}`)),
  }),
};

const policy = (number: number) => ({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: sub(`\${Store${number}.Arn}/*`) },
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: att(`Queue${number}`, 'Arn') },
  ],
});

const roles: Shape = {
  name: 'functions with their role, policy, bucket and queue',
  part: (number) => ({
    [`Store${number}`]: entry('S3::Bucket', {
      PublicAccessBlockConfiguration: {
        ...{ BlockPublicAcls: true, BlockPublicPolicy: true },
        ...{ IgnorePublicAcls: true, RestrictPublicBuckets: true },
      },
    }),
    [`Queue${number}`]: entry('SQS::Queue', {}),
    [`Role${number}`]: entry('IAM::Role', { AssumeRolePolicyDocument: trust('lambda.amazonaws.com') }),
    [`Policy${number}`]: entry('IAM::Policy', {
      ...{ PolicyName: `policy${number}`, PolicyDocument: policy(number) },
      Roles: [ref(`Role${number}`)],
    }),
    [`Function${number}`]: entry('Lambda::Function', {
      ...{ Runtime: 'nodejs22.x', Handler: 'index.handler', Role: att(`Role${number}`, 'Arn') },
      Code: { S3Bucket: 'code', S3Key: 'code.zip' },
    }),
  }),
};

const stacks: Shape = { ...vpcs, name: 'the same in stacks of 480 resources', perStack: 80 };

/** Of everything some. */
const mixed: Shape = {
  name: 'some of each',
  part: (number) => ({
    ...(number % 20 === 0 && { ...office(number), ...officeSubnet(number) }),
    ...[hosts, roles, neighbours, groups][number % 4]?.part(number),
  }),
};

export const shapes = { mixed, hosts, neighbours, vpcs, groups, roles, stacks } as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof shapes;
