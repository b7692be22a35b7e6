import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnOutput, CfnParameter, CfnResource, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { afterAll, describe, expect, test } from 'vitest';
import { treeTemplates } from '../../lib/aws/tree-templates';
import type { TemplateInMemory } from '../../lib/verify/verify-templates';

const output = mkdtempSync(join(tmpdir(), 'agent-airlock-test-'));
afterAll(() => rmSync(output, { recursive: true }));
let count = 0;

/** Takes the templates as an airlock does: while the app is validated. */
class Probe extends Construct {
  templates: TemplateInMemory[] = [];

  constructor(scope: Construct, id = 'Probe') {
    super(scope, id);
    this.node.addValidation({
      validate: () => {
        this.templates = treeTemplates(this);
        return [];
      },
    });
  }
}

function synthesized(build: (app: App) => Probe) {
  count += 1;
  const app = new App({ outdir: join(output, `${count}`) });
  const probe = build(app);
  const assembly = app.synth();
  return { templates: probe.templates, assembly };
}

const network = (scope: Construct, id = 'Network') =>
  new CfnResource(scope, id, { type: 'AWS::EC2::VPC', properties: { CidrBlock: '10.0.0.0/16' } });
const subnet = (scope: Construct, VpcId: string) =>
  new CfnResource(scope, 'Subnet', { type: 'AWS::EC2::Subnet', properties: { VpcId, CidrBlock: '10.0.0.0/24' } });
const resourcesOf = ({ body }: TemplateInMemory) => (body as { readonly Resources: Record<string, unknown> }).Resources;

test('a template is what synthesis writes', () => {
  const { templates, assembly } = synthesized((app) => {
    const stack = new Stack(app, 'Main', { env: { account: '111122223333', region: 'eu-west-1' } });
    const address = new CfnParameter(stack, 'Address', { default: '10.0.0.0/16' }).valueAsString;
    const { ref } = new CfnResource(stack, 'Network', { type: 'AWS::EC2::VPC', properties: { CidrBlock: address } });
    subnet(stack, ref).addMetadata('note', 'kept');
    new CfnOutput(stack, 'Id', { value: ref });
    return new Probe(stack);
  });
  const written = assembly.getStackByName('Main').template;
  const [template] = templates;
  expect(templates).toHaveLength(1);
  expect(template).toMatchObject({ stack: 'Main', account: '111122223333', region: 'eu-west-1', nested: {} });
  expect(template && resourcesOf(template)).toEqual(written.Resources);
  expect(template?.body).toMatchObject({ Outputs: written.Outputs, Parameters: { Address: written.Parameters.Address } });
});

test('an account and region that are not known are left out', () => {
  const { templates } = synthesized((app) => new Probe(new Stack(app, 'Main')));
  expect(Object.keys(templates[0] ?? {}).sort()).toEqual(['body', 'nested', 'stack']);
});

test('nested stacks are inside their parents, by the ids that these give them', () => {
  let file = '';
  const { templates, assembly } = synthesized((app) => {
    const stack = new Stack(app, 'Main');
    const inner = new NestedStack(stack, 'Inner');
    file = inner.templateFile;
    subnet(inner, network(stack).ref);
    network(new NestedStack(inner, 'Innermost'), 'Deep');
    return new Probe(stack);
  });
  const [main, ...others] = templates;
  const [[id = '', inner] = []] = Object.entries(main?.nested ?? {});
  const [innermost] = Object.values(inner?.nested ?? {});
  expect(others).toEqual([]);
  expect(assembly.getStackByName('Main').template.Resources[id].Type).toBe('AWS::CloudFormation::Stack');
  expect(inner && resourcesOf(inner)).toEqual(JSON.parse(readFileSync(join(assembly.directory, file), 'utf8')).Resources);
  expect(innermost && Object.keys(resourcesOf(innermost))).toEqual(['Deep']);
});

test('what one stack takes from another is an import, as it will be written', () => {
  const { templates, assembly } = synthesized((app) => {
    const [one, other] = [new Stack(app, 'One'), new Stack(app, 'Other')];
    subnet(other, network(one).ref);
    return new Probe(other);
  });
  expect(templates.map(({ stack }) => stack)).toEqual(['One', 'Other']);
  for (const template of templates) {
    expect(resourcesOf(template)).toEqual(assembly.getStackByName(template.stack).template.Resources);
  }
  expect(JSON.stringify(templates[1]?.body)).toContain('Fn::ImportValue');
  expect(templates[0]?.body).toHaveProperty('Outputs');
});

describe('what is deployed apart is left out:', () => {
  const app = (app: App) => {
    const stages = ['Test', 'Production'].map((id) => new Stage(app, id));
    for (const stage of stages) network(new Stack(stage, 'Main'));
    network(new Stack(app, 'Pipeline'));
    return stages;
  };

  test('other stages, and the app around them', () => {
    const { templates } = synthesized((scope) => new Probe(app(scope)[0]?.node.findChild('Main') as Stack));
    expect(templates.map(({ stack }) => stack)).toEqual(['Test-Main']);
  });

  test('stages inside the app', () => {
    const { templates } = synthesized((scope) => {
      app(scope);
      return new Probe(scope.node.findChild('Pipeline') as Stack);
    });
    expect(templates.map(({ stack }) => stack)).toEqual(['Pipeline']);
  });
});

test('a stack inside another is one of its own', () => {
  const { templates } = synthesized((app) => {
    const stack = new Stack(app, 'Main');
    network(new Stack(stack, 'Beside'));
    return new Probe(stack);
  });
  expect(templates.map((each) => Object.keys(resourcesOf(each) ?? {}))).toEqual([[], ['Network']]);
});
