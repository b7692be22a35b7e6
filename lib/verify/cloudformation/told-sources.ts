import { tellsApartByHeader } from '../bootstrap/told-by-header';
import type { Bootstrap } from '../model/bootstrap';
import { isFields, Reference, type Value } from '../world/value';
import type { Resource } from '../world/world';
import type { ForwarderContext } from './forwarders';
import { groupTargets, registered } from './forwarders/target-groups';
import type { ResourceIndex } from './resource-index';

/**
 * A configuration by which Envoy tells agents apart, in doubt if a target group of its hosts doesn't say who connects: Envoy then takes the first
 * bytes of an agent for that, and the agent writes whose it likes. "Target groups for your Network Load Balancers", proxy protocol.
 */
export function withToldSources(
  index: ResourceIndex,
  members: readonly string[],
  { registrations, interfaces }: ForwarderContext,
  bootstrap: Bootstrap,
): Bootstrap {
  if (bootstrap.doubt !== undefined || !tellsApartByHeader(bootstrap.text)) return bootstrap;
  const known = registered(registrations, interfaces);
  const hosts = new Set([...members, ...interfaces.filter(({ owner }) => members.includes(owner)).map(({ id }) => id)]);
  const silent = index
    .ofType('AWS::ElasticLoadBalancingV2::TargetGroup')
    .filter((group) => groupTargets(index, new Reference(group.id), known).some(({ to }) => hosts.has(to)))
    .find((group) => !saysWhoConnects(index, group));
  if (!silent) return bootstrap;
  return {
    ...bootstrap,
    doubt: `${silent.id} doesn't say who connects (proxy_protocol_v2.enabled), so that an agent may say that it is another`,
  };
}

const saysWhoConnects = (index: ResourceIndex, { properties }: Resource): boolean =>
  index
    .elements(properties.TargetGroupAttributes)
    .some((each) => isFields(each) && index.keyOf(each.Key) === 'proxy_protocol_v2.enabled' && isTrue(index.follow(each.Value)));

const isTrue = (value: Value | undefined): boolean => String(value) === 'true';
