import { portNumberOf } from '../../choice/port-choice';
import { PortSet } from '../../traffic/port-set';
import { within } from '../../world/place';
import type { Resource } from '../../world/world';
import { mapCredentials } from '../credentials/environment';
import { blocksAt } from '../nested-blocks';
import type { ResourceIndex } from '../resource-index';
import { apart } from './apart';
import type { FoundWorkload } from './found-workload';
import { hostInterfaces, hostWorkload, usesOf } from './host';
import { templateLaunch } from './instance-template';

/** Managed instance groups: one workload for all hosts of a group. */
export const instanceGroups = (index: ResourceIndex): FoundWorkload[] =>
  index
    .ofType('google_compute_instance_group_manager', 'google_compute_region_instance_group_manager')
    .map((manager) => managedGroup(index, manager));

function managedGroup(index: ResourceIndex, manager: Resource): FoundWorkload {
  const versions = blocksAt(index, manager.properties, 'version');
  const named =
    versions.length > 0 ? versions.map((version) => version.instance_template) : [manager.properties.instance_template];
  const launched = named.map((value) => templateLaunch(index, value, manager.place));
  const launches = launched.map(({ launch }) => launch);
  const aliases = [...new Set(launched.flatMap(({ template }) => (template ? [template.id] : [])))];
  const region = index.property(manager, 'zone') ?? index.property(manager, 'region');
  const workload = hostWorkload(index, manager, launches, aliases);
  const listens = namedPorts(index, manager);
  return {
    workload: {
      ...workload,
      credentials: [...workload.credentials, ...ownCredentials(index, manager)],
      ...(listens && { listens }),
    },
    interfaces: apart(launches.flatMap((launch) => hostInterfaces(index, manager, launch, region))),
    uses: launches.flatMap((launch) => usesOf(index, launch)),
  };
}

/** The metadata that a group gives to all its hosts, and to single ones. */
function ownCredentials(index: ResourceIndex, manager: Resource) {
  const { id, properties, place } = manager;
  const all = blocksAt(index, properties, 'all_instances_config').flatMap(({ metadata }) =>
    mapCredentials(index, metadata, within(place, 'all_instances_config', 'metadata')),
  );
  const single = (
    [
      ['google_compute_per_instance_config', 'instance_group_manager'],
      ['google_compute_region_per_instance_config', 'region_instance_group_manager'],
    ] as const
  ).flatMap(([type, property]) =>
    index
      .referring(type, property, id, manager.type)
      .flatMap((config) =>
        blocksAt(index, config.properties, 'preserved_state').flatMap(({ metadata }) =>
          mapCredentials(index, metadata, within(config.place, 'preserved_state', 'metadata')),
        ),
      ),
  );
  return [...all, ...single];
}

function namedPorts(index: ResourceIndex, { properties }: Resource): PortSet | undefined {
  const ports = blocksAt(index, properties, 'named_port').flatMap(({ port }) => portNumberOf(index.follow(port)) ?? []);
  return ports.length > 0 ? PortSet.of(...ports) : undefined;
}
