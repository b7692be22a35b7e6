import type { Opening } from './row';
import { att, ref, type Site, sub } from './site';

const policy = (...Statement: Record<string, unknown>[]) => ({ Version: '2012-10-17', Statement });
const allow = (Action: unknown, Resource: unknown = '*', more = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const deny = (Action: unknown, Resource: unknown = '*', more = {}) => ({ Effect: 'Deny', Action, Resource, ...more });

/** The agent's role has a policy `Opening`. */
const may =
  (...statements: Record<string, unknown>[]) =>
  (site: Site, more: object = {}) =>
    site.add(
      'Opening',
      'IAM::Policy',
      { PolicyName: 'opening', PolicyDocument: policy(...statements), Roles: [ref(site.names.role)] },
      more,
    );

const managed = (name: string) => (site: Site) => {
  const role = site.properties(site.names.role);
  role.ManagedPolicyArns = [...(role.ManagedPolicyArns ?? []), sub(`arn:\${AWS::Partition}:iam::aws:policy/${name}`)];
};

const secret = (site: Site) => ref(site.names.secret);
const theRole = (site: Site) => site.names.role;
const agentArn = (site: Site) => att(site.names.role, 'Arn');

export const openRoles: readonly Opening[] = [
  ['reads the credential', (site) => may(allow('secretsmanager:GetSecretValue', secret(site)))(site)],
  ['reads every secret', (site) => may(allow('secretsmanager:GetSecretValue'))(site)],
  ['reads secrets by a wildcard action', (site) => may(allow('secretsmanager:Get*'))(site)],
  ['reads secrets by a question mark', (site) => may(allow('secretsmanager:GetSecretValu?'))(site)],
  ['reads secrets in other letters', (site) => may(allow('SecretsManager:getsecretvalue'))(site)],
  [
    'reads secrets by an ARN with wildcards',
    (site) => may(allow('secretsmanager:*', 'arn:aws:secretsmanager:*:*:secret:*'))(site),
  ],
  [
    'reads many secrets at once',
    (site) => may(allow(['secretsmanager:BatchGetSecretValue', 'secretsmanager:GetSecretValue']))(site),
  ],
  ['may do everything', (site) => may(allow('*'))(site)],
  ['may do everything but identity', (site) => may({ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' })(site)],
  [
    'may do everything to all but one bucket',
    (site) => may({ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::one' })(site),
  ],
  [
    'reads secrets by TLS only',
    (site) => may(allow('secretsmanager:GetSecretValue', '*', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }))(site),
  ],
  [
    'reads secrets of this account',
    (site) =>
      may(
        allow('secretsmanager:GetSecretValue', '*', {
          Condition: { StringEquals: { 'aws:ResourceAccount': ref('AWS::AccountId') } },
        }),
      )(site),
  ],
  [
    'reads secrets but those that a deny names otherwise',
    (site) =>
      may(
        allow('secretsmanager:GetSecretValue'),
        deny('secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:*:*:secret:other-*'),
      )(Object.assign(site.properties(site.names.secret), { Name: 'key' }) && site),
  ],
  [
    'reads secrets in one stage',
    (site) => {
      site.parameter('Stage', { AllowedValues: ['dev', 'prod'] });
      may(allow('secretsmanager:GetSecretValue'))(site, {
        Condition: site.condition('IsProduction', { 'Fn::Equals': [ref('Stage'), 'prod'] }),
      });
    },
  ],
  [
    'an inline policy',
    (site) =>
      site.set(site.names.role, {
        Policies: [{ PolicyName: 'opening', PolicyDocument: policy(allow('secretsmanager:GetSecretValue')) }],
      }),
    theRole,
  ],
  [
    'a customer-managed policy that names the role',
    (site) =>
      site.add('Opening', 'IAM::ManagedPolicy', {
        PolicyDocument: policy(allow('secretsmanager:*')),
        Roles: [ref(site.names.role)],
      }),
  ],
  [
    'a customer-managed policy that the role names',
    (site) => {
      site.add('Opening', 'IAM::ManagedPolicy', { PolicyDocument: policy(allow('secretsmanager:*')) });
      site.set(site.names.role, { ManagedPolicyArns: [ref('Opening')] });
    },
  ],
  [
    'a policy of its own type',
    (site) =>
      site.add('Opening', 'IAM::RolePolicy', {
        RoleName: ref(site.names.role),
        PolicyName: 'opening',
        PolicyDocument: policy(allow('secretsmanager:*')),
      }),
  ],
  ['administrator access', managed('AdministratorAccess'), theRole],
  ['power user access', managed('PowerUserAccess'), theRole],
  ['full access to secrets', managed('SecretsManagerReadWrite'), theRole],
  ['full access to identity', managed('IAMFullAccess'), theRole],
  ['full access to EC2', managed('AmazonEC2FullAccess'), theRole],
  ['full access to networks', managed('AmazonVPCFullAccess'), theRole],
  [
    'becomes the proxy',
    (site) => {
      may(allow('sts:AssumeRole', att(site.names.proxyRole, 'Arn')))(site);
      site.properties(site.names.proxyRole).AssumeRolePolicyDocument.Statement.push({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') },
      });
    },
  ],
  [
    "the proxy's role trusts the agent's",
    (site) =>
      site.properties(site.names.proxyRole).AssumeRolePolicyDocument.Statement.push({
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: agentArn(site) },
      }),
    (site) => site.names.proxyRole,
  ],
  ['widens roles', (site) => may(allow('iam:PutRolePolicy'))(site)],
  ['attaches policies', (site) => may(allow(['iam:AttachRolePolicy', 'iam:ListRoles']))(site)],
  ['rewrites policies', (site) => may(allow('iam:CreatePolicyVersion'))(site)],
  ['makes keys for users', (site) => may(allow('iam:CreateAccessKey'))(site)],
  [
    'passes any role to a function of its own',
    (site) => may(allow(['lambda:CreateFunction', 'lambda:InvokeFunction', 'iam:PassRole']))(site),
  ],
  ['starts instances with any role', (site) => may(allow(['ec2:RunInstances', 'iam:PassRole']))(site)],
  ['starts instances anywhere', (site) => may(allow('ec2:RunInstances'))(site)],
  ['adds routes', (site) => may(allow('ec2:CreateRoute'))(site)],
  ['opens security groups', (site) => may(allow('ec2:AuthorizeSecurityGroupEgress'))(site)],
  [
    "opens the agents' own group",
    (site) =>
      may(
        allow(
          'ec2:AuthorizeSecurityGroupEgress',
          sub(`arn:\${AWS::Partition}:ec2:\${AWS::Region}:\${AWS::AccountId}:security-group/\${${site.names.group}}`),
        ),
      )(site),
  ],
  ['changes interfaces', (site) => may(allow('ec2:Modify*'))(site)],
  ['attaches gateways', (site) => may(allow(['ec2:AttachInternetGateway', 'ec2:CreateInternetGateway']))(site)],
  ['opens names', (site) => may(allow('route53resolver:*'))(site)],
  ['rewrites endpoints', (site) => may(allow('ec2:ModifyVpcEndpoint'))(site)],
  ['changes stacks', (site) => may(allow('cloudformation:UpdateStack'))(site)],
  [
    'a boundary that bounds nothing',
    (site) => {
      may(allow('secretsmanager:GetSecretValue'))(site);
      site.add('Boundary', 'IAM::ManagedPolicy', { PolicyDocument: policy(allow('*')) });
      site.set(site.names.role, { PermissionsBoundary: ref('Boundary') });
    },
  ],
  [
    "the secret's own policy grants the agent",
    (site) =>
      site.add('Opening', 'SecretsManager::ResourcePolicy', {
        SecretId: secret(site),
        ResourcePolicy: policy({
          Effect: 'Allow',
          Action: 'secretsmanager:GetSecretValue',
          Resource: '*',
          Principal: { AWS: agentArn(site) },
        }),
      }),
  ],
  [
    "the secret's own policy grants everybody",
    (site) =>
      site.add('Opening', 'SecretsManager::ResourcePolicy', {
        SecretId: secret(site),
        ResourcePolicy: policy({ Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*', Principal: '*' }),
      }),
  ],
  [
    'reads parameters',
    (site) => may(allow('ssm:GetParameter*', sub('arn:aws:ssm:${AWS::Region}:${AWS::AccountId}:parameter/*')))(site),
  ],
  [
    'a policy of another stack for the exported role',
    (site) => {
      site.body.Outputs = { Role: { Value: ref(site.names.role), Export: { Name: 'agent-role' } } };
      site.beside.Other = {
        Resources: {
          Opening: {
            Type: 'AWS::IAM::Policy',
            Properties: {
              PolicyName: 'opening',
              PolicyDocument: policy(allow('secretsmanager:*')),
              Roles: [{ 'Fn::ImportValue': 'agent-role' }],
            },
          },
        },
      };
    },
  ],
];

/** What the agent's role may do to instances of the system. */
export const openHosts: readonly Opening[] = [
  ['runs commands on hosts', may(allow('ssm:SendCommand'))],
  ['opens sessions on hosts', may(allow('ssm:StartSession'))],
  ['sets the user data of hosts', may(allow('ec2:ModifyInstanceAttribute'))],
  [
    "passes the proxy's role to an instance of its own",
    may(allow('ec2:RunInstances'), allow('iam:PassRole', att('ProxyRole', 'Arn'))),
  ],
];

/** What the agent's role may do to tasks of the system. */
export const openServices: readonly Opening[] = [
  [
    "passes the proxy's role to a task of its own",
    may(allow(['ecs:RegisterTaskDefinition', 'ecs:RunTask']), allow('iam:PassRole', att('ProxyRole', 'Arn'))),
  ],
  ['runs commands in tasks', may(allow('ecs:ExecuteCommand'))],
  ['replaces services', may(allow('ecs:UpdateService'))],
  ["replaces the proxy's service", may(allow('ecs:UpdateService', ref('Proxy')))],
];
