import type { Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { ToolService, type ToolServiceProps } from '../../lib/aws/tool-service';
import { host, toolPolicyAt } from '../policy/tool-policy';
import { airlockIn, image } from './fixture';
import { interception } from './interception-fixture';

export { host };

/** A policy with a tool, as the tool of the fixture fits it. */
export const toolPolicy = toolPolicyAt('10.65.0.0/23');

/** An airlock whose policy has a tool. */
export const airlockWithTool = (stack: Stack, policy = toolPolicy()) =>
  airlockIn(stack, { policy, certificates: { 'corp-ca': interception.ca } });

/** The tool of an airlock. */
export function toolIn(stack: Stack, props: Partial<ToolServiceProps> = {}): ToolService {
  const network = props.network ?? airlockWithTool(stack).egress;
  const certificate = props.certificate ?? new Secret(stack, 'OrdersCertificate');
  return new ToolService(stack, 'Orders', { host, port: 8443, image: image(stack, 'orders'), ...props, network, certificate });
}
