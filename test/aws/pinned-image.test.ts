import { App, Aws, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { describe, expect, test } from 'vitest';
import { PinnedImage } from '../../lib/aws/pinned-image';

const repositoryIn = (stack: Stack) => Repository.fromRepositoryName(stack, 'Repository', 'agents/envoy');

describe('an image', () => {
  test('is named by its digest, after an at sign', () => {
    const stack = new Stack(new App(), 'Test', { env: { account: '123456789012', region: 'eu-west-1' } });
    const { uri, registry } = PinnedImage.of(repositoryIn(stack), `sha256:${'0'.repeat(64)}`);
    expect(stack.resolve(uri)).toEqual({
      'Fn::Join': ['', ['123456789012.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }, `/agents/envoy@sha256:${'0'.repeat(64)}`]],
    });
    expect(stack.resolve(registry)).toEqual({ 'Fn::Join': ['', ['123456789012.dkr.ecr.eu-west-1.', { Ref: 'AWS::URLSuffix' }]] });
  });

  test('may have a digest that only the deployment knows', () => {
    const stack = new Stack();
    expect(PinnedImage.of(repositoryIn(stack), Aws.NO_VALUE).uri).toContain('@');
  });

  test.each([
    '',
    'latest',
    'v1.40.0',
    'sha256:abc',
    `sha256:${'A'.repeat(64)}`,
    `sha256:${'a'.repeat(65)}`,
    `sha512:${'a'.repeat(64)}`,
  ])("can't be named '%s'", (digest) => {
    expect(() => PinnedImage.of(repositoryIn(new Stack()), digest)).toThrow(`got '${digest}'`);
  });

  test('named by parameters has no default, and its parameters take nothing but a repository and a digest', () => {
    const stack = new Stack();
    PinnedImage.fromParameters(stack, 'Proxy');
    const { ProxyRepository, ProxyDigest } = Template.fromStack(stack).toJSON().Parameters;
    expect([ProxyRepository.Default, ProxyDigest.Default]).toEqual([undefined, undefined]);
    const accepts = ({ AllowedPattern }: { AllowedPattern: string }, value: string) =>
      new RegExp(`^(?:${AllowedPattern})$`).test(value);
    expect(['agents/envoy', 'a', 'team_x/agent.v2'].map((name) => accepts(ProxyRepository, name))).toEqual([true, true, true]);
    expect(['', 'a/', '/a', 'A', 'a:1', 'a@sha256:0', '-a'].filter((name) => accepts(ProxyRepository, name))).toEqual([]);
    expect(
      ['latest', 'sha256:', `sha256:${'g'.repeat(64)}`, `x sha256:${'0'.repeat(64)}`].filter((d) => accepts(ProxyDigest, d)),
    ).toEqual([]);
  });
});
