import { describe, expect, test } from 'vitest';
import { allows, decide } from '../../../../lib/verify/cloudformation/policy-language/allows';
import { ask } from '../../../../lib/verify/cloudformation/policy-language/ask';
import { glyphsOf } from '../../../../lib/verify/cloudformation/policy-language/glyph';
import { mayAssume } from '../../../../lib/verify/cloudformation/policy-language/may-assume';
import { statementsOf } from '../../../../lib/verify/cloudformation/policy-language/parse-policy';
import type { Requester } from '../../../../lib/verify/cloudformation/policy-language/principal';
import { requesterFacts } from '../../../../lib/verify/cloudformation/policy-language/requester-facts';
import { expandedValue } from '../../../../lib/verify/cloudformation/policy-language/resource-arn';
import type { Fields, Value } from '../../../../lib/verify/world/value';
import {
  account,
  allow,
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

const parsed = (...statements: readonly Value[]) => statementsOf(policy(...statements), place, resources);
const roleArn = expandedValue(reference('Role', 'Arn'), resources);
const requester: Requester = { kind: 'role', name: roleArn };
const facts = requesterFacts(roleArn);
const reading = (on: Value = reference('Secret')) => ask(['secretsmanager:GetSecretValue'], [on], facts, resources);
const answer = (statements: readonly Value[], on?: Value) =>
  allows({ requester, identity: parsed(...statements) }, reading(on)).answer;
const get = 'secretsmanager:GetSecretValue';

describe('a role may read a generated secret if it is allowed', () => {
  test.each<[string, readonly Value[]]>([
    ['everything', [allow('*')]],
    ['everything of the service', [allow('secretsmanager:*')]],
    ['the action in another case', [allow('SecretsManager:getsecretvalue')]],
    ['the secret by Ref', [allow(get, reference('Secret'))]],
    ['the secret by its attribute', [allow(get, [reference('Other'), reference('Secret', 'Id')])]],
    ['any secret of this account', [allow(get, join('arn:', partition, ':secretsmanager:', region, ':', account, ':secret:*'))]],
    ['any secret of any account', [allow(get, 'arn:aws:secretsmanager:*:*:secret:*')]],
    ['everything but identity', [{ Effect: 'Allow', NotAction: ['iam:*', 'organizations:*'], Resource: '*' }]],
    ['everything but another secret', [{ Effect: 'Allow', Action: get, NotResource: reference('Other') }]],
    ['a resource that is a parameter', [allow(get, free)]],
    ['it under a condition that it meets', [allow(get, '*', when('StringEquals', 'aws:PrincipalAccount', account))]],
    ['it under a condition on itself', [allow(get, '*', when('ArnLike', 'aws:PrincipalArn', reference('Role', 'Arn')))]],
    [
      'it under a condition that it chooses',
      [allow(get, '*', when('StringEquals', 'secretsmanager:VersionStage', 'AWSCURRENT'))],
    ],
    ['it under a condition on a missing key', [allow(get, '*', when('BoolIfExists', 'aws:MultiFactorAuthPresent', 'true'))]],
    ['and denied another', [allow(get), deny(get, reference('Other'))]],
    ['and denied another action', [allow('*'), deny('secretsmanager:Put*')]],
    [
      'and denied under a condition that it doesn’t meet',
      [allow(get), deny(get, '*', when('StringNotEquals', 'aws:PrincipalAccount', account))],
    ],
    [
      'and denied a stage, choosing another',
      [allow(get), deny(get, '*', when('StringEquals', 'secretsmanager:VersionStage', 'AWSPREVIOUS'))],
    ],
  ])('%s', (_, statements) => {
    expect(answer(statements)).toBe('yes');
  });
});

describe('a role may not read a generated secret if it is allowed', () => {
  test.each<[string, readonly Value[]]>([
    ['nothing', []],
    ['another action', [allow('secretsmanager:DescribeSecret')]],
    ['another service', [allow('ssm:*')]],
    ['another secret', [allow(get, reference('Other'))]],
    ['a secret with a written name', [allow(get, reference('Named'))]],
    ['an exact ARN', [allow(get, 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prod/key-AbCdEf')]],
    ['everything but secrets', [{ Effect: 'Allow', NotAction: 'secretsmanager:*', Resource: '*' }]],
    ['everything but the secret', [{ Effect: 'Allow', Action: '*', NotResource: reference('Secret') }]],
    ['and denied everything', [allow('*'), deny('*')]],
    ['and denied the secret', [allow('*'), deny(get, reference('Secret'))]],
    [
      'by a name that it may have, and denied',
      [allow(get, 'arn:aws:secretsmanager:*:*:secret:prod*'), deny(get, reference('Secret'))],
    ],
    ['and denied all but others', [allow('*'), { Effect: 'Deny', Action: get, NotResource: [reference('Other')] }]],
    ['and denied all actions but others', [allow('*'), { Effect: 'Deny', NotAction: ['s3:*', 'sqs:*'], Resource: '*' }]],
    ['and denied by two halves', [allow(get), deny('*', reference('Secret'), when('Bool', 'aws:ViaAWSService', 'false'))]],
    ['under a condition that it doesn’t meet', [allow(get, '*', when('StringEquals', 'aws:PrincipalAccount', 'another'))]],
    ['under another role’s condition', [allow(get, '*', when('ArnEquals', 'aws:PrincipalArn', reference('Admin', 'Arn')))]],
    ['with a second factor', [allow(get, '*', when('Bool', 'aws:MultiFactorAuthPresent', 'true'))]],
    ['on behalf of a service', [allow(get, '*', when('Bool', 'aws:ViaAWSService', 'true'))]],
  ])('%s', (_, statements) => {
    expect(answer(statements)).toBe('no');
  });
});

describe('it can’t be told from the inputs with', () => {
  test.each<[string, readonly Value[]]>([
    ['a prefix of names', [allow(get, 'arn:aws:secretsmanager:*:*:secret:prod/*')]],
    ['a written account', [allow(get, 'arn:aws:secretsmanager:*:111122223333:secret:*')]],
    ['a resource from outside', [allow(get, imported)]],
    ['an action from outside', [allow(imported)]],
    ['a statement from outside', [imported]],
    ['an effect from outside', [{ Effect: imported, Action: '*', Resource: '*' }]],
    ['a condition on the network', [allow(get, '*', when('StringEquals', 'aws:SourceVpc', 'vpc-1'))]],
    ['a condition on a tag', [allow(get, '*', when('StringEquals', 'aws:ResourceTag/team', 'agents'))]],
    ['an operator that isn’t known', [allow(get, '*', when('StringSmells', 'aws:PrincipalAccount', account))]],
    ['a deny from outside', [allow(get), { Effect: 'Deny', Action: imported, Resource: '*' }]],
    ['a deny of a prefix of names', [allow(get), deny(get, 'arn:aws:secretsmanager:*:*:secret:prod/*')]],
    ['a deny under a condition on the network', [allow(get), deny(get, '*', when('StringNotEquals', 'aws:SourceVpc', 'vpc-1'))]],
    ['a deny that is a parameter', [allow(get), deny(get, free)]],
  ])('%s', (_, statements) => {
    expect(answer(statements)).toBe('maybe');
  });
});

describe('with a written name, a prefix', () => {
  test.each([
    ['prod/*', 'yes'],
    ['prod/key-??????', 'yes'],
    ['*', 'yes'],
    ['dev/*', 'no'],
    ['prod/key', 'no'],
    ['Prod/*', 'no'],
  ])('%s: %s', (name, expected) => {
    expect(answer([allow(get, `arn:aws:secretsmanager:*:*:secret:${name}`)], reference('Named'))).toBe(expected);
  });
});

describe('resources are known by their ARNs and names:', () => {
  const may = (action: string, on: Value, granted: Value) =>
    allows({ requester, identity: parsed(allow(action, granted)) }, ask([action], [on], facts, resources)).answer;
  test.each<[string, string, Value, Value, string]>([
    [
      'a bucket’s objects by its name',
      's3:GetObject',
      join(reference('Bucket', 'Arn'), '/*'),
      join('arn:', partition, ':s3:::', reference('Bucket'), '/*'),
      'yes',
    ],
    ['a bucket’s objects by its ARN', 's3:GetObject', join(reference('Bucket', 'Arn'), '/*'), reference('Bucket', 'Arn'), 'no'],
    [
      'a parameter with a path',
      'ssm:GetParameter',
      join('arn:aws:ssm:', region, ':', account, ':parameter', reference('Parameter')),
      'arn:aws:ssm:*:*:parameter/prod/*',
      'yes',
    ],
    [
      'a parameter of another path',
      'ssm:GetParameter',
      join('arn:aws:ssm:', region, ':', account, ':parameter/prod/key'),
      'arn:aws:ssm:*:*:parameter/dev/*',
      'no',
    ],
    ['a role with a path', 'iam:PassRole', reference('Admin', 'Arn'), join('arn:aws:iam::', account, ':role/ops/admin'), 'yes'],
    ['a role of another path', 'iam:PassRole', reference('Admin', 'Arn'), join('arn:aws:iam::', account, ':role/admin'), 'no'],
    ['a role by a wildcard', 'iam:PassRole', reference('Role', 'Arn'), 'arn:aws:iam::*:role/*', 'yes'],
    [
      'a key by its id',
      'kms:Decrypt',
      reference('Key', 'Arn'),
      join('arn:aws:kms:', region, ':', account, ':key/', reference('Key')),
      'yes',
    ],
    [
      'a log group’s streams',
      'logs:PutLogEvents',
      reference('Logs', 'Arn'),
      join('arn:aws:logs:', region, ':', account, ':log-group:', reference('Logs'), ':*'),
      'yes',
    ],
    [
      'a queue by its name',
      'sqs:SendMessage',
      reference('Queue', 'Arn'),
      join('arn:aws:sqs:*:*:', reference('Queue', 'QueueName')),
      'yes',
    ],
    ['a topic by Ref', 'sns:Publish', reference('Topic', 'TopicArn'), reference('Topic'), 'yes'],
    ['a task definition of any revision', 'ecs:RunTask', reference('Task'), join('arn:aws:ecs:*:*:task-definition/*'), 'yes'],
    ['a thing without a known shape by itself', 'widget:Use', reference('Thing', 'Arn'), reference('Thing', 'Arn'), 'yes'],
    ['a thing without a known shape by a pattern', 'widget:Use', reference('Thing', 'Arn'), 'arn:aws:widget:*:*:*', 'maybe'],
  ])('%s', (_, action, on, granted, expected) => {
    expect(may(action, on, granted)).toBe(expected);
  });
});

describe('a boundary', () => {
  const bounded = (...boundary: readonly Value[]) =>
    allows({ requester, identity: parsed(allow('*')), boundary: parsed(...boundary) }, reading()).answer;
  test.each<[string, readonly Value[], string]>([
    ['of everything bounds nothing', [allow('*')], 'yes'],
    ['of other services keeps secrets out', [allow('s3:*')], 'no'],
    ['of another secret keeps this one out', [allow('*', reference('Other'))], 'no'],
    ['denies', [allow('*'), deny(get)], 'no'],
    ['from outside leaves it open', [imported], 'maybe'],
    ['without a statement keeps everything out', [], 'no'],
  ])('%s', (_, boundary, expected) => {
    expect(bounded(...boundary)).toBe(expected);
  });

  test('meets what is allowed in the same request', () => {
    const set = {
      requester,
      identity: parsed(allow(get, reference('Other'))),
      boundary: parsed(allow('*', reference('Secret'))),
    };
    expect(allows(set, ask([get], 'any', facts, resources)).answer).toBe('no');
  });
});

describe('the secret’s own policy', () => {
  const by = (principal: Fields, identity: readonly Value[] = [], required = false) =>
    allows(
      { requester, identity: parsed(...identity), resource: { statements: parsed(allow(get, '*', principal)), required } },
      reading(),
    ).answer;
  const root = { Principal: { AWS: join('arn:aws:iam::', account, ':root') } };
  test.each<[string, string, string]>([
    ['grants to the role', by({ Principal: { AWS: reference('Role', 'Arn') } }), 'yes'],
    ['grants to everyone', by({ Principal: '*' }), 'yes'],
    ['grants to every AWS principal', by({ Principal: { AWS: '*' } }), 'yes'],
    ['grants to all but another role', by({ NotPrincipal: { AWS: reference('Admin', 'Arn') } }), 'yes'],
    ['grants to another role', by({ Principal: { AWS: reference('Admin', 'Arn') } }), 'no'],
    ['grants to a service', by({ Principal: { Service: 'lambda.amazonaws.com' } }), 'no'],
    ['grants to the account, which needs a policy of the role', by(root), 'no'],
    ['grants to the account, and the role has a policy', by(root, [allow(get)]), 'yes'],
    ['must grant to the account, and does', by(root, [allow(get)], true), 'yes'],
    ['must grant, and grants to another', by({ Principal: { AWS: reference('Admin', 'Arn') } }, [allow(get)], true), 'no'],
    ['grants to somebody from outside', by({ Principal: { AWS: imported } }), 'maybe'],
    [
      'grants to a session of the role',
      by({ Principal: { AWS: join('arn:aws:sts::', account, ':assumed-role/', reference('Role'), '/one') } }),
      'maybe',
    ],
    ['grants to another account', by({ Principal: { AWS: '111122223333' } }), 'no'],
  ])('%s', (_, given, expected) => {
    expect(given).toBe(expected);
  });

  test.each<[string, Fields, string]>([
    ['denies the role', { Principal: { AWS: reference('Role', 'Arn') } }, 'no'],
    ['denies everyone', { Principal: '*' }, 'no'],
    ['denies all but the role', { NotPrincipal: { AWS: reference('Role', 'Arn') } }, 'yes'],
    ['denies all but another', { NotPrincipal: { AWS: reference('Admin', 'Arn') } }, 'no'],
    ['denies another', { Principal: { AWS: reference('Admin', 'Arn') } }, 'yes'],
    ['denies somebody from outside', { Principal: { AWS: imported } }, 'maybe'],
  ])('%s', (_, principal, expected) => {
    const resource = { statements: parsed(deny(get, '*', principal)) };
    expect(allows({ requester, identity: parsed(allow('*')), resource }, reading()).answer).toBe(expected);
  });
});

describe('a role may be assumed', () => {
  const trust = (principal: Fields, more: Fields = {}) =>
    statementsOf(policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal, ...more }), place, resources);
  const assumed = (trusted: Fields, identity: readonly Value[] = [], who: Requester = requester, more: Fields = {}) =>
    mayAssume(
      { requester: who, identity: parsed(...identity) },
      { arn: reference('Admin', 'Arn'), trust: trust(trusted, more) },
      facts,
      resources,
    ).answer;
  const root = { AWS: join('arn:aws:iam::', account, ':root') };
  const service: Requester = { kind: 'service', name: glyphsOf('lambda.amazonaws.com') };

  test.each<[string, string, string]>([
    ['by the role that it names', assumed({ AWS: reference('Role', 'Arn') }), 'yes'],
    ['by everyone', assumed({ AWS: '*' }), 'yes'],
    ['by the account with a permission', assumed(root, [allow('sts:AssumeRole', reference('Admin', 'Arn'))]), 'yes'],
    ['by the account with a wide permission', assumed({ AWS: account }, [allow('*')]), 'yes'],
    ['by the service that it names', assumed({ Service: 'lambda.amazonaws.com' }, [], service), 'yes'],
    ['by the account without a permission', assumed(root), 'no'],
    [
      'by the account with a permission for another role',
      assumed(root, [allow('sts:AssumeRole', reference('Role', 'Arn'))]),
      'no',
    ],
    ['with a permission but no trust', assumed({ Service: 'ecs-tasks.amazonaws.com' }, [allow('*')]), 'no'],
    ['by another service', assumed({ Service: 'ecs-tasks.amazonaws.com' }, [], service), 'no'],
    ['by the role for the service it names', assumed({ Service: 'lambda.amazonaws.com' }), 'no'],
    ['by the role that it names, and is denied', assumed({ AWS: reference('Role', 'Arn') }, [deny('sts:*')]), 'no'],
    ['by one with a federated identity only', assumed({ Federated: 'accounts.google.com' }, [allow('*')]), 'no'],
    [
      'by one with an external id that isn’t known',
      assumed({ AWS: '*' }, [], requester, when('StringEquals', 'sts:ExternalId', 'x')),
      'maybe',
    ],
    ['by somebody from outside', assumed({ AWS: imported }, [allow('*')]), 'maybe'],
  ])('%s', (_, given, expected) => {
    expect(given).toBe(expected);
  });
});

describe('a decision names', () => {
  test('the statement that allows', () => {
    const decision = decide(reading(), parsed(allow('s3:*'), allow(['secretsmanager:Get*', 'kms:*'], [reference('Secret')])));
    expect(decision).toEqual({
      decision: 'allowed',
      statements: [
        {
          place: { ...place, pointer: '/Policy/Statement/1' },
          why: expect.stringContaining(`allows secretsmanager:Get*, kms:* on arn:\${AWS::Partition}:secretsmanager:`),
          given: [],
        },
      ],
    });
  });

  test('what a parameter was taken to be', () => {
    expect(decide(reading(), parsed(allow(get, free))).statements[0]?.given).toEqual(['Free=*']);
  });

  test('the statement that denies', () => {
    expect(decide(reading(), parsed(allow('*'), deny(get))).statements[0]?.place.pointer).toBe('/Policy/Statement/1');
  });
});
