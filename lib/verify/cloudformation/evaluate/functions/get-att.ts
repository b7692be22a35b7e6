import { AnyOf, Reference, Unresolved, type Value } from '../../../world/value';
import { type Json, member } from '../../load/json';
import type { Evaluation } from '../evaluation';
import { resourceId, type Stack } from '../stack';
import type { Intrinsic } from './intrinsic';
import { resource } from './ref';

/** Attributes that say what a property says ("Resource attributes" of each type's page). */
const echoed: Readonly<Record<string, readonly string[]>> = {
  'AWS::EC2::VPC': ['CidrBlock'],
  'AWS::EC2::Subnet': ['CidrBlock', 'VpcId', 'AvailabilityZone'],
  'AWS::EC2::SecurityGroup': ['VpcId'],
  'AWS::EC2::NetworkAcl': ['VpcId'],
  'AWS::EC2::RouteTable': ['VpcId'],
};

/** `Fn::GetAtt`, in both its forms; an attribute that repeats a property has the property's value. */
export const getAtt: Intrinsic = (argument, stack, evaluation) => {
  const [name, ...rest] = pathOf(argument, stack, evaluation);
  if (name === undefined || rest.length === 0) return new Unresolved('a GetAtt needs a resource and an attribute');
  return attribute(name, rest.join('.'), stack, evaluation);
};

function pathOf(argument: Json, stack: Stack, evaluation: Evaluation): string[] {
  const given = Array.isArray(argument) ? argument.map((part) => evaluation.evaluate(part, stack)) : [argument];
  const path = given.length === 1 && typeof given[0] === 'string' ? [...split(given[0])] : given;
  return path.every((part) => typeof part === 'string') ? path : [];
}

function split(text: string): readonly string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}

/** What an attribute of a resource, or an output of a nested stack, stands for. */
export function attribute(name: string, attributeName: string, stack: Stack, evaluation: Evaluation): Value | undefined {
  const declaration = stack.resources.get(name);
  if (!declaration) return new Unresolved(`'${name}' is not a resource of ${stack.id}`);
  const nested = stack.nested.get(name);
  if (nested && attributeName.startsWith('Outputs.')) return evaluation.output(attributeName.slice('Outputs.'.length), nested);
  const reference = resource(name, stack, evaluation, attributeName);
  const type = member(declaration.json, 'Type');
  if (typeof type !== 'string' || !Object.hasOwn(echoed, type) || !echoed[type]?.includes(attributeName)) return reference;
  return property(name, attributeName, stack, evaluation) ?? reference;
}

function property(name: string, propertyName: string, stack: Stack, evaluation: Evaluation): Value | undefined {
  const json = member(member(stack.resources.get(name)?.json, 'Properties'), propertyName);
  const circular = new Unresolved(`'${name}' refers to itself`);
  const key = `property ${resourceId(stack, name)} ${propertyName}`;
  const value =
    json === undefined ? undefined : evaluation.once<Value | undefined>(key, circular, () => evaluation.evaluate(json, stack));
  return typeof value === 'string' || value instanceof Reference || value instanceof AnyOf ? value : undefined;
}
