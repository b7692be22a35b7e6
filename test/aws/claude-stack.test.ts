import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { ClaudeStack } from '../../examples/aws-fargate-claude/stack';

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
