import { grouped } from '../../indexing/grouped';
import type { Doubt } from '../../world/doubt';
import type { Resource } from '../../world/world';
import { networkKey, regionOf } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { policyTypes } from './policy-rules';

/** A policy that is in force somewhere. */
export interface PolicyInForce {
  /** Its key. */
  readonly policy: string;
  readonly by: Resource;
  readonly doubt?: Doubt;
}

/** Global policies that are associated with a network. */
export const globalPolicies = (index: ResourceIndex, network: string): readonly PolicyInForce[] =>
  (globals(index).get(network) ?? []).map(({ resource }) => inForce(index, resource));

/** Regional policies that are associated with a network in a region; in any region if the host's isn't known. */
export const regionalPolicies = (index: ResourceIndex, network: string, region: string | undefined): readonly PolicyInForce[] =>
  (regionals(index).get(network) ?? []).flatMap(({ resource }) => {
    const own = regionOf(index, resource);
    if (own !== undefined && region !== undefined) return own === region ? [inForce(index, resource)] : [];
    return [
      { ...inForce(index, resource), doubt: { reason: `the region of ${resource.id} isn't known`, place: resource.place } },
    ];
  });

function inForce(index: ResourceIndex, resource: Resource): PolicyInForce {
  const policy = index.keyOf(resource.properties.firewall_policy, ...policyTypes) ?? '';
  return { policy, by: resource, ...(resource.doubt && { doubt: resource.doubt }) };
}

const byNetwork = (type: string) =>
  oncePerIndex((index) =>
    grouped(
      index.ofType(type).map((resource) => ({
        resource,
        network: networkKey(index, resource, resource.properties.attachment_target),
      })),
      ({ network }) => network,
    ),
  );

const globals = byNetwork('google_compute_network_firewall_policy_association');
const regionals = byNetwork('google_compute_region_network_firewall_policy_association');
