import type { Doubt } from '../../world/doubt';
import { AnyOf, isFields, Reference, Text, Unresolved, type Value } from '../../world/value';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';

/** Attributes that give a secret itself, by "Return values" of each type's page in the CloudFormation Template Reference. */
const secretAttributes: Readonly<Record<string, readonly string[]>> = {
  'AWS::AppSync::ApiKey': ['ApiKey'],
  'AWS::Cognito::UserPoolClient': ['ClientSecret'],
  'AWS::IAM::AccessKey': ['SecretAccessKey'],
};

/** Why a value is, or holds, a secret that is kept elsewhere; undefined if it doesn't. */
export function secretIn(index: ResourceIndex, value: Value | undefined): string | undefined {
  const followed = index.follow(value);
  if (followed instanceof Unresolved && followed.secret) return `takes a secret: ${followed.reason}`;
  if (followed instanceof AnyOf && followed.secret) return `takes the NoEcho parameter ${followed.name}`;
  if (followed instanceof Reference) return attributeSecret(index, followed);
  return partsOf(followed)
    .map((part) => secretIn(index, part))
    .find((reason) => reason !== undefined);
}

/** The values inside a value. */
export function partsOf(value: Value | undefined): readonly Value[] {
  if (value instanceof Text) return value.parts;
  if (Array.isArray(value)) return value as readonly Value[];
  return isFields(value) ? Object.values(value) : [];
}

function attributeSecret(index: ResourceIndex, { resource, attribute }: Reference): string | undefined {
  const type = index.get(resource)?.type ?? '';
  return attribute && secretAttributes[type]?.includes(attribute) ? `takes ${attribute} of ${resource}` : undefined;
}

/** What ECS, Batch and CodeBuild read for a container from a secret store. */
export function storedSecret(
  index: ResourceIndex,
  from: Value | undefined,
): { readonly why: string; readonly doubt?: Doubt } | undefined {
  const name = index.keyOf(from) ?? 'a store';
  const parameter = referredResource(index, from, 'AWS::SSM::Parameter') ?? parameterNamed(index, from);
  // CloudFormation makes plain parameters only: "AWS::SSM::Parameter"
  return parameter ? undefined : { why: `is given what ${name} holds` };
}

function parameterNamed(index: ResourceIndex, from: Value | undefined) {
  const followed = index.follow(from);
  if (followed instanceof Text)
    return followed.parts.map((part) => referredResource(index, part, 'AWS::SSM::Parameter')).find(Boolean);
  if (typeof followed !== 'string') return undefined;
  const name = followed.replace(/^arn:[^:]*:ssm:[^:]*:[^:]*:parameter\/?/, '').replace(/^\//, '');
  return index.referring('AWS::SSM::Parameter', 'Name', name)[0] ?? index.referring('AWS::SSM::Parameter', 'Name', `/${name}`)[0];
}
