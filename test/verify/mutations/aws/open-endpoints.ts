import type { Opening } from './row';
import { att, ref, type Site, sub } from './site';

const policy = (...Statement: Record<string, unknown>[]) => ({ Version: '2012-10-17', Statement });
const allow = (fields: Record<string, unknown>) => ({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*', ...fields });
const deny = (fields: Record<string, unknown>) => ({ Effect: 'Deny', Principal: '*', Action: '*', Resource: '*', ...fields });
const where = (operator: string, key: string, value: unknown) => ({ Condition: { [operator]: { [key]: value } } });
const account = ref('AWS::AccountId');

const s3 = (site: Site) => site.names.s3;
const set =
  (...statements: Record<string, unknown>[]) =>
  (site: Site) =>
    site.set(site.names.s3, { PolicyDocument: policy(...statements) });

/** The agent's role may do everything in S3, so that a policy that looks at the caller alone holds nothing. */
const writing = (site: Site) =>
  site.add('Writing', 'IAM::Policy', {
    ...{ PolicyName: 'writing', Roles: [ref(site.names.role)] },
    PolicyDocument: policy({ Effect: 'Allow', Action: 's3:*', Resource: '*' }),
  });

export const openEndpoints: readonly Opening[] = [
  ['without a policy', (site) => delete site.properties(site.names.s3).PolicyDocument, s3],
  ['full access, as the default policy has it', set(allow({})), s3],
  ['S3 altogether', set(allow({ Action: 's3:*' })), s3],
  ['putting objects anywhere', set(allow({ Action: ['s3:PutObject'] })), s3],
  ['reading objects anywhere', set(allow({ Action: 's3:Get*' })), s3],
  ['actions by exclusion', set({ Effect: 'Allow', Principal: '*', NotAction: 's3:DeleteObject', Resource: '*' }), s3],
  [
    'resources by exclusion',
    set({ Effect: 'Allow', Principal: '*', Action: 's3:PutObject', NotResource: 'arn:aws:s3:::other/*' }),
    s3,
  ],
  ['a bucket of somebody else', set(allow({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::*' })), s3],
  ['buckets whose names begin alike', set(allow({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::company-*/*' })), s3],
  ['an object key in any bucket', set(allow({ Action: 's3:PutObject', Resource: 'arn:aws:s3:::*/agents/*' })), s3],
  [
    'a bucket that a parameter says',
    (site) =>
      site.set(site.names.s3, {
        PolicyDocument: policy(
          allow({ Action: 's3:PutObject', Resource: { 'Fn::Join': ['', ['arn:aws:s3:::', site.parameter('Name'), '/*']] } }),
        ),
      }),
    s3,
  ],
  ['resources of an organisation', set(allow(where('StringEquals', 'aws:ResourceOrgID', 'o-1234567890'))), s3],
  [
    'principals of this account, of whom the agent writes elsewhere',
    (site) => {
      writing(site);
      set(allow(where('StringEquals', 'aws:PrincipalAccount', account)))(site);
    },
    s3,
  ],
  ['principals of an organisation', set(allow(where('StringEquals', 'aws:PrincipalOrgID', 'o-1234567890'))), s3],
  ['resources of this account, if any is stated', set(allow(where('StringEqualsIfExists', 'aws:ResourceAccount', account))), s3],
  ['resources of any account', set(allow(where('StringLike', 'aws:ResourceAccount', '*'))), s3],
  ['resources of all other accounts', set(allow(where('StringNotEquals', 'aws:ResourceAccount', account))), s3],
  [
    'resources of an account that a parameter says',
    (site) =>
      site.set(site.names.s3, {
        PolicyDocument: policy(allow(where('StringEquals', 'aws:ResourceAccount', site.parameter('Account')))),
      }),
    s3,
  ],
  [
    'resources of the account that the caller names',
    set(allow(where('StringEquals', 'aws:ResourceAccount', '${aws:PrincipalTag/account}'))),
    s3,
  ],
  ['requests by TLS', set(allow(where('Bool', 'aws:SecureTransport', 'true'))), s3],
  ['requests from this network', set(allow({ Condition: { StringEquals: { 'aws:SourceVpc': ref('Room') } } })), s3],
  ['a region', set(allow(where('StringEquals', 'aws:RequestedRegion', ref('AWS::Region')))), s3],
  [
    'everything but what a deny takes back for one action',
    set(allow({}), deny({ Action: 's3:PutObject', ...where('StringNotEquals', 'aws:ResourceAccount', account) })),
    s3,
  ],
  [
    'everything but what a deny takes back for one principal',
    set(
      allow({}),
      deny({ Principal: { AWS: 'arn:aws:iam::999999999999:root' }, ...where('StringNotEquals', 'aws:ResourceAccount', account) }),
    ),
    s3,
  ],
  [
    'everything but what a deny takes back, if it is stated',
    set(
      allow({}),
      deny({ Condition: { StringNotEquals: { 'aws:ResourceAccount': account }, Bool: { 'aws:SecureTransport': 'false' } } }),
    ),
    s3,
  ],
  [
    'writing to a bucket that AWS publishes',
    set(allow({ Action: 's3:PutObject', Resource: sub('arn:aws:s3:::prod-${AWS::Region}-starport-layer-bucket/*') })),
    s3,
  ],
  [
    'own bucket or a stranger, by a condition',
    (site) => {
      site.parameter('Mode', { AllowedValues: ['closed', 'open'] });
      site.condition('IsOpen', { 'Fn::Equals': [ref('Mode'), 'open'] });
      const own = site.properties(site.names.s3).PolicyDocument;
      site.set(site.names.s3, { PolicyDocument: { 'Fn::If': ['IsOpen', ref('AWS::NoValue'), own] } });
    },
    s3,
  ],
  ['a policy as JSON text', (site) => site.set(site.names.s3, { PolicyDocument: JSON.stringify(policy(allow({}))) }), s3],
  [
    'an interface endpoint of S3 without a policy',
    (site) => {
      site.add('EndpointGroup', 'EC2::SecurityGroup', {
        ...{ GroupDescription: 'endpoint', VpcId: ref(site.names.vpc) },
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: `${site.names.block}.0.0/16` }],
      });
      site.add('AgentToEndpoint', 'EC2::SecurityGroupEgress', {
        ...{ GroupId: { 'Fn::GetAtt': [site.names.group, 'GroupId'] }, IpProtocol: 'tcp', FromPort: 443, ToPort: 443 },
        DestinationSecurityGroupId: { 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] },
      });
      site.add('Opening', 'EC2::VPCEndpoint', {
        ...{ VpcId: ref(site.names.vpc), VpcEndpointType: 'Interface', SubnetIds: [ref(site.names.subnets[0] as string)] },
        ...{
          ServiceName: sub('com.amazonaws.${AWS::Region}.s3'),
          SecurityGroupIds: [{ 'Fn::GetAtt': ['EndpointGroup', 'GroupId'] }],
        },
      });
    },
  ],
  [
    'an interface endpoint of a model without a policy',
    (site) => {
      site.add('EndpointGroup', 'EC2::SecurityGroup', {
        ...{ GroupDescription: 'endpoint', VpcId: ref(site.names.vpc) },
        SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, SourceSecurityGroupId: ref(site.names.group) }],
      });
      site.add('AgentToEndpoint', 'EC2::SecurityGroupEgress', {
        ...{
          GroupId: ref(site.names.group),
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          CidrIp: `${site.names.block}.0.0/16`,
        },
      });
      site.add('Opening', 'EC2::VPCEndpoint', {
        ...{ VpcId: ref(site.names.vpc), VpcEndpointType: 'Interface', SubnetIds: [ref(site.names.subnets[0] as string)] },
        ...{ ServiceName: sub('com.amazonaws.${AWS::Region}.sts'), SecurityGroupIds: [ref('EndpointGroup')] },
      });
    },
  ],
  [
    "the system's own bucket, which everybody may read",
    (site) => {
      site.add('Shown', 'S3::Bucket', {
        PublicAccessBlockConfiguration: { BlockPublicPolicy: false, RestrictPublicBuckets: false },
      });
      site.add('Opening', 'S3::BucketPolicy', {
        Bucket: ref('Shown'),
        PolicyDocument: policy(allow({ Action: 's3:GetObject', Resource: sub('${Shown.Arn}/*') })),
      });
      set(allow({ Action: 's3:PutObject', Resource: sub('${Shown.Arn}/*') }))(site);
      writing(site);
    },
  ],
  [
    "the system's own bucket, which is copied to another account",
    (site) => {
      site.add('Opening', 'S3::Bucket', {
        ReplicationConfiguration: {
          Role: att(site.names.proxyRole, 'Arn'),
          Rules: [{ Status: 'Enabled', Destination: { Bucket: 'arn:aws:s3:::theirs', Account: '999999999999' } }],
        },
      });
      set(allow({ Action: 's3:PutObject', Resource: sub('${Opening.Arn}/*') }))(site);
      writing(site);
    },
  ],
];
