import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { CfnInstance } from 'aws-cdk-lib/aws-ec2';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ClaudeStack } from '../../examples/aws-fargate-claude/stack';
import { agentIn, policy as claudePolicy, ec2AgentIn, stackOf } from './fixture';
import { acknowledgeInstances, acknowledgeNag } from './nag-suppressions';
import { airlockWithTool, toolIn, toolPolicy } from './tool-fixture';

const output = mkdtempSync(join(tmpdir(), 'agent-airlock-test-'));
afterAll(() => rmSync(output, { recursive: true }));

interface Report {
  readonly pluginReports: readonly {
    readonly pluginName: string;
    readonly violations: readonly { readonly ruleName: string }[];
  }[];
}

/** What CDK's own validator and cdk-nag say, by plugin. */
function findings(name: string, build: (app: App) => void): Record<string, string[]> {
  const app = new App({ outdir: join(output, name) });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  build(app);
  try {
    app.synth();
  } catch {
    // the report says more than the exception
  }
  const { pluginReports } = JSON.parse(readFileSync(join(output, name, 'validation-report.json'), 'utf8')) as Report;
  return Object.fromEntries(
    pluginReports.map(({ pluginName, violations }) => [pluginName, violations.map(({ ruleName }) => ruleName)]),
  );
}

/** An airlock with an agent and a tool. */
function withTool(app: App): Stack {
  const stack = stackOf(app, 'Tool');
  const airlock = airlockWithTool(stack, toolPolicy({}, claudePolicy.document.destinations));
  const certificate = Secret.fromSecretNameV2(stack, 'OrdersCertificate', 'orders-certificate');
  toolIn(stack, { network: airlock.egress, certificate });
  agentIn(stack, { airlock });
  return stack;
}

describe('with every validator on', () => {
  const { CDK_VALIDATION } = process.env;
  beforeAll(() => {
    delete process.env.CDK_VALIDATION;
  });
  afterAll(() => {
    process.env.CDK_VALIDATION = CDK_VALIDATION;
  });

  test('the example has no finding', () => {
    expect(findings('example', (app) => acknowledgeNag(new ClaudeStack(app, 'Claude')))).toEqual({});
  });

  test('an airlock with a tool has none either', () => {
    expect(findings('tool', (app) => acknowledgeNag(withTool(app)))).toEqual({});
  });

  test('an agent on container instances has none either', () => {
    const build = (app: App) => {
      const stack = stackOf(app, 'Instances');
      ec2AgentIn(stack);
      acknowledgeNag(stack);
      acknowledgeInstances(stack);
    };
    expect(findings('instances', build)).toEqual({});
  });

  test('a bad example would have some', () => {
    const found = findings('bad', (app) => {
      const stack = new Stack(app, 'Bad');
      new CfnInstance(stack, 'Instance', { imageId: 'ami-1', instanceType: 't3.micro', tenancy: 'nonsense' });
    });
    expect(Object.keys(found)).toEqual(['AwsSolutions', 'CloudFormation Validate']);
  });
});
