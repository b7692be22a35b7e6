import { describe, expect, test } from 'vitest';
import { type ConfinementContext, confinement } from '../../../../lib/verify/cloudformation/policy-language/confinement';
import { statementsOf } from '../../../../lib/verify/cloudformation/policy-language/parse-policy';
import { type Fields, Reference, type Value } from '../../../../lib/verify/world/value';
import {
  account,
  allow,
  closed,
  deny,
  free,
  imported,
  join,
  partition,
  place,
  policy,
  reference,
  region,
  resources,
  when,
} from './world';

const everyone = { Principal: '*' };
const ownResources = when('StringEquals', 'aws:ResourceAccount', account);
const ownPrincipals = when('StringEquals', 'aws:PrincipalAccount', account);
const layers = join('arn:', partition, ':s3:::prod-', region, '-starport-layer-bucket/*');
const objects = join('arn:aws:s3:::', reference('Bucket'), '/*');
const secretArn = (owner: Value) => join('arn:aws:secretsmanager:*:', owner, ':secret:*');
const role = (...statements: readonly Value[]): Partial<ConfinementContext> => ({
  rolePolicies: statementsOf(policy(...statements), place, resources),
});
const verdict = (document: Value | undefined, service = 's3', more: Partial<ConfinementContext> = {}) =>
  confinement(document, service, place, { resources, ...more }).verdict;

describe('an endpoint is confined by', () => {
  test.each<[string, Value, string]>([
    ['this account’s resources', policy(allow('*', '*', { ...everyone, ...ownResources })), 's3'],
    [
      'this account’s resources under the older key of S3',
      policy(allow('s3:*', '*', when('StringEquals', 's3:ResourceAccount', account))),
      's3',
    ],
    ['a bucket in the inputs', policy(allow('s3:*', [reference('Bucket', 'Arn'), objects])), 's3'],
    ['a bucket in the inputs by its written name', policy(allow('s3:*', 'arn:aws:s3:::acme-artifacts/*')), 's3'],
    ['image layers for reading', policy(allow('s3:GetObject', layers)), 's3'],
    [
      'image layers in a written region',
      policy(allow('s3:GetObject', 'arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*')),
      's3',
    ],
    [
      'package repositories for reading',
      policy(allow('s3:GetObject', join('arn:aws:s3:::al2023-repos-', region, '-de612dc2/*'))),
      's3',
    ],
    [
      'a repository in the inputs',
      policy(allow(['ecr:BatchGetImage'], reference('Repository', 'Arn'))),
      'com.amazonaws.eu-west-1.ecr.dkr',
    ],
    ['ARNs of this account', policy(allow('secretsmanager:GetSecretValue', secretArn(account))), 'secretsmanager'],
    [
      'a name in this account that is a parameter',
      policy(allow('ecr:*', join('arn:aws:ecr:', region, ':', account, ':repository/', free))),
      'ecr.dkr',
    ],
    ['a secret in the inputs', policy(allow('secretsmanager:GetSecretValue', reference('Secret'))), 'secretsmanager'],
    ['a resource of a type without a known shape', policy(allow('widget:Use', reference('Thing', 'Arn'))), 'widget'],
    ['a token for this account’s principals', policy(allow('ecr:GetAuthorizationToken', '*', ownPrincipals)), 'ecr.api'],
    [
      'a token for one role',
      policy(allow('ecr:GetAuthorizationToken', '*', when('ArnEquals', 'aws:PrincipalArn', reference('Role', 'Arn')))),
      'ecr.api',
    ],
    [
      'a token for the account by name',
      policy(allow('ecr:GetAuthorizationToken', '*', { Principal: { AWS: account } })),
      'ecr.api',
    ],
    [
      'a token for the account’s root',
      policy(allow('sts:GetCallerIdentity', '*', { Principal: { AWS: join('arn:aws:iam::', account, ':root') } })),
      'sts',
    ],
    [
      'metrics of this account’s principals',
      policy(allow('cloudwatch:PutMetricData', '*', ownPrincipals)),
      'com.amazonaws.eu-west-1.monitoring',
    ],
    ['a channel of this account’s principals', policy(allow('ssmmessages:*', '*', ownPrincipals)), 'ssmmessages'],
    [
      'models for this account’s principals',
      policy(allow('bedrock:InvokeModel', 'arn:aws:bedrock:*::foundation-model/*', ownPrincipals)),
      'bedrock-runtime',
    ],
    [
      'a deny of all but this account’s resources',
      policy(allow('*'), deny('*', '*', when('StringNotEquals', 'aws:ResourceAccount', account))),
      's3',
    ],
    [
      'the same deny of a missing key too',
      policy(allow('*'), deny('*', '*', when('StringNotEqualsIfExists', 'aws:ResourceAccount', account))),
      's3',
    ],
    [
      'a deny that spares services',
      policy(
        allow('*'),
        deny('*', '*', {
          Condition: {
            StringNotEquals: { 'aws:ResourceAccount': account },
            BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
          },
        }),
      ),
      's3',
    ],
    [
      'a deny of all but a bucket in the inputs',
      policy(allow('*'), { Effect: 'Deny', Action: '*', NotResource: [objects] }),
      's3',
    ],
    [
      'a deny of all actions but a read of layers',
      policy(allow('*', layers), { Effect: 'Deny', NotAction: 's3:GetObject', Resource: '*' }),
      's3',
    ],
    [
      'a deny of strangers, and ARNs',
      policy(
        allow('ecr:*', reference('Repository', 'Arn')),
        deny('*', '*', when('StringNotEquals', 'aws:PrincipalAccount', account)),
      ),
      'ecr.api',
    ],
    [
      'a deny of strangers for what has no resource',
      policy(allow('ecr:GetAuthorizationToken'), deny('*', '*', when('StringNotEquals', 'aws:PrincipalAccount', account))),
      'ecr.api',
    ],
    ['an allow that is denied again', policy(allow('s3:*'), deny('s3:*')), 's3'],
    ['no statement', policy(), 's3'],
    ['denies only', policy(deny('s3:PutObject')), 's3'],
    ['actions of other services only', policy(allow('s3:*')), 'ecr.api'],
    [
      'the caller’s account, and callers of this account',
      policy(
        allow('s3:*', '*', {
          Condition: { StringEquals: { 'aws:ResourceAccount': `\${aws:PrincipalAccount}`, 'aws:PrincipalAccount': account } },
        }),
      ),
      's3',
    ],
    [
      'a key that must be there',
      policy(
        allow('s3:*', '*', {
          Condition: { StringEqualsIfExists: { 'aws:ResourceAccount': account }, Null: { 'aws:ResourceAccount': 'false' } },
        }),
      ),
      's3',
    ],
    ['services only', policy(allow('*', '*', when('Bool', 'aws:PrincipalIsAWSService', 'true'))), 's3'],
    ['an access point of this account', policy(allow('s3:*', join('arn:aws:s3:', region, ':', account, ':accesspoint/x'))), 's3'],
    [
      'a service named with a reference',
      policy(allow('ecr:GetAuthorizationToken', '*', ownPrincipals)),
      `com.amazonaws.\${AWS::Region}.ecr.api`,
    ],
    [
      'JSON text',
      '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::amazonlinux-2-repos-us-east-1/*"}]}',
      's3',
    ],
    [
      'JSON text around references',
      join('{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::', reference('Bucket'), '/*"}}'),
      's3',
    ],
  ])('%s', (_, document, service) => {
    expect(confinement(document, service, place, { resources })).toEqual({ verdict: 'confined', reasons: [] });
  });
});

describe('an endpoint is open with', () => {
  test.each<[string, Value | undefined, string]>([
    ['no policy', undefined, 's3'],
    ['the default policy', policy(allow('*', '*', everyone)), 's3'],
    ['one wide statement among narrow ones', policy(allow('s3:GetObject', layers), allow('s3:PutObject')), 's3'],
    ['any bucket for reading', policy(allow('s3:GetObject', 'arn:aws:s3:::*/*')), 's3'],
    ['a prefix of bucket names', policy(allow('s3:*', 'arn:aws:s3:::acme-*/*')), 's3'],
    ['a prefix of published names', policy(allow('s3:GetObject', 'arn:aws:s3:::prod-*-starport-layer-bucket/*')), 's3'],
    ['a bucket that is a parameter', policy(allow('s3:*', join('arn:aws:s3:::', free, '/*'))), 's3'],
    ['a bucket that is a policy variable', policy(allow('s3:*', `arn:aws:s3:::\${aws:PrincipalAccount}/*`)), 's3'],
    ['writes to a published bucket', policy(allow('s3:*', layers)), 's3'],
    ['a resource that is a parameter', policy(allow('s3:*', free)), 's3'],
    ['an action that is a parameter', policy(allow(free)), 's3'],
    ['an organisation', policy(allow('*', '*', when('StringEquals', 'aws:ResourceOrgID', 'o-acme'))), 's3'],
    ['an organisation of callers', policy(allow('*', '*', when('StringEquals', 'aws:PrincipalOrgID', 'o-acme'))), 's3'],
    ['this network', policy(allow('*', '*', when('StringEquals', 'aws:SourceVpc', 'vpc-1'))), 's3'],
    ['a key that may be missing', policy(allow('*', '*', when('StringEqualsIfExists', 'aws:ResourceAccount', account))), 's3'],
    ['a set that may be empty', policy(allow('*', '*', when('ForAllValues:StringEquals', 'aws:ResourceAccount', account))), 's3'],
    ['everything but this account', policy(allow('*', '*', when('StringNotEquals', 'aws:ResourceAccount', account))), 's3'],
    ['a wildcard account', policy(allow('*', '*', when('StringLike', 'aws:ResourceAccount', '*'))), 's3'],
    ['this account and every other', policy(allow('*', '*', when('StringLike', 'aws:ResourceAccount', [account, '*']))), 's3'],
    [
      'this account and another',
      policy(allow('*', '*', when('StringEquals', 'aws:ResourceAccount', [account, '999999999999']))),
      's3',
    ],
    [
      'two accounts',
      policy(allow('*', '*', when('StringEquals', 'aws:ResourceAccount', ['111111111111', '999999999999']))),
      's3',
    ],
    [
      'all but what a deny leaves to this account and another',
      policy(allow('*'), deny('*', '*', when('StringNotEquals', 'aws:ResourceAccount', [account, '999999999999']))),
      's3',
    ],
    ['an account that is a parameter', policy(allow('*', '*', when('StringEquals', 'aws:ResourceAccount', free))), 's3'],
    [
      'the caller’s account alone',
      policy(allow('*', '*', when('StringEquals', 'aws:ResourceAccount', `\${aws:PrincipalAccount}`))),
      's3',
    ],
    ['ARNs of every account', policy(allow('secretsmanager:*', secretArn('*'))), 'secretsmanager'],
    ['ARNs of an account that is a parameter', policy(allow('secretsmanager:*', secretArn(free))), 'secretsmanager'],
    ['ARNs of the caller’s account', policy(allow('secretsmanager:*', secretArn(`\${aws:PrincipalAccount}`))), 'secretsmanager'],
    ['everything but a resource', policy({ Effect: 'Allow', Action: '*', NotResource: objects }), 's3'],
    ['everything but an action', policy({ Effect: 'Allow', NotAction: 's3:DeleteObject', Resource: '*' }), 's3'],
    ['a token for everyone', policy(allow('ecr:GetAuthorizationToken', '*', everyone)), 'ecr.api'],
    [
      'a token for roles of a name in any account',
      policy(allow('ecr:GetAuthorizationToken', '*', when('ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/agent'))),
      'ecr.api',
    ],
    [
      'models for everyone',
      policy(allow('bedrock:InvokeModel', 'arn:aws:bedrock:*::foundation-model/*', everyone)),
      'bedrock-runtime',
    ],
    [
      'a deny of some actions only',
      policy(allow('*'), deny('s3:PutObject', '*', when('StringNotEquals', 'aws:ResourceAccount', account))),
      's3',
    ],
    [
      'a deny for one principal only',
      policy(
        allow('*'),
        deny('*', '*', {
          Principal: { AWS: reference('Role', 'Arn') },
          ...when('StringNotEquals', 'aws:ResourceAccount', account),
        }),
      ),
      's3',
    ],
    [
      'a deny that also wants something else',
      policy(
        allow('*'),
        deny('*', '*', { Condition: { StringNotEquals: { 'aws:ResourceAccount': account, 'aws:SourceVpc': 'vpc-1' } } }),
      ),
      's3',
    ],
    [
      'a deny that spares those without credentials',
      policy(
        allow('*'),
        deny('*', '*', {
          Condition: { StringNotEquals: { 'aws:ResourceAccount': account }, Bool: { 'aws:PrincipalIsAWSService': 'false' } },
        }),
      ),
      's3',
    ],
    [
      'a deny of strangers to an organisation',
      policy(allow('*'), deny('*', '*', when('StringNotEquals', 'aws:ResourceOrgID', 'o-acme'))),
      's3',
    ],
    [
      'a deny of this account itself',
      policy(allow('*'), deny('*', '*', when('StringEquals', 'aws:ResourceAccount', account))),
      's3',
    ],
    [
      'a deny of all but many, one of them unbound',
      policy(allow('*'), { Effect: 'Deny', Action: '*', NotResource: [objects, 'arn:aws:s3:::*'] }),
      's3',
    ],
    ['short ARNs of private APIs', policy(allow('execute-api:Invoke', 'execute-api:/*')), 'execute-api'],
    [
      'services, or those without credentials',
      policy(allow('*', '*', when('BoolIfExists', 'aws:PrincipalIsAWSService', 'true'))),
      's3',
    ],
    ['no services', policy(allow('*', '*', when('Bool', 'aws:PrincipalIsAWSService', 'false'))), 's3'],
    ['a bucket’s name and more', policy(allow('s3:*', join('arn:aws:s3:::', reference('Bucket'), '*'))), 's3'],
    ['ARNs of any service without an account', policy(allow('s3:*', 'arn:aws:*:::*')), 's3'],
    [
      'ARNs whose account only starts as this one',
      policy(allow('secretsmanager:*', secretArn(join(account, '*')))),
      'secretsmanager',
    ],
    ['a wildcard for an ARN', policy(allow('s3:*', 'arn:aws:s3:*')), 's3'],
  ])('%s', (_, document, service) => {
    expect(verdict(document, service)).toBe('open');
  });
});

describe('it hangs on what is not in the inputs with', () => {
  test.each<[string, Value, string]>([
    ['a policy from outside', imported, 's3'],
    ['text that is not JSON', 'allow', 's3'],
    ['a statement from outside', policy(imported), 's3'],
    ['an effect from outside', policy({ Effect: imported, Action: '*', Resource: '*' }), 's3'],
    ['a bucket that is only named', policy(allow('s3:*', 'arn:aws:s3:::somebodys-bucket/*')), 's3'],
    ['a bucket from outside', policy(allow('s3:*', join('arn:aws:s3:::', imported, '/*'))), 's3'],
    ['a written account', policy(allow('secretsmanager:*', secretArn('111122223333'))), 'secretsmanager'],
    [
      'an account that may be this one',
      policy(allow('*', '*', when('StringEquals', 'aws:ResourceAccount', '999999999999'))),
      's3',
    ],
    ['an account from outside', policy(allow('*', '*', when('StringEquals', 'aws:ResourceAccount', imported))), 's3'],
    ['an account of a narrow parameter', policy(allow('*', '*', when('StringEquals', 'aws:ResourceAccount', closed))), 's3'],
    ['a condition from outside', policy(allow('*', '*', { Condition: imported })), 's3'],
    ['what a custom resource returns', policy(allow('s3:*', reference('Custom', 'Arn'))), 's3'],
    ['what isn’t in the inputs', policy(allow('s3:*', new Reference('App/Gone', 'Arn'))), 's3'],
    ['a deny from outside', policy(allow('*'), { Effect: 'Deny', Action: imported, Resource: '*' }), 's3'],
    [
      'an access point of any region, as object keys have colons',
      policy(allow('s3:*', join('arn:aws:s3:*:', account, ':accesspoint/x'))),
      's3',
    ],
    ['principals only, and a role that isn’t known', policy(allow('s3:*', '*', ownPrincipals)), 's3'],
  ])('%s', (_, document, service) => {
    expect(verdict(document, service)).toBe('unknown');
  });
});

describe('bound to this account’s principals only, it hangs on what their role may do:', () => {
  const principals = policy(allow('s3:*', '*', ownPrincipals));
  test.each<[string, Partial<ConfinementContext>, string]>([
    ['nothing', { rolePolicies: [] }, 'confined'],
    ['something else', role(allow('sqs:SendMessage')), 'confined'],
    ['things of this account', role(allow('s3:PutObject', objects)), 'confined'],
    ['anything of this account', role(allow('s3:PutObject', '*', ownResources)), 'confined'],
    [
      'what is denied elsewhere',
      role(allow('s3:*'), deny('s3:*', '*', when('StringNotEquals', 'aws:ResourceAccount', account))),
      'confined',
    ],
    ['everything', role(allow('*')), 'open'],
    ['any bucket', role(allow('s3:PutObject')), 'open'],
    ['a bucket that is a parameter', role(allow('s3:PutObject', join('arn:aws:s3:::', free, '/*'))), 'open'],
    ['a bucket that is only named', role(allow('s3:PutObject', 'arn:aws:s3:::somebodys-bucket/*')), 'unknown'],
    ['what isn’t known', role(imported), 'unknown'],
    [
      'any bucket under a condition that isn’t known',
      role(allow('s3:PutObject', '*', when('StringEquals', 'aws:SourceVpc', 'vpc-1'))),
      'unknown',
    ],
    [
      'any bucket, but only through a service',
      role(allow('s3:PutObject', '*', when('Bool', 'aws:ViaAWSService', 'true'))),
      'confined',
    ],
  ])('%s', (_, more, expected) => {
    expect(verdict(principals, 's3', more)).toBe(expected);
  });
});

test('what the role may do counts only where the endpoint admits it', () => {
  const named = policy(allow('s3:*', 'arn:aws:s3:::somebodys-bucket/*', ownPrincipals));
  expect(verdict(named, 's3', role(allow('s3:PutObject', 'arn:aws:s3:::another-bucket/*')))).toBe('confined');
  expect(verdict(named, 's3', role(allow('s3:PutObject', 'arn:aws:s3:::somebodys-bucket/*')))).toBe('unknown');
});

describe('for one other role of the account', () => {
  const all = role(allow('*'));
  const starting = policy(allow('s3:*', '*', when('ArnEquals', 'aws:PrincipalArn', reference('Admin', 'Arn'))));
  test.each<[string, Partial<ConfinementContext>, string]>([
    ['it is confined, as no agent has it', { roleArns: [reference('Role', 'Arn')], ...all }, 'confined'],
    ['it is open if an agent has it', { roleArns: [reference('Admin', 'Arn')], ...all }, 'open'],
    ['it is open if an agent may have it', { roleArns: [imported], ...all }, 'open'],
    ['it hangs on what agents have', {}, 'unknown'],
  ])('%s', (_, more, expected) => {
    expect(verdict(starting, 's3', more)).toBe(expected);
  });
});

describe('written accounts', () => {
  const named = policy(allow('secretsmanager:*', secretArn('111122223333')));
  test.each<[string, Partial<ConfinementContext>, string]>([
    ['this one', { account: '111122223333' }, 'confined'],
    ['a trusted one', { account: '444455556666', trustedAccounts: ['111122223333'] }, 'confined'],
    ['another', { account: '444455556666' }, 'open'],
  ])('%s', (_, more, expected) => {
    expect(verdict(named, 'secretsmanager', more)).toBe(expected);
  });
});

describe('an endpoint through which tasks are started', () => {
  const starting = {
    Condition: { StringEquals: { 'aws:PrincipalAccount': account }, ArnEquals: { 'aws:PrincipalArn': reference('Role', 'Arn') } },
  };
  const strangers = deny('*', '*', { ...everyone, ...when('StringNotEquals', 'aws:PrincipalAccount', account) });
  const admitting = (action: Value, resource: Value) => policy(strangers, allow(action, resource, { ...everyone, ...starting }));
  test.each<[string, string, Fields]>([
    ['for tokens', 'ecr.api', admitting('ecr:GetAuthorizationToken', '*')],
    [
      'for images',
      'ecr.dkr',
      admitting(
        ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
        reference('Repository', 'Arn'),
      ),
    ],
    ['for logs', 'logs', admitting(['logs:CreateLogStream', 'logs:PutLogEvents'], reference('Logs', 'Arn'))],
    ['before any task is admitted', 'ecr.api', policy(strangers)],
  ])('is confined %s', (_, service, document) => {
    expect(verdict(document, service, { rolePolicies: [] })).toBe('confined');
  });
});

test('a bucket that the user knows to be AWS’s counts as such', () => {
  const document: Fields = policy(allow('s3:GetObject', 'arn:aws:s3:::amazon-eks/*'));
  expect(verdict(document)).toBe('unknown');
  expect(verdict(document, 's3', { awsOwnedBuckets: ['amazon-eks'] })).toBe('confined');
});

test('the reason names the statement, the action and the resource', () => {
  expect(confinement(policy(allow('s3:GetObject', layers), allow('s3:PutObject')), 's3', place, { resources }).reasons).toEqual([
    { why: "allows s3:PutObject on *, which may be another account's", place: { ...place, pointer: '/Policy/Statement/1' } },
  ]);
});

test('the reason says what a parameter was taken to be', () => {
  expect(confinement(policy(allow('s3:GetObject', free)), 's3', place, { resources }).reasons[0]?.why).toBe(
    "allows s3:GetObject on *, which may be another account's, with Free=*",
  );
});
