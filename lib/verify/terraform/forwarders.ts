import type { Resource } from '../world/world';
import { type Balancing, loadBalancer } from './forwarders/load-balancers';
import { isServiceEndpoint, serviceAttachment, serviceEndpoint } from './forwarders/service-attachments';
import { webProxy } from './forwarders/web-proxies';
import type { ResourceIndex } from './resource-index';
import { apiEndpoints } from './routes/google-access';

const ruleTypes = ['google_compute_forwarding_rule', 'google_compute_global_forwarding_rule'];

/** Load balancers, endpoints and published services of Private Service Connect, and web proxies. */
export function forwarders(index: ResourceIndex): Balancing {
  const apis = new Set(apiEndpoints(index).map(({ rule }) => rule.id));
  const all = [
    ...index.ofType(...ruleTypes).flatMap((rule) => (apis.has(rule.id) ? [] : [byRule(index, rule)])),
    ...index.ofType('google_compute_service_attachment').map((each) => serviceAttachment(index, each)),
    ...index.ofType('google_network_services_gateway').map((each) => webProxy(index, each)),
  ];
  return {
    forwarders: all.flatMap((each) => each.forwarders),
    interfaces: all.flatMap((each) => each.interfaces),
  };
}

const byRule = (index: ResourceIndex, rule: Resource): Balancing =>
  isServiceEndpoint(index, rule) ? serviceEndpoint(index, rule) : loadBalancer(index, rule);
