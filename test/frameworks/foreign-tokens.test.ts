import { ComputeNetwork, type ComputeNetworkConfig } from '@cdktf/provider-google/lib/compute-network';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import * as cdk from 'aws-cdk-lib';
import { CfnQueue, type CfnQueueProps } from 'aws-cdk-lib/aws-sqs';
import * as cdktf from 'cdktf';
import type { IConstruct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { AuditTrail } from '../../lib/aws/audit-trail';
import { literal } from '../../lib/gcp/literal';
import { SharedProxy } from '../../lib/gcp/shared-proxy';
import { problemsOf } from '../aws/fixture';
import { textProps } from '../aws/text-props';
import { stackOf } from '../gcp/fixture';
import { freeProps, strictProps } from '../gcp/text-props';

const terraform = () => {
  const stack = new cdktf.TerraformStack(cdktf.Testing.app(), 'Google');
  new GoogleProvider(stack, 'provider');
  new SharedProxy(stack, 'Proxy', { attachment: 'projects/p/regions/r/serviceAttachments/s' });
  return stack;
};
const cloudFormation = () => {
  const stack = new cdk.Stack(new cdk.App(), 'Amazon');
  new AuditTrail(stack, 'Audit');
  return stack;
};

const ofCdk = {
  text: () => cdk.Token.asString({ Ref: 'X' }),
  list: () => cdk.Token.asList({ Ref: 'X' }),
  number: () => cdk.Token.asNumber({ Ref: 'X' }),
};
const ofCdktf = {
  text: () => cdktf.Token.asString({ x: 1 }),
  list: () => cdktf.Token.asList({ x: 1 }),
  number: () => cdktf.Token.asNumber({ x: 1 }),
  map: () => cdktf.Token.asStringMap({ x: 1 }),
};

describe('a TerraformStack with an airlock is not synthesized where a token of aws-cdk-lib stands', () => {
  const network = (props: Partial<ComputeNetworkConfig>) => (stack: cdktf.TerraformStack) =>
    new ComputeNetwork(stack, 'Leaky', { name: 'n', ...props });
  const variable = (props: cdktf.TerraformVariableConfig) => (stack: cdktf.TerraformStack) =>
    new cdktf.TerraformVariable(stack, 'Leaky', props);

  test.each([
    ['as a text', 'name', network({ name: ofCdk.text() })],
    ['in a text', 'name', network({ name: `agents-${cdk.Aws.REGION}` })],
    ['in a text that was escaped', 'name', network({ name: literal(`agents-${cdk.Aws.REGION}`) })],
    ['in a text in lower case', 'name', network({ name: `agents-${cdk.Aws.REGION}`.toLowerCase() })],
    ['as a number', 'mtu', network({ mtu: ofCdk.number() })],
    ['as a number in a text', 'description', network({ description: `mtu ${ofCdk.number()}` })],
    ['as a list', 'local-exec.command', network({ provisioners: [{ type: 'local-exec', command: ofCdk.list().join() }] })],
    ['in a list', 'default.1', variable({ default: ['a', ofCdk.text()] })],
    ['as the item of a list', 'default.0', variable({ default: ofCdk.list() })],
    ['as a key', 'Leaky', (stack) => new cdktf.TerraformLocal(stack, 'Leaky', { [ofCdk.text()]: 'a' })],
    ['in an output', 'value', (stack) => new cdktf.TerraformOutput(stack, 'Leaky', { value: { deep: [ofCdk.text()] } })],
    ['in a local value', 'Leaky', (stack) => new cdktf.TerraformLocal(stack, 'Leaky', ofCdk.text())],
    ['behind an escape hatch', 'extra', (stack) => network({})(stack).addOverride('extra', ofCdk.text())],
  ] satisfies [string, string, (stack: cdktf.TerraformStack) => unknown][])('%s', (_, property, leak) => {
    const stack = terraform();
    leak(stack);
    const message =
      /'Google\/Leaky' must hold no token of aws-cdk-lib, which Terraform can't resolve: give the value itself, got '.+' in (.+)/;
    expect(problemsOf(stack)).toEqual([expect.stringMatching(message)]);
    expect(message.exec(problemsOf(stack)[0] ?? '')?.[1]).toContain(property);
    expect(() => stack.synthesizer.synthesize({ outdir: '/nowhere', manifest: undefined as never })).toThrow(message);
  });
});

describe('a Stack with an airlock is not synthesized where a token of cdktf stands', () => {
  const queue = (props: CfnQueueProps) => (stack: cdk.Stack) => new CfnQueue(stack, 'Leaky', props);

  test.each([
    ['as a text', 'QueueName', queue({ queueName: ofCdktf.text() })],
    ['in a text', 'QueueName', queue({ queueName: `agents-${ofCdktf.text()}` })],
    ['in a text in lower case', 'QueueName', queue({ queueName: ofCdktf.text().toLowerCase() })],
    ['beside a token of its own', 'QueueName', queue({ queueName: cdk.Aws.REGION + ofCdktf.text() })],
    ['as a number', 'DelaySeconds', queue({ delaySeconds: ofCdktf.number() })],
    ['as a number in a text', 'QueueName', queue({ queueName: `q${ofCdktf.number()}` })],
    ['as the item of a list', 'RedrivePolicy.a.0', queue({ redrivePolicy: { a: ofCdktf.list() } })],
    ['as a map', 'RedrivePolicy', queue({ redrivePolicy: ofCdktf.map() })],
    ['in an output', 'Value', (stack) => new cdk.CfnOutput(stack, 'Leaky', { value: ofCdktf.text() })],
    ['in a parameter', 'Default', (stack) => new cdk.CfnParameter(stack, 'Leaky', { default: ofCdktf.text() })],
    ['behind an escape hatch', 'Extra', (stack) => queue({})(stack).addPropertyOverride('Extra', ofCdktf.text())],
  ] satisfies [string, string, (stack: cdk.Stack) => unknown][])('%s', (_, property, leak) => {
    const stack = cloudFormation();
    leak(stack);
    const message =
      /'Amazon\/Leaky' must hold no token of cdktf, which CloudFormation can't resolve: give the value itself, got '.+' in (.+)/;
    expect(problemsOf(stack)).toEqual([expect.stringMatching(message)]);
    expect(message.exec(problemsOf(stack)[0] ?? '')?.[1]).toContain(property);
    expect(() => (stack.node.root as cdk.App).synth()).toThrow(message);
  });
});

/** What a construct, or else the validation of its stack, says of a text that it was given. */
function saidOf<Stack extends IConstruct>(stack: Stack, give: (stack: Stack, text: string) => unknown, text: string): string {
  try {
    give(stack, text);
  } catch (error) {
    return (error as Error).message;
  }
  return problemsOf(stack).join('\n');
}

describe('a token of the other framework is told of, whatever property it is given to', () => {
  test.each([...freeProps, ...strictProps])('for Google Cloud: %s', (_, give) => {
    // what may be a key isn't repeated
    const told = /\{Token\[AWS.Region|^certificates .* got something else$/i;
    expect(saidOf(stackOf(), give, cdk.Aws.REGION)).toMatch(told);
  });

  test.each(textProps)('for AWS: %s', (_, give) => {
    const { stringValue } = new cdktf.TerraformVariable(terraform(), 'given', { type: 'string' });
    expect(saidOf(new cdk.Stack(new cdk.App(), 'Amazon'), give, stringValue)).toMatch(/\{TfToken\[/i);
  });
});

describe('both frameworks beside each other', () => {
  test('synthesize what each resolves for itself', () => {
    const [google, amazon] = [terraform(), cloudFormation()];
    const variable = new cdktf.TerraformVariable(google, 'mtu', { type: 'number' });
    new ComputeNetwork(google, 'Network', { name: literal('$'.concat('{x}')), mtu: variable.numberValue });
    const parameter = new cdk.CfnParameter(amazon, 'Delay', { type: 'Number' });
    new CfnQueue(amazon, 'Queue', { queueName: `agents-${cdk.Aws.REGION}`, delaySeconds: parameter.valueAsNumber });
    expect(problemsOf(google)).toEqual([]);
    expect(cdktf.Testing.synth(google)).toContain('var.mtu');
    expect(JSON.stringify((amazon.node.root as cdk.App).synth().getStackByName('Amazon').template)).toContain('AWS::Region');
  });

  test('fail each where the other leaks into it, and say so once', () => {
    const [google, amazon] = [terraform(), cloudFormation()];
    new SharedProxy(google, 'Other', { attachment: 'projects/p/regions/r/serviceAttachments/s' });
    new AuditTrail(amazon, 'Other', {});
    const network = new ComputeNetwork(google, 'Network', { name: amazon.region });
    new CfnQueue(amazon, 'Queue', { queueName: network.selfLink });
    expect(problemsOf(google)).toHaveLength(1);
    expect(problemsOf(amazon)).toHaveLength(1);
  });
});
