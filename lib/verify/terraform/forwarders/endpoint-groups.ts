import type { Target } from '../../model/forwarder';
import { PortSet } from '../../traffic/port-set';
import type { Doubt } from '../../world/doubt';
import { hop } from '../../world/hop';
import type { Place } from '../../world/place';
import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { blocks } from '../evaluate/blocks';
import { portOf } from '../port-choice';
import type { ResourceIndex } from '../resource-index';

/** Ports at a target: those that the listener has, or those that a group gives a name. */
export type PortsAt = { readonly same: PortSet } | { readonly named: string };

const managers = ['google_compute_instance_group_manager', 'google_compute_region_instance_group_manager'];
const types = [
  'google_compute_instance_group',
  ...managers,
  'google_compute_network_endpoint_group',
  'google_compute_region_network_endpoint_group',
  'google_compute_global_network_endpoint_group',
];

/** The targets of a backend's group. */
export function groupTargets(index: ResourceIndex, value: Value | undefined, at: PortsAt, by: Place): readonly Target[] {
  const group = index.resourceOf(value, ...types) ?? index.resourceOf(lastName(index, value), ...managers);
  if (!group) return [missing(index.keyOf(value) ?? '', by)];
  if (managers.includes(group.type)) return [target(group.id, namedPorts(index, group, at), by, group.doubt)];
  if (group.type === 'google_compute_instance_group')
    return members(index, group).map((each) => instanceTarget(index, each, namedPorts(index, group, at), by, group.doubt));
  return endpointTargets(index, group, by);
}

/** The instances of an unmanaged group: those that it lists, and those that are put into it. */
const members = (index: ResourceIndex, { id, type, properties }: Resource): readonly Value[] => [
  ...index.elements(properties.instances),
  ...index
    .referring('google_compute_instance_group_membership', 'instance_group', id, type)
    .flatMap((membership) => membership.properties.instance ?? []),
];

/** A managed group's instance group has the manager's name. */
const lastName = (index: ResourceIndex, value: Value | undefined): string | undefined =>
  /\/instanceGroups\/([^/]+)$/.exec(index.keyOf(value) ?? '')?.[1];

interface Ports {
  readonly ports: PortSet;
  readonly doubt?: Doubt;
}

const target = (to: string, { ports, doubt }: Ports, by: Place, missing?: Doubt): Target => ({
  to,
  ports,
  hop: hop(by, `passes connections on to ${to}`),
  ...((missing ?? doubt) && { doubt: (missing ?? doubt) as Doubt }),
});

/** Something that the inputs only refer to. */
export const missing = (key: string, by: Place): Target =>
  target(
    key,
    { ports: PortSet.all, doubt: { reason: `'${key}', which connections are passed on to, isn't in the inputs`, place: by } },
    by,
  );

/** An instance as a target; a target pool names it `zone/name`, too. */
export function instanceTarget(index: ResourceIndex, value: Value, ports: Ports, by: Place, doubt?: Doubt): Target {
  const key = index.keyOf(value, 'google_compute_instance') ?? '';
  const name = /^[^/]+\/([^/]+)$/.exec(key)?.[1];
  const found = index.idOf(value, 'google_compute_instance') ?? index.idOf(name, 'google_compute_instance');
  return found === undefined ? missing(key, by) : target(found, ports, by, doubt);
}

/** "google_compute_backend_service", port_name: the group says which port has the name. */
function namedPorts(index: ResourceIndex, group: Resource, at: PortsAt): Ports {
  if ('same' in at) return { ports: at.same };
  const separate = index.referring('google_compute_instance_group_named_port', 'group', group.id, group.type);
  const all = [...blocks(index.follow(group.properties.named_port)), ...separate.map(({ properties }) => properties)];
  const named = all.filter(({ name }) => index.keyOf(name) === at.named);
  const found = named.map(({ port }) => portOf(index, port));
  const doubt =
    found.length === 0 ? { reason: `${group.id} gives no port the name '${at.named}'` } : found.find((each) => each.doubt)?.doubt;
  const ports = found.length === 0 ? PortSet.all : found.reduce((all, each) => all.union(each.ports), PortSet.none);
  return { ports, ...(doubt && { doubt }) };
}

function endpointTargets(index: ResourceIndex, group: Resource, by: Place): readonly Target[] {
  const { properties, id } = group;
  const services = ['cloud_run', 'cloud_function', 'app_engine'].flatMap((name) => blocks(index.follow(properties[name])));
  if (services.length > 0) return services.map((block) => serviceTarget(index, block.service ?? block.function, by));
  const attachment = properties.psc_target_service;
  if (attachment !== undefined && attachment !== null) return [attachmentTarget(index, attachment, by)];
  const single = index
    .referring('google_compute_network_endpoint', 'network_endpoint_group', id, group.type)
    .map((each) => each.properties);
  const many = index
    .referring('google_compute_network_endpoints', 'network_endpoint_group', id, group.type)
    .flatMap((each) => blocks(index.follow(each.properties.network_endpoints)));
  const found = [...single, ...many].map((endpoint) =>
    endpoint.instance === undefined || endpoint.instance === null
      ? missing(index.keyOf(endpoint.ip_address) ?? id, by)
      : instanceTarget(index, endpoint.instance, endpointPorts(index, endpoint.port ?? properties.default_port), by, group.doubt),
  );
  return found.length > 0 ? found : [missing(id, by)];
}

const endpointPorts = (index: ResourceIndex, port: Value | undefined): Ports =>
  port === undefined || port === null ? { ports: PortSet.all } : portOf(index, port);

function serviceTarget(index: ResourceIndex, value: Value | undefined, by: Place): Target {
  const found = index.idOf(
    value,
    'google_cloud_run_v2_service',
    'google_cloud_run_service',
    'google_cloudfunctions2_function',
    'google_cloudfunctions_function',
  );
  return found === undefined ? missing(index.keyOf(value) ?? 'a service', by) : target(found, { ports: PortSet.all }, by);
}

function attachmentTarget(index: ResourceIndex, value: Value, by: Place): Target {
  const found = index.idOf(value, 'google_compute_service_attachment');
  return found === undefined ? missing(index.keyOf(value) ?? '', by) : target(found, { ports: PortSet.all }, by);
}
