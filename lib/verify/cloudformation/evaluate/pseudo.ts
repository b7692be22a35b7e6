import { Reference, Unresolved, type Value } from '../../world/value';
import type { Parameter } from './parameter';
import type { Stack } from './stack';
import type { System } from './system';
import type { Variable } from './variable';

/**
 * What a pseudo parameter stands for in a property. `AWS::AccountId`, `AWS::Partition` and `AWS::URLSuffix` are references to
 * themselves, `AWS::Region` is unless stacks are in several; so are `AWS::StackName` and `AWS::StackId`, with the stack as attribute.
 */
export function pseudoValue(name: string, stack: Stack, system: System): Value | undefined {
  const { account, region, stackName } = stack.template;
  if (name === 'AWS::AccountId') return (system.accounts > 1 ? account : undefined) ?? new Reference(name);
  if (name === 'AWS::Region') return (system.region === undefined ? region : undefined) ?? new Reference(name);
  if (name === 'AWS::Partition' || name === 'AWS::URLSuffix') return new Reference(name);
  if (name === 'AWS::StackName') return (stack.parent ? undefined : stackName) ?? new Reference(name, stack.id);
  if (name === 'AWS::StackId') return new Reference(name, stack.id);
  return name === 'AWS::NotificationARNs'
    ? new Unresolved('the notification topics of the stack are only known at deployment')
    : undefined;
}

/** The text behind a reference to a pseudo parameter, if the stack's environment tells. */
export function pseudoText(name: string, stack: Stack, system: System): string | undefined {
  const region = stack.template.region;
  if (name === 'AWS::AccountId') return stack.template.account ?? system.account;
  if (name === 'AWS::Region') return region;
  if (name === 'AWS::Partition') return region && partitionOf(region);
  return name === 'AWS::URLSuffix' && region ? (region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com') : undefined;
}

function partitionOf(region: string): string | undefined {
  if (region.includes('-iso')) return undefined;
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

const shapes: Readonly<Record<string, RegExp>> = {
  'AWS::AccountId': /^\d{12}$/,
  'AWS::Region': /^[a-z]{2,}(-[a-z]+)+-\d+$/,
  'AWS::Partition': /^aws(-[a-z-]+)?$/,
  'AWS::URLSuffix': /^[a-z0-9.]+$/,
};

/** A pseudo parameter whose text conditions compare or mappings are looked up by. */
export function pseudoVariable(reference: Reference): { variable: Variable; parameter: Parameter } {
  const shape = shapes[reference.resource] ?? /^[A-Za-z][A-Za-z0-9:/-]*$/;
  const key = [reference.resource, reference.attribute].filter(Boolean).join(' ');
  const admits = (value: string): boolean => shape.test(value);
  const parameter = { name: key, list: false, secret: false, outside: false, indirect: false, admits, admitsItem: admits };
  return { variable: { key, name: reference.resource, parameter, admits }, parameter };
}

export const isPseudo = (value: Value | undefined): value is Reference =>
  value instanceof Reference && value.resource.startsWith('AWS::');
