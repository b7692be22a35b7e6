import { describe, expect, test } from 'vitest';
import { allows } from '../../../../lib/verify/cloudformation/policy-language/allows';
import { ask } from '../../../../lib/verify/cloudformation/policy-language/ask';
import { capabilities, capabilitiesOf } from '../../../../lib/verify/cloudformation/policy-language/capability';
import type { CapabilityKind } from '../../../../lib/verify/cloudformation/policy-language/capability-row';
import {
  managedPolicyNames,
  managedPolicyStatements,
} from '../../../../lib/verify/cloudformation/policy-language/managed-policy';
import { requesterFacts } from '../../../../lib/verify/cloudformation/policy-language/requester-facts';
import { expandedValue } from '../../../../lib/verify/cloudformation/policy-language/resource-arn';
import { resourceShapes } from '../../../../lib/verify/cloudformation/policy-language/resource-shapes';
import { Reference, type Value } from '../../../../lib/verify/world/value';
import { imported, join, partition, place, reference, resources } from './world';

const name = expandedValue(reference('Role', 'Arn'), resources);
const facts = requesterFacts(name);
const may = (arn: Value, action: string, on: Value | 'any' = 'any') => {
  const identity = managedPolicyStatements(arn, place, resources) ?? [];
  const asked = ask([action], on === 'any' ? 'any' : [on], facts, resources);
  return allows({ requester: { kind: 'role', name }, identity }, asked).answer;
};
const owned = (policyName: string) => `arn:aws:iam::aws:policy/${policyName}`;

describe('a policy of AWS allows', () => {
  test.each([
    ['AdministratorAccess', 'iam:CreateUser'],
    ['PowerUserAccess', 'secretsmanager:GetSecretValue'],
    ['PowerUserAccess', 'ec2:CreateRoute'],
    ['ReadOnlyAccess', 'ssm:GetParameter'],
    ['ReadOnlyAccess', 's3:GetObject'],
    ['AmazonSSMManagedInstanceCore', 'ssm:GetParameters'],
    ['SecretsManagerReadWrite', 'secretsmanager:GetSecretValue'],
    ['IAMFullAccess', 'iam:PutRolePolicy'],
    ['AmazonVPCFullAccess', 'ec2:CreateRoute'],
    ['AmazonVPCFullAccess', 'ec2:AuthorizeSecurityGroupEgress'],
    ['AmazonEC2FullAccess', 'ec2:RunInstances'],
    ['AmazonECS_FullAccess', 'ecs:UpdateService'],
    ['AWSLambda_FullAccess', 'lambda:UpdateFunctionCode'],
    ['AmazonSSMFullAccess', 'ssm:SendCommand'],
    ['AWSCloudFormationFullAccess', 'cloudformation:UpdateStack'],
    ['service-role/AWSLambdaVPCAccessExecutionRole', 'ec2:CreateNetworkInterface'],
  ])('%s: %s', (policyName, action) => {
    expect(may(owned(policyName), action)).toBe('yes');
    expect(may(join('arn:', partition, `:iam::aws:policy/${policyName}`), action)).toBe('yes');
  });
});

describe('a policy of AWS doesn’t allow', () => {
  test.each([
    ['PowerUserAccess', 'iam:CreateUser'],
    ['ReadOnlyAccess', 'secretsmanager:GetSecretValue'],
    ['ReadOnlyAccess', 'kms:Decrypt'],
    ['SecurityAudit', 'ssm:GetParameter'],
    ['SecurityAudit', 's3:GetObject'],
    ['service-role/AmazonECSTaskExecutionRolePolicy', 'secretsmanager:GetSecretValue'],
    ['service-role/AWSLambdaBasicExecutionRole', 'ec2:CreateNetworkInterface'],
    ['AmazonS3FullAccess', 'kms:Decrypt'],
    ['AmazonBedrockFullAccess', 'secretsmanager:GetSecretValue'],
    ['AmazonEC2ContainerRegistryReadOnly', 'ecr:PutImage'],
    ['CloudWatchAgentServerPolicy', 'ssm:SendCommand'],
    ['AWSXRayDaemonWriteAccess', 's3:PutObject'],
  ])('%s: %s', (policyName, action) => {
    expect(may(owned(policyName), action)).toBe('no');
  });
});

test('a parameter that an agent of CloudWatch may read is one of its own', () => {
  expect(may(owned('CloudWatchAgentServerPolicy'), 'ssm:GetParameter')).toBe('yes');
  expect(
    may(owned('CloudWatchAgentServerPolicy'), 'ssm:GetParameter', 'arn:aws:ssm:eu-west-1:111122223333:parameter/prod/key'),
  ).toBe('no');
});

describe('a policy that isn’t known leaves it open, by name:', () => {
  test.each<[string, Value, string]>([
    ['one of AWS', owned('AmazonFutureServiceAccess'), 'AmazonFutureServiceAccess'],
    ['one of the account', 'arn:aws:iam::111122223333:policy/mine', 'arn:aws:iam::111122223333:policy/mine'],
    ['one from outside', imported, '(unresolved)'],
    ['one not in the inputs', new Reference('App/Gone'), 'App/Gone'],
  ])('%s', (_, arn, named) => {
    expect(may(arn, 's3:GetObject')).toBe('maybe');
    expect(managedPolicyStatements(arn, place, resources)?.[0]?.doubt?.reason).toContain(named);
  });
});

test('a policy in the inputs speaks for itself', () => {
  expect(managedPolicyStatements(reference('Secret'), place, resources)).toBeUndefined();
});

test('every known policy can be read', () => {
  for (const policyName of managedPolicyNames) {
    const statements = managedPolicyStatements(owned(policyName), place, resources) ?? [];
    expect(statements.length, policyName).toBeGreaterThan(0);
    for (const { doubt, actions } of statements) {
      expect(doubt, policyName).toBeUndefined();
      expect(
        actions.patterns.every(({ length }) => length > 0),
        policyName,
      ).toBe(true);
    }
  }
  expect(managedPolicyNames.length).toBeGreaterThan(60);
});

describe('capabilities', () => {
  test.each<[CapabilityKind, string]>([
    ['read credentials', 'secretsmanager:GetSecretValue'],
    ['read credentials', 'ssm:GetParametersByPath'],
    ['become another identity', 'sts:AssumeRole'],
    ['become another identity', 'iam:CreateAccessKey'],
    ['change the network', 'ec2:CreateRoute'],
    ['change identity', 'iam:AttachRolePolicy'],
    ['control the proxy', 'ecs:ExecuteCommand'],
    ['control the proxy', 'ssm:SendCommand'],
  ])('to %s: %s', (kind, action) => {
    expect(capabilitiesOf(kind).flatMap(({ actions }) => actions)).toContain(action);
  });

  test('name actions and types that exist', () => {
    for (const { actions, on } of capabilities) {
      for (const action of actions) expect(action).toMatch(/^[a-z0-9-]+:(\*|[A-Z][A-Za-z0-9]+)$/);
      for (const type of on === 'any' ? [] : on) expect(resourceShapes).toHaveProperty([type]);
    }
  });
});
