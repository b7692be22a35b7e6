import type { Stack } from 'aws-cdk-lib';
import { parse } from 'yaml';
import { placeholderCertificate } from '../../lib/envoy/placeholder-certificate';
import type { EgressPolicy } from '../../lib/policy/egress-policy';
import { airlockIn, type Properties, resourcesOf, stackOf, templateOf } from './fixture';
import { interception } from './interception-fixture';

/** The id of the door's endpoint in a deployment. */
export const endpointId = 'vpce-0123456789abcdef0';

/** The arguments that ECS would start Envoy with, sample values in place of what only a deployment knows. */
export function argumentsFor(given: EgressPolicy): string[] {
  const stack = stackOf();
  airlockIn(stack, { policy: given, interception, transparent: true });
  return envoyOf(stack).Command.map(deployed);
}

function envoyOf(stack: Stack): Properties {
  const tasks = Object.values(resourcesOf(templateOf(stack), 'AWS::ECS::TaskDefinition'));
  return tasks.map(({ ContainerDefinitions: [container] }) => container).find(({ Name }) => Name === 'envoy');
}

function deployed(value: unknown): string {
  if (typeof value === 'string') return value;
  const [name, argument] = Object.entries(value as object)[0] as [string, never];
  if (name === 'Fn::Join') return (argument[1] as unknown[]).map(deployed).join(argument[0]);
  if (name === 'Ref') return endpointId;
  if (name === 'Fn::Select') return `${endpointId}-abcdefgh.vpce-svc-0123456789abcdef0.eu-west-1.vpce.amazonaws.com`;
  throw new Error(`no sample value for ${name}`);
}

/** What ECS injects at first, before anybody has set or stored anything. */
export function placeholdersFor(bootstrap: string): Record<string, string> {
  const config = JSON.stringify(parse(bootstrap, { maxAliasCount: -1 }));
  const names = [...config.matchAll(/"environment_variable":"(\w+)"/g)].map(([, name = '']) => name);
  return Object.fromEntries(names.map((name) => [name, placeholder(name)]));
}

function placeholder(name: string): string {
  if (/^AIRLOCK_INTERCEPT_.*_KEY$/.test(name)) return placeholderCertificate.key;
  return /CERTIFICATE/.test(name) ? placeholderCertificate.certificate : 'placeholder';
}
