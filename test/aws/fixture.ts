import { App, CfnElement, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import type { IConstruct } from 'constructs';
import { AgentAirlock, type AgentAirlockProps } from '../../lib/aws/agent-airlock';
import { AuditTrail } from '../../lib/aws/audit-trail';
import { Ec2Agent, type Ec2AgentProps } from '../../lib/aws/ec2-agent';
import { FargateAgent, type FargateAgentProps } from '../../lib/aws/fargate-agent';
import { PinnedImage } from '../../lib/aws/pinned-image';
import { SealedNetwork, type SealedNetworkProps } from '../../lib/aws/sealed-network';
import { policy } from '../policy/one-and-two-agents';

export { policy, twoAgents } from '../policy/one-and-two-agents';

export const digest = `sha256:${'a'.repeat(64)}`;

export const stackOf = (app = new App(), id = 'Test'): Stack => new Stack(app, id);

/** An image of a repository of that name. */
export const image = (stack: Stack, name: string): PinnedImage =>
  PinnedImage.of(Repository.fromRepositoryName(stack, `${name}-repository`, name), digest);

/** A whole airlock, in a stack of its own by default. */
export function airlockIn(stack: Stack, props: Partial<AgentAirlockProps> = {}): AgentAirlock {
  return new AgentAirlock(stack, 'Airlock', { policy, ...props, proxyImage: props.proxyImage ?? image(stack, 'envoy') });
}

/** An airlock with one agent in it. */
export function agentIn(stack: Stack, props: Partial<FargateAgentProps> = {}): FargateAgent {
  const airlock = props.airlock ?? airlockIn(stack);
  return new FargateAgent(stack, 'Agent', { ...props, airlock, image: props.image ?? image(stack, 'claude') });
}

/** An airlock with one agent on container instances in it. */
export function ec2AgentIn(stack: Stack, props: Partial<Ec2AgentProps> = {}): Ec2Agent {
  const airlock = props.airlock ?? airlockIn(stack);
  return new Ec2Agent(stack, 'Agent', { ...props, airlock, image: props.image ?? image(stack, 'claude') });
}

/** A sealed network by itself. */
export function sealedIn(stack: Stack, props: Partial<SealedNetworkProps> = {}): SealedNetwork {
  return new SealedNetwork(stack, 'Sealed', { policy, ...props, audit: props.audit ?? new AuditTrail(stack, 'Audit') });
}

/** What the validations of everything under `scope` say; far cheaper than synthesis. */
export const problemsOf = (scope: IConstruct): string[] => scope.node.findAll().flatMap(({ node }) => node.validate());

/** Properties of the resources of a type, by logical id. */
export function resourcesOf(template: Template, type: string): Record<string, Properties> {
  const found = template.findResources(type) as Record<string, { Properties: Properties }>;
  return Object.fromEntries(Object.entries(found).map(([id, { Properties }]) => [id, Properties]));
}

/** Properties of the one resource of a type. */
export function theOne(template: Template, type: string): Properties {
  const [first, ...others] = Object.values(resourcesOf(template, type));
  if (!first || others.length > 0) throw new Error(`expected one ${type}, got ${others.length + (first ? 1 : 0)}`);
  return first;
}

/** Properties of the resource that a construct made. */
export function propertiesOf(template: Template, construct: IConstruct): Properties {
  const element = (CfnElement.isCfnElement(construct) ? construct : construct.node.defaultChild) as CfnElement;
  const id = element.stack.resolve(element.logicalId) as string;
  return template.toJSON().Resources[id].Properties;
}

// biome-ignore lint/suspicious/noExplicitAny: a template has whatever shape CloudFormation gives it
export type Properties = Record<string, any>;

export const templateOf = (stack: Stack): Template => Template.fromStack(stack);
