import { Text, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';

/** The task definition in the inputs that an ARN, a family or `family:revision` names. */
export function taskDefinitionOf(index: ResourceIndex, named: Value | undefined): Resource | undefined {
  const made = referredResource(index, named, 'AWS::ECS::TaskDefinition');
  if (made) return made;
  const followed = index.follow(named);
  if (followed instanceof Text) {
    return (
      followed.parts.map((part) => referredResource(index, part, 'AWS::ECS::TaskDefinition')).find(Boolean) ??
      byFamily(index, followed)
    );
  }
  return followed === undefined || followed === null ? undefined : byFamily(index, followed);
}

/** Families are told apart up to their revision, which a deployment sets anew. */
function byFamily(index: ResourceIndex, named: Value): Resource | undefined {
  const key = index.keyOf(named) ?? '';
  const family = key.replace(/^.*:task-definition\//, '').replace(/:\d+$/, '');
  return index.referring('AWS::ECS::TaskDefinition', 'Family', family)[0];
}
