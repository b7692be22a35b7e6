import { join } from 'node:path';
import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { AgentAirlock, FargateAgent, PinnedImage } from '../../lib/aws';
import { EgressPolicy } from '../../lib/policy';

export interface ToolsStackProps extends StackProps {
  /** Text of `certificates/ca.pem`. */
  readonly ca: string;
}

/** A coding agent with models on Bedrock, git and npm, as a job. Clients that ignore the proxy variables come to the door, too. */
export class ToolsStack extends Stack {
  constructor(scope: Construct, id: string, { ca, ...props }: ToolsStackProps) {
    super(scope, id, props);
    const policy = EgressPolicy.fromFile(join(__dirname, 'airlock.yaml'));
    const proxyImage = PinnedImage.fromParameters(this, 'Proxy');
    const image = PinnedImage.fromParameters(this, 'Agent');
    const airlock = new AgentAirlock(this, 'Airlock', { policy, proxyImage, interception: { ca }, transparent: true });
    const agent = new FargateAgent(this, 'Coder', { airlock, image, command: ['claude', '-p', 'Fix the failing test'] });
    new CfnOutput(this, 'Run', { value: agent.runCommand });
  }
}
