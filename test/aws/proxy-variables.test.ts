import type { Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { describe, expect, test } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { type Properties, policy, resourcesOf, stackOf, theOne } from './fixture';
import { proxyIn, templateWith } from './proxy-fixture';

describe('a secret that exists', () => {
  const arn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:anthropic-AbCdEf';
  const executionStatements = (template: Template): Properties[] =>
    Object.entries(resourcesOf(template, 'AWS::IAM::Policy')).find(([id]) => id.startsWith('ProxyExecutionRole'))?.[1]
      .PolicyDocument.Statement;

  test('is used, and no other is made', () => {
    const template = templateWith((stack) => ({
      secrets: { 'anthropic-api-key': Secret.fromSecretCompleteArn(stack, 'Secret', arn) },
    }));
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
    const [container] = theOne(template, 'AWS::ECS::TaskDefinition').ContainerDefinitions;
    expect(container.Secrets).toEqual([{ Name: 'AIRLOCK_SECRET_ANTHROPIC_API_KEY', ValueFrom: arn }]);
    expect(executionStatements(template).at(-1)?.Resource).toBe(arn);
  });

  test('may be one field of a JSON secret', () => {
    const template = templateWith((stack) => ({
      secrets: { 'anthropic-api-key': { secret: Secret.fromSecretCompleteArn(stack, 'Secret', arn), field: 'key' } },
    }));
    expect(theOne(template, 'AWS::ECS::TaskDefinition').ContainerDefinitions[0].Secrets[0].ValueFrom).toBe(`${arn}:key::`);
  });

  test('named without its suffix is still that secret only', () => {
    const template = templateWith((stack) => ({
      secrets: { 'anthropic-api-key': Secret.fromSecretNameV2(stack, 'Secret', 'anthropic') },
    }));
    expect(JSON.stringify(executionStatements(template).at(-1)?.Resource)).toMatch(/:secret:anthropic-\?{6}"/);
    const { $or: anyOf } = theOne(template, 'AWS::Events::Rule').EventPattern.detail;
    expect(JSON.stringify(anyOf[1].responseElements.arn)).toMatch(/"prefix":.*:secret:anthropic-"/);
  });

  test('under a key of its own can be decrypted, through Secrets Manager only', () => {
    const keyArn = 'arn:aws:kms:eu-west-1:123456789012:key/1';
    const template = templateWith((stack) => ({
      secrets: {
        'anthropic-api-key': Secret.fromSecretAttributes(stack, 'Secret', {
          secretCompleteArn: arn,
          encryptionKey: Key.fromKeyArn(stack, 'Key', keyArn),
        }),
      },
    }));
    expect(executionStatements(template).at(-1)).toMatchObject({
      Action: 'kms:Decrypt',
      Resource: keyArn,
      Condition: { StringLike: { 'kms:EncryptionContext:SecretARN': arn } },
    });
  });
});

describe('a certificate of the policy', () => {
  const withCa = EgressPolicy.parse({
    version: 1,
    destinations: [
      {
        ...{ name: 'orders', host: 'orders.corp.example', access: 'gateway', allow: 'any' },
        upstream: { addresses: ['10.20.0.0/16'], port: 8443, ca: 'corp-ca' },
      },
    ],
  });
  const pem = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

  test('given as text is a variable that anyone may read', () => {
    const template = templateWith(() => ({ policy: withCa, certificates: { 'corp-ca': pem } }));
    const [container] = theOne(template, 'AWS::ECS::TaskDefinition').ContainerDefinitions;
    expect(container.Environment).toEqual([{ Name: 'AIRLOCK_CERTIFICATE_CORP_CA', Value: pem }]);
    expect(JSON.stringify(container.Command)).toContain('AIRLOCK_CERTIFICATE_CORP_CA');
    template.resourceCountIs('AWS::Events::Rule', 0);
  });

  test('kept as a secret is injected', () => {
    const template = templateWith((stack) => ({
      policy: withCa,
      certificates: { 'corp-ca': Secret.fromSecretNameV2(stack, 'Ca', 'ca') },
    }));
    expect(theOne(template, 'AWS::ECS::TaskDefinition').ContainerDefinitions[0].Secrets[0].Name).toBe(
      'AIRLOCK_CERTIFICATE_CORP_CA',
    );
  });

  test.each([
    ['is missing', withCa, {}, "of 'corp-ca'"],
    ['has another name', withCa, { 'corp-ca': pem, other: pem }, "got 'other'"],
    ['is given for a policy without one', policy, { 'corp-ca': pem }, '(nothing)'],
  ])('that %s is refused', (_, given, certificates, message) => {
    expect(() => proxyIn(stackOf(), { policy: given, certificates })).toThrow(message);
  });
});
