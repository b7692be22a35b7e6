import { SecretManagerSecret } from '@cdktf/provider-google/lib/secret-manager-secret';
import type { TerraformStack } from 'cdktf';
import { AgentAirlock } from '../../lib/gcp/agent-airlock';
import type { ISecret } from '../../lib/gcp/provided-secrets';
import { ToolService, type ToolServiceProps } from '../../lib/gcp/tool-service';
import { host, toolPolicyAt } from '../policy/tool-policy';
import { image } from './fixture';
import { interception } from './interception-fixture';

export { host };

/** A policy with a tool, as the tool of the fixture fits it. */
export const toolPolicy = toolPolicyAt('10.65.1.0/24');

/** An airlock whose policy has a tool. */
export const airlockWithTool = (stack: TerraformStack, policy = toolPolicy()): AgentAirlock =>
  new AgentAirlock(stack, 'Airlock', { policy, proxyImage: image('envoy'), certificates: { 'corp-ca': interception.ca } });

/** A secret that exists. */
export const secret = (name: string): ISecret => ({ id: `projects/acme/secrets/${name}` });

/** A secret of the stack. */
export const newSecret = (stack: TerraformStack, name: string): SecretManagerSecret =>
  new SecretManagerSecret(stack, name, { secretId: name.toLowerCase(), replication: { auto: {} } });

/** The tool of an airlock. */
export function toolIn(stack: TerraformStack, props: Partial<ToolServiceProps> = {}): ToolService {
  const network = props.network ?? airlockWithTool(stack).egress;
  const certificate = props.certificate ?? secret('orders-certificate');
  return new ToolService(stack, 'Orders', { host, port: 8443, image: image('orders'), ...props, network, certificate });
}
