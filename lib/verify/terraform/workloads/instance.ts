import type { Fields, Value } from '../../world/value';
import type { Resource } from '../../world/world';
import type { ResourceIndex } from '../resource-index';
import { apart } from './apart';
import type { FoundWorkload } from './found-workload';
import { hostInterfaces, hostWorkload, type Launch, usesOf } from './host';
import { templateLaunch } from './instance-template';

/** Compute Engine instances, those that are made from a template or an image among them. */
export const instances = (index: ResourceIndex): FoundWorkload[] => [
  ...index
    .ofType('google_compute_instance')
    .map((each) => found(index, each, { properties: each.properties, place: each.place }, [])),
  ...index.ofType('google_compute_instance_from_template').map((each) => fromTemplate(index, each)),
  ...index.ofType('google_compute_instance_from_machine_image').map((each) => fromImage(index, each)),
];

function found(index: ResourceIndex, instance: Resource, launch: Launch, aliases: readonly string[]): FoundWorkload {
  return {
    workload: hostWorkload(index, instance, [launch], aliases),
    interfaces: apart(hostInterfaces(index, instance, launch, zoneOf(index, instance))),
    uses: usesOf(index, launch),
  };
}

const zoneOf = (index: ResourceIndex, resource: Resource): Value | undefined =>
  index.property(resource, 'zone') ?? index.property(resource, 'region');

/** "google_compute_instance_from_template": what the instance states takes the place of what the template does. */
function fromTemplate(index: ResourceIndex, instance: Resource): FoundWorkload {
  const { launch, template } = templateLaunch(index, instance.properties.source_instance_template, instance.place);
  const properties = { ...launch.properties, ...stated(instance.properties) };
  return found(index, instance, { ...launch, properties, place: instance.place }, template ? [template.id] : []);
}

/** What a machine image holds isn't in the inputs. */
function fromImage(index: ResourceIndex, instance: Resource): FoundWorkload {
  const { properties, place } = instance;
  const doubt = { reason: `the machine image of ${instance.id} isn't in the inputs`, place };
  return found(index, instance, { properties, place, doubt }, []);
}

const stated = (properties: Fields): Fields =>
  Object.fromEntries(
    Object.entries(properties).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)),
  );
