import type { Target } from '../../model/forwarder';
import type { PortSet } from '../../traffic/port-set';
import type { Place } from '../../world/place';
import { type Fields, isFields, isSymbol, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { blocks, openBlocks } from '../evaluate/blocks';
import type { ResourceIndex } from '../resource-index';
import { groupTargets, instanceTarget, missing, type PortsAt } from './endpoint-groups';

const serviceTypes = ['google_compute_backend_service', 'google_compute_region_backend_service'];
const proxyType = /^google_compute_(region_)?target_(https?|tcp|ssl|grpc)_proxy$/;
const mapTypes = ['google_compute_url_map', 'google_compute_region_url_map'];

/** What a forwarding rule leads to. */
export interface Backends {
  /** Whether connections end at a proxy of Google's, which opens new ones. */
  readonly proxied: boolean;
  readonly targets: (ports: PortSet) => readonly Target[];
}

/** The backends of a forwarding rule: by a backend service, or by a target that leads to one. */
export function backendsOf(index: ResourceIndex, rule: Resource): Backends {
  const { backend_service: service, target: value } = rule.properties;
  const { place } = rule;
  if (service !== undefined && service !== null)
    return { proxied: false, targets: (ports) => serviceTargets(index, service, { same: ports }, place) };
  const target = index.resourceOf(value);
  if (target && proxyType.test(target.type)) return { proxied: true, targets: () => proxyTargets(index, target, place) };
  return { proxied: false, targets: (ports) => plainTargets(index, target, value, ports, place) };
}

function plainTargets(
  index: ResourceIndex,
  target: Resource | undefined,
  value: Value | undefined,
  ports: PortSet,
  by: Place,
): readonly Target[] {
  if (target?.type === 'google_compute_target_instance')
    return index.elements(target.properties.instance).map((each) => instanceTarget(index, each, { ports }, by, target.doubt));
  if (target?.type === 'google_compute_target_pool')
    return index.elements(target.properties.instances).map((each) => instanceTarget(index, each, { ports }, by, target.doubt));
  // ends of a VPN: what comes by it is a matter of routes
  if (target?.type === 'google_compute_vpn_gateway') return [];
  return [missing(index.keyOf(value) ?? 'a target', by)];
}

function proxyTargets(index: ResourceIndex, proxy: Resource, by: Place): readonly Target[] {
  const { url_map: map, backend_service: service } = proxy.properties;
  const services = map === undefined || map === null ? index.elements(service) : mappedServices(index, map);
  if (services.length === 0) return [missing(index.keyOf(map ?? service) ?? proxy.id, by)];
  return services.flatMap((each) => serviceTargets(index, each, undefined, by));
}

/** Every service that a URL map may choose: "google_compute_url_map". */
function mappedServices(index: ResourceIndex, value: Value): readonly Value[] {
  const map = index.resourceOf(value, ...mapTypes);
  return map ? servicesIn(map.properties) : [];
}

function servicesIn(value: Value | undefined): readonly Value[] {
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(servicesIn);
  if (value === undefined || isSymbol(value) || !isFields(value)) return [];
  return Object.entries(value as Fields).flatMap(([name, part]) =>
    /^(default_service|service|backend_service)$/.test(name) && part !== null && part !== '' ? [part] : servicesIn(part),
  );
}

function serviceTargets(index: ResourceIndex, value: Value, at: PortsAt | undefined, by: Place): readonly Target[] {
  const service = index.resourceOf(value, ...serviceTypes);
  if (!service) return [missing(index.keyOf(value) ?? '', by)];
  // "google_compute_backend_service": http where port_name is left out
  const ports = at ?? { named: index.keyOf(service.properties.port_name) ?? 'http' };
  const backends = index.follow(service.properties.backend);
  return [
    ...blocks(backends).flatMap(({ group }) => groupTargets(index, group, ports, by)),
    ...(openBlocks(backends) ? [missing(`the backends of ${service.id}`, by)] : []),
  ].map((target) => (service.doubt && !target.doubt ? { ...target, doubt: service.doubt } : target));
}
