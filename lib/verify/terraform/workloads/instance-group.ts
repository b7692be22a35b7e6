import { portNumberOf } from '../../choice/port-choice';
import { PortSet } from '../../traffic/port-set';
import { within } from '../../world/place';
import type { Resource } from '../../world/world';
import { mapCredentials } from '../credentials/environment';
import { groupMetadata } from '../group-metadata';
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

/** What in the metadata that a group gives to its hosts is a secret, or looks like a key. */
const ownCredentials = (index: ResourceIndex, manager: Resource) =>
  groupMetadata(index, manager).flatMap(({ by, block, metadata }) =>
    mapCredentials(index, metadata, within(by.place, block, 'metadata')),
  );

function namedPorts(index: ResourceIndex, { properties }: Resource): PortSet | undefined {
  const ports = blocksAt(index, properties, 'named_port').flatMap(({ port }) => portNumberOf(index.follow(port)) ?? []);
  return ports.length > 0 ? PortSet.of(...ports) : undefined;
}
