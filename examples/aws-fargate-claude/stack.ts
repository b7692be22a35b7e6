import { join } from 'node:path';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AgentAirlock, FargateAgent, PinnedImage } from '../../lib/aws';
import { EgressPolicy } from '../../lib/policy';

/** Claude Code, headless, as a job that reaches Anthropic's API and nothing else. */
export class ClaudeStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const policy = EgressPolicy.fromFile(join(__dirname, 'airlock.yaml'));
    const proxyImage = PinnedImage.fromParameters(this, 'Proxy');
    const image = PinnedImage.fromParameters(this, 'Agent');
    const airlock = new AgentAirlock(this, 'Airlock', { policy, proxyImage });
    const agent = new FargateAgent(this, 'Claude', { airlock, image, command: ['claude', '-p', 'Say hello'] });
    new CfnOutput(this, 'Run', { value: agent.runCommand });
  }
}
