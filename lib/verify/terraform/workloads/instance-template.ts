import type { Place } from '../../world/place';
import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { ResourceIndex } from '../resource-index';
import { apart } from './apart';
import type { FoundWorkload } from './found-workload';
import { hostInterfaces, hostWorkload, type Launch, usesOf } from './host';

const templateTypes = ['google_compute_instance_template', 'google_compute_region_instance_template'] as const;

/** What a template starts hosts with; one that isn't in the inputs may do so anyhow. */
export function templateLaunch(
  index: ResourceIndex,
  value: Value | undefined,
  place: Place,
): { readonly launch: Launch; readonly template?: Resource } {
  const template = templateOf(index, value);
  if (template) {
    const { properties, place: at, doubt } = template;
    return { launch: { properties, place: at, ...(doubt && { doubt }) }, template };
  }
  const reason = `the instance template '${index.keyOf(value) ?? ''}' isn't in the inputs`;
  return { launch: { properties: {}, place, doubt: { reason, place } } };
}

function templateOf(index: ResourceIndex, value: Value | undefined): Resource | undefined {
  const found = index.resourceOf(value, ...templateTypes);
  if (found) return found;
  // a template is named with the number of its version as well
  const key = index.keyOf(value)?.replace(/\?.*$/, '');
  return key === undefined ? undefined : index.resourceOf(key, ...templateTypes);
}

/** Templates that nothing in the inputs starts, as hosts where their own interfaces say. */
export const loneTemplates = (index: ResourceIndex, started: ReadonlySet<string>): FoundWorkload[] =>
  index
    .ofType(...templateTypes)
    .filter(({ id }) => !started.has(id))
    .map((template) => {
      const launch = { properties: template.properties, place: template.place };
      return {
        workload: hostWorkload(index, template, [launch], []),
        interfaces: apart(hostInterfaces(index, template, launch, index.property(template, 'region'))),
        uses: usesOf(index, launch),
      };
    });
