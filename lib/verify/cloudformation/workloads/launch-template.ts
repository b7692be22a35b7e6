import type { Doubt } from '../../world/doubt';
import { type Place, within } from '../../world/place';
import { type Fields, isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';

/** What a launch template says of the instances that are made from it. */
export interface LaunchData {
  readonly fields: Fields;
  readonly place: Place;
  /** The template's resource, if the inputs make it. */
  readonly template?: Resource;
  readonly doubt?: Doubt;
}

/** The data of the template that `{ LaunchTemplateId | LaunchTemplateName }` names; undefined if it names none. */
export function launchData(index: ResourceIndex, specification: Value | undefined, user: Place): LaunchData | undefined {
  const named = index.follow(specification);
  if (named === undefined || named === null) return undefined;
  const id = isFields(named) ? (named.LaunchTemplateId ?? named.LaunchTemplateName ?? named.Id ?? named.Name) : named;
  const key = index.keyOf(id);
  if (key === undefined) return undefined;
  const template =
    referredResource(index, id, 'AWS::EC2::LaunchTemplate') ??
    index.referring('AWS::EC2::LaunchTemplate', 'LaunchTemplateName', key)[0];
  return template ? dataOf(template) : foreign(key, user);
}

/** The data that a template's resource states. */
export function dataOf(template: Resource): LaunchData {
  const { LaunchTemplateData: data } = template.properties;
  const place = within(template.place, 'Properties', 'LaunchTemplateData');
  if (isFields(data)) return { fields: data, place, template };
  return { fields: {}, place, template, doubt: { reason: `what launch template ${template.id} says isn't known`, place } };
}

const foreign = (key: string, place: Place): LaunchData => ({
  fields: {},
  place,
  doubt: { reason: `the launch template '${key}' isn't in the inputs`, place },
});
