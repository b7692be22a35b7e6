import { tellsApartByHeader } from '../bootstrap/told-by-header';
import type { Bootstrap } from '../model/bootstrap';
import type { Role } from '../model/role';
import { PortSet } from '../traffic/port-set';
import type { Resource } from '../world/world';
import { backendsOf } from './forwarders/backends';
import type { ResourceIndex } from './resource-index';
import { truth } from './truth';

/**
 * A configuration by which Envoy tells agents apart, in doubt if what publishes its hosts doesn't say who connects: Envoy then takes the first
 * bytes of an agent for that, and the agent writes whose it likes. "About published services", consumer connection information.
 */
export function withToldSources(index: ResourceIndex, proxies: readonly Role[], bootstrap: Bootstrap): Bootstrap {
  if (bootstrap.doubt !== undefined || !tellsApartByHeader(bootstrap.text)) return bootstrap;
  const members = proxies.filter(({ id }) => id === bootstrap.proxy).flatMap((role) => role.members);
  const silent = index
    .ofType('google_compute_service_attachment')
    .find(
      (each) => leadsTo(index, each, members) && truth(index, each.properties.enable_proxy_protocol, ['true'], false) !== true,
    );
  if (!silent) return bootstrap;
  return {
    ...bootstrap,
    doubt: `${silent.id} doesn't say who connects (enable_proxy_protocol), so that an agent may say that it is another`,
  };
}

function leadsTo(index: ResourceIndex, { properties }: Resource, members: readonly string[]): boolean {
  const rule = index.resourceOf(properties.target_service, 'google_compute_forwarding_rule');
  return (
    rule !== undefined &&
    backendsOf(index, rule)
      .targets(PortSet.all)
      .some(({ to }) => members.includes(to))
  );
}
