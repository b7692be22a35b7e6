import { PortSet } from '../traffic/port-set';
import { ServiceSet } from '../traffic/service-set';
import type { ProxyPart } from './proxy-parts';

/** Never a proxy's own unless stated: SSH, and Envoy's administration as its documentation numbers it. */
export const neverImplied = PortSet.of(22, 9901);

/**
 * The services that are the proxy's own door: the ports that it states; else the single TCP port that is reached at all.
 * `certain` is what is reached for certain at any of its parts, `possible` what else may be.
 */
export function doorOf(part: ProxyPart, certain: ServiceSet, possible: ServiceSet): ServiceSet {
  if (part.ports) return ServiceSet.tcp(part.ports);
  const [sure, perhaps] = [certain, possible].map((services) => services.tcpPorts().subtract(neverImplied)) as [PortSet, PortSet];
  const candidates = sure.isEmpty() ? perhaps : sure;
  return candidates.size() === 1 ? ServiceSet.tcp(candidates) : ServiceSet.none;
}
