import { closedAcl, elsewhere } from './beside';
import type { Harmless } from './row';
import { att, ref, type Site, sub } from './site';
import { egress, gateway, nat, publicSubnet, route, wideGroup } from './ways';

const policy = (...Statement: Record<string, unknown>[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: unknown, Resource: unknown = '*', more = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const may =
  (...statements: Record<string, unknown>[]) =>
  (site: Site) =>
    site.add('More', 'IAM::Policy', { PolicyName: 'more', PolicyDocument: policy(...statements), Roles: [ref(site.names.role)] });

/** Changes of networks that open nothing. */
export const harmlessNetworks: readonly Harmless[] = [
  ['another open network with hosts of its own', elsewhere],
  [
    'a public function without a network, for somebody else',
    (site) => {
      site.add('OtherRole', 'IAM::Role', {
        AssumeRolePolicyDocument: policy({
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'lambda.amazonaws.com' },
        }),
      });
      site.add('Other', 'Lambda::Function', {
        Runtime: 'nodejs20.x',
        Handler: 'index.handler',
        Role: att('OtherRole', 'Arn'),
        Code: { ZipFile: 'x' },
      });
    },
  ],
  [
    'another role with every right, which only a service may take',
    (site) =>
      site.add('Admin', 'IAM::Role', {
        AssumeRolePolicyDocument: policy({
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'cloudformation.amazonaws.com' },
        }),
        ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      }),
  ],
  ['an internet gateway that is not attached', (site) => site.add('Loose', 'EC2::InternetGateway', {})],
  ['an internet gateway without a route', (site) => gateway(site)],
  ['a NAT gateway without a route of the agent', (site) => nat(site)],
  ['a public subnet beside', (site) => publicSubnet(site)],
  [
    'routes to a NAT gateway, with the group closed',
    (site) => {
      site.remove(site.names.toS3);
      route({ NatGatewayId: ref(nat(site)) })(site);
    },
  ],
  [
    'routes to a NAT gateway, with the group open to what the S3 endpoint takes',
    (site) => route({ NatGatewayId: ref(nat(site)) })(site),
  ],
  [
    'a rule to a group of another stack, in which nobody of this network can be',
    (site) =>
      egress({
        IpProtocol: 'tcp',
        FromPort: 443,
        ToPort: 443,
        DestinationSecurityGroupId: { 'Fn::ImportValue': 'from-elsewhere' },
      })(site),
  ],
  [
    'a host beside the proxy, and beside its load balancer where it has one, that no rule lets in',
    (site) =>
      site.add('Stranger', 'EC2::Instance', {
        ...{ ImageId: 'ami-1', InstanceType: 't3.nano', SubnetId: ref(site.names.proxySubnet) },
      }),
  ],
  ['a wide group, with no routes', (site) => wideGroup(site)],
  [
    'a wide group behind a closed ACL, with routes',
    (site) => {
      egress({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }, 'Wide')(site);
      closedAcl(site);
      route({ NatGatewayId: ref(nat(site)) })(site);
    },
  ],
  ['an ACL of the agent that lets only the network in and out', closedAcl],
  [
    'a black hole',
    (site) => {
      wideGroup(site);
      route({ NatGatewayId: ref(nat(site)) }, { DestinationCidrBlock: '255.255.255.255/32' })(site);
    },
  ],
  [
    'a route to a loopback block',
    (site) => {
      wideGroup(site);
      route({ NatGatewayId: ref(nat(site)) }, { DestinationCidrBlock: '127.0.0.0/8' })(site);
    },
  ],
  [
    'a more specific rule to the proxy',
    (site) => egress({ IpProtocol: 'tcp', FromPort: 3128, ToPort: 3128, CidrIp: `${site.names.block}.1.0/24` })(site),
  ],
  [
    'a rule to an address that nobody has',
    (site) => egress({ IpProtocol: 'tcp', FromPort: 9999, ToPort: 9999, CidrIp: `${site.names.block}.200.7/32` })(site),
  ],
  ['a rule to documentation addresses without a route', (site) => egress({ IpProtocol: '-1', CidrIp: '192.0.2.0/24' })(site)],
  [
    'a wide group that nobody is in',
    (site) =>
      site.add('Nobody', 'EC2::SecurityGroup', {
        ...{ GroupDescription: 'nobody', VpcId: ref(site.names.vpc) },
        SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }],
      }),
  ],
  [
    'a closed second group',
    (site) => {
      site.add('Second', 'EC2::SecurityGroup', {
        ...{
          GroupDescription: 'second',
          VpcId: ref(site.names.vpc),
          SecurityGroupEgress: [{ IpProtocol: '-1', CidrIp: '127.0.0.1/32' }],
        },
      });
      site.fixture.groups(site).push(att('Second', 'GroupId'));
    },
  ],
  [
    'an open endpoint that the group does not reach',
    (site) => {
      site.add('OpenGroup', 'EC2::SecurityGroup', {
        ...{ GroupDescription: 'endpoint', VpcId: ref(site.names.vpc) },
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: `${site.names.block}.0.0/16` }],
      });
      site.add('OpenEndpoint', 'EC2::VPCEndpoint', {
        ...{ VpcId: ref(site.names.vpc), VpcEndpointType: 'Interface', SubnetIds: [ref(site.names.subnets[0] as string)] },
        ...{ ServiceName: sub('com.amazonaws.${AWS::Region}.sts'), SecurityGroupIds: [ref('OpenGroup')] },
      });
    },
  ],
  [
    'an open endpoint in another network',
    (site) => {
      elsewhere(site);
      site.add('OfficeS3', 'EC2::VPCEndpoint', {
        ...{ VpcId: ref('Office'), VpcEndpointType: 'Gateway', RouteTableIds: [ref('OfficeTable')] },
        ServiceName: sub('com.amazonaws.${AWS::Region}.s3'),
      });
    },
  ],
  [
    'a deny before everything in the endpoint policy',
    (site) =>
      site.properties(site.names.s3).PolicyDocument.Statement.unshift({
        ...{ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*' },
        Condition: { StringNotEquals: { 'aws:PrincipalAccount': ref('AWS::AccountId') } },
      }),
  ],
  [
    'an endpoint policy for this account',
    (site) =>
      site.set(site.names.s3, {
        PolicyDocument: policy({
          Principal: '*',
          ...allow('*', '*', { Condition: { StringEquals: { 'aws:ResourceAccount': ref('AWS::AccountId') } } }),
        }),
      }),
  ],
  [
    'an endpoint policy that allows all and denies other accounts',
    (site) =>
      site.set(site.names.s3, {
        PolicyDocument: policy(
          { Principal: '*', ...allow('*') },
          {
            Effect: 'Deny',
            Principal: '*',
            Action: '*',
            Resource: '*',
            Condition: { StringNotEquals: { 'aws:ResourceAccount': ref('AWS::AccountId') } },
          },
        ),
      }),
  ],
  [
    'an endpoint policy that reads what AWS publishes',
    (site) =>
      site.properties(site.names.s3).PolicyDocument.Statement.push({
        Principal: '*',
        ...allow('s3:GetObject', [
          sub('arn:aws:s3:::prod-${AWS::Region}-starport-layer-bucket/*'),
          'arn:aws:s3:::amazonlinux-2-repos-eu-west-1/*',
        ]),
      }),
  ],
  [
    'the role reads and writes its own bucket',
    (site) => {
      site.add('Work', 'S3::Bucket', {});
      may(allow(['s3:GetObject', 's3:PutObject'], sub('${Work.Arn}/*')), allow('s3:ListBucket', att('Work', 'Arn')))(site);
    },
  ],
  [
    'the role writes logs and figures',
    may(allow(['logs:CreateLogStream', 'logs:PutLogEvents', 'cloudwatch:PutMetricData', 'xray:PutTraceSegments'])),
  ],
  [
    'the role sends to a queue of the system',
    (site) => {
      site.add('Queue', 'SQS::Queue', {});
      may(allow(['sqs:SendMessage', 'sqs:ReceiveMessage'], att('Queue', 'Arn')))(site);
    },
  ],
  [
    'the role describes things',
    may(allow(['ec2:Describe*', 'ecs:List*', 'ecs:Describe*', 'iam:GetRole', 'sts:GetCallerIdentity'])),
  ],
];

/** What stays harmless where it is known how the agent is started. */
export const harmlessWhereStarted: readonly Harmless[] = [
  [
    'routes to an internet gateway, without a public address',
    (site) => {
      wideGroup(site);
      route({ GatewayId: ref(gateway(site)) })(site);
    },
  ],
];
