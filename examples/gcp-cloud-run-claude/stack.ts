import { join } from 'node:path';
import { GoogleProvider } from '@cdktf/provider-google/lib/provider';
import { LocalBackend, TerraformOutput, TerraformStack, TerraformVariable } from 'cdktf';
import type { Construct } from 'constructs';
import { AgentAirlock, CloudRunAgent, PinnedImage } from '../../lib/gcp';
import { EgressPolicy } from '../../lib/policy';

/** Claude Code, headless, as a job that reaches Anthropic's API and nothing else. */
export class ClaudeStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const project = new TerraformVariable(this, 'project', { type: 'string', nullable: false }).stringValue;
    const region = new TerraformVariable(this, 'region', { type: 'string', nullable: false }).stringValue;
    new GoogleProvider(this, 'Google', { project, region });
    new LocalBackend(this, { path: 'terraform.tfstate' });
    const policy = EgressPolicy.fromFile(join(__dirname, 'airlock.yaml'));
    const proxyImage = PinnedImage.fromVariable(this, 'proxy');
    const image = PinnedImage.fromVariable(this, 'agent');
    const airlock = new AgentAirlock(this, 'Airlock', { policy, proxyImage });
    const agent = new CloudRunAgent(this, 'Claude', { airlock, image, command: ['claude', '-p', 'Say hello'] });
    new TerraformOutput(this, 'run', { value: agent.runCommand });
  }
}
