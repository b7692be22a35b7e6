import * as cdk from 'aws-cdk-lib';
import * as cdktf from 'cdktf';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { AirlockConstruct as AwsConstruct } from '../../lib/aws/airlock-construct';
import * as aws from '../../lib/aws/index';
import { AirlockConstruct as GoogleConstruct } from '../../lib/gcp/airlock-construct';
import * as gcp from '../../lib/gcp/index';
import { SharedProxy } from '../../lib/gcp/shared-proxy';

type Constructor = new (scope: Construct, id: string, props: object) => Construct;

/** The constructs that a package export has, by name. */
const constructsOf = (exported: object, base: abstract new (...args: never[]) => Construct): [string, Constructor][] =>
  Object.entries(exported).filter(([, { prototype }]) => prototype instanceof base);

const forAws = constructsOf(aws, AwsConstruct);
const forGoogle = constructsOf(gcp, GoogleConstruct);

const cdkStack = () => new cdk.Stack(new cdk.App(), 'Stack');
const terraformStack = () => new cdktf.TerraformStack(cdktf.Testing.app(), 'Stack');

describe('a construct for AWS is refused', () => {
  const message =
    /^'(.*\/)?Wrong' must be under a Stack of aws-cdk-lib, .*: for a TerraformStack of cdktf take agent-airlock\/gcp$/;

  test.each(forAws)('under a TerraformStack: %s', (_, Type) => {
    expect(() => new Type(terraformStack(), 'Wrong', {})).toThrow(message);
  });

  test.each([
    ['an app of cdktf', () => cdktf.Testing.app()],
    ['a construct of a TerraformStack', () => new Construct(terraformStack(), 'Part')],
    ['a Stack in a TerraformStack, as an adapter makes it', () => new cdk.Stack(terraformStack(), 'Inner')],
    ['a Stack in an app of cdktf', () => new cdk.Stack(cdktf.Testing.app(), 'Inner')],
    ['a construct of no stack', () => new Construct(undefined as never, '')],
    ['an App without a Stack', () => new cdk.App()],
  ])('under %s', (_, scope) => {
    expect(() => new aws.AuditTrail(scope(), 'Wrong')).toThrow(message);
  });

  test.each([
    ['a Stack', cdkStack],
    ['a Stack of no app', () => new cdk.Stack()],
    ['a construct of a Stack', () => new Construct(cdkStack(), 'Part')],
    ['a Stack of a Stage', () => new cdk.Stack(new cdk.Stage(new cdk.App(), 'Stage'), 'Stack')],
    ['a nested stack', () => new cdk.NestedStack(cdkStack(), 'Nested')],
  ])('and not under %s', (_, scope) => {
    expect(new aws.AuditTrail(scope(), 'Right').node.id).toBe('Right');
  });
});

describe('a construct for Google Cloud is refused', () => {
  const message =
    /^'(.*\/)?Wrong' must be under a TerraformStack of cdktf, .*: for a Stack of aws-cdk-lib take agent-airlock\/aws$/;

  test.each(forGoogle)('under a Stack of aws-cdk-lib: %s', (_, Type) => {
    expect(() => new Type(cdkStack(), 'Wrong', {})).toThrow(message);
  });

  test.each([
    ['an App of aws-cdk-lib', () => new cdk.App()],
    ['a construct of a Stack', () => new Construct(cdkStack(), 'Part')],
    ['a nested stack', () => new cdk.NestedStack(cdkStack(), 'Nested')],
    ['a TerraformStack in a Stack', () => new cdktf.TerraformStack(cdkStack(), 'Inner')],
    ['a TerraformStack in an App of aws-cdk-lib', () => new cdktf.TerraformStack(new cdk.App(), 'Inner')],
    ['a construct of no stack', () => new Construct(undefined as never, '')],
    ['an App without a TerraformStack', () => cdktf.Testing.app()],
  ])('under %s', (_, scope) => {
    expect(() => new SharedProxy(scope(), 'Wrong', { attachment: 'projects/p/regions/r/serviceAttachments/s' })).toThrow(message);
  });

  test.each([
    ['a TerraformStack', terraformStack],
    ['a construct of a TerraformStack', () => new Construct(terraformStack(), 'Part')],
  ])('and not under %s', (_, scope) => {
    expect(new SharedProxy(scope(), 'Right', { attachment: 'projects/p/regions/r/serviceAttachments/s' }).node.id).toBe('Right');
  });

  test('where it only makes a variable', () => {
    expect(() => gcp.PinnedImage.fromVariable(cdkStack(), 'proxy')).toThrow(/must be under a TerraformStack of cdktf/);
  });
});

test('constructs are found in both packages at all', () => {
  expect(forAws.map(([name]) => name)).toContain('AgentAirlock');
  expect(forGoogle.map(([name]) => name)).toContain('SealedNetwork');
});
