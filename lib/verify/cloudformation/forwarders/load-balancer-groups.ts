import type { Resource } from '../../world/world';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';

/**
 * The forwarder that connections from an endpoint service come in by. "Update the security groups for your Network Load Balancer": inbound
 * rules can be switched off for them; then they pass a twin of the load balancer that lets everything in.
 */
export const privateLinkSide = (index: ResourceIndex, balancer: Resource): string =>
  filtersPrivateLink(index, balancer) ? balancer.id : `${balancer.id}@privatelink`;

export function filtersPrivateLink(index: ResourceIndex, { properties }: Resource): boolean {
  if (index.elements(properties.SecurityGroups).length === 0) return true;
  return truth(index, properties.EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic, ['off'], false) === false;
}
