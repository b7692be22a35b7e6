import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnInstance } from 'aws-cdk-lib/aws-ec2';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ClaudeStack } from '../../examples/aws-fargate-claude/stack';
import { acknowledgeNag } from './nag-suppressions';

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

  test('a bad example would have some', () => {
    const found = findings('bad', (app) => {
      const stack = new Stack(app, 'Bad');
      new CfnInstance(stack, 'Instance', { imageId: 'ami-1', instanceType: 't3.micro', tenancy: 'nonsense' });
    });
    expect(Object.keys(found)).toEqual(['AwsSolutions', 'CloudFormation Validate']);
  });
});

describe('the example', () => {
  const template = Template.fromStack(new ClaudeStack(new App(), 'Claude'));
  const { Parameters, Outputs } = template.toJSON();

  test('asks for two images, and guesses neither', () => {
    const asked = Object.entries<{ Default?: string }>(Parameters).filter(([name]) => name !== 'BootstrapVersion');
    expect(asked.map(([name]) => name)).toEqual(['ProxyRepository', 'ProxyDigest', 'AgentRepository', 'AgentDigest']);
    expect(asked.filter(([, { Default }]) => Default !== undefined)).toEqual([]);
  });

  test('prints the commands that set the key and run the agent', () => {
    const printed = Object.values(Outputs).map((output) => JSON.stringify(output));
    expect(printed.filter((text) => text.includes('aws secretsmanager put-secret-value'))).toHaveLength(1);
    expect(printed.filter((text) => text.includes('aws ecs run-task'))).toHaveLength(1);
  });
});
