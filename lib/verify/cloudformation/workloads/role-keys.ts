import { Reference, Text, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';

/** The id of the identity that a role's ARN or name stands for: its resource's id, or its text if the inputs don't make it. */
export function roleKeys(index: ResourceIndex, role: Value | undefined): readonly string[] {
  const key = index.keyOf(role);
  if (key === undefined || key === '') return [];
  return [madeRole(index, role)?.id ?? key];
}

/** The role in the inputs that an ARN or a name stands for. */
export function madeRole(index: ResourceIndex, role: Value | undefined): Resource | undefined {
  return named(index, role, 'AWS::IAM::Role', 'RoleName');
}

/** The identities of an instance profile's roles. */
export function profileRoleKeys(index: ResourceIndex, profile: Value | undefined): readonly string[] {
  const key = index.keyOf(profile);
  if (key === undefined || key === '') return [];
  const made = named(index, profile, 'AWS::IAM::InstanceProfile', 'InstanceProfileName');
  return made
    ? index.elements(made.properties.Roles).flatMap((role) => roleKeys(index, role))
    : [`the roles of instance profile '${key}'`];
}

/** The resource that a reference, a name, an ARN or an ARN around a reference stands for. */
function named(index: ResourceIndex, value: Value | undefined, type: string, nameProperty: string): Resource | undefined {
  const followed = index.follow(value);
  if (followed instanceof Reference) return referredResource(index, followed, type);
  if (followed instanceof Text) {
    const last = followed.parts.at(-1);
    return typeof last === 'string' ? byName(index, type, nameProperty, last) : referredResource(index, last, type);
  }
  return typeof followed === 'string' ? byName(index, type, nameProperty, followed) : undefined;
}

const byName = (index: ResourceIndex, type: string, nameProperty: string, text: string): Resource | undefined =>
  index.referring(type, nameProperty, text.slice(text.lastIndexOf('/') + 1))[0];
