import { describe, expect, test } from 'vitest';
import { rendered, verdict } from './deployed';
import { cluster, copy, extension, type Json, type Mutation, manager, upstreamFilters } from './parts';

const mutated = (mutate: Mutation[1]): Json => {
  const changed = copy(rendered());
  mutate(changed);
  return changed;
};

const claude = (of: Json) => cluster(of, 'upstream-claude');
const filters = (of: Json, name = 'upstream-claude') => upstreamFilters(of, name);
const guard = (of: Json, name?: string) => filters(of, name)[0].typed_config;
const permission = (of: Json, name?: string) => guard(of, name).rules.policies.address.permissions[0];
const names = (of: Json) => claude(of).cluster_type.typed_config;
const endpoints = (of: Json) => claude(of).load_assignment.endpoints[0].lb_endpoints;
const socket = (of: Json) => endpoints(of)[0].endpoint.address.socket_address;

const forwarding = (of: Json): Json[] =>
  manager(of)
    .route_config.virtual_hosts.flatMap((host: Json) => host.routes)
    .filter(({ route }: Json) => route?.cluster === 'upstream-claude');

// a filter of an upstream, too, is set up by what a route says under its name: here that it has no rules
const takeAll = (part: Json): void => {
  const { typed_config } = extension('extensions.filters.http.rbac.v3.RBACPerRoute');
  part.typed_per_filter_config = { ...part.typed_per_filter_config, 'envoy.filters.http.upstream_rbac': typed_config };
};

test('the addresses of upstreams are those of the policy', () => {
  expect(verdict(rendered())).toBe('proven');
});

describe('an upstream is not proven to be at a public address', () => {
  test.each<Mutation>([
    ['without a judge', (of) => filters(of).shift()],
    ['with a judge behind another filter', (of) => filters(of).reverse()],
    ['with a judge that also takes private addresses', (of) => permission(of).and_rules.rules.pop()],
    [
      "with a judge that takes more than the destination's addresses",
      (of) => (permission(of, 'upstream-orders').or_rules.rules[0].matcher.typed_config.upstream_ip.prefix_len = 8),
    ],
    ['with a judge that is told to take all', (of) => (guard(of).rules.action = 'LOG')],
    ['with a judge that has a matcher in the place of rules', (of) => (guard(of).matcher = {})],
    [
      'with a judge that only looks on',
      (of) => {
        guard(of).shadow_rules = guard(of).rules;
        delete guard(of).rules;
      },
    ],
    ['with a judge whom the route tells to take all', (of) => forwarding(of).forEach(takeAll)],
    ['with a judge whom the virtual host tells to take all', (of) => manager(of).route_config.virtual_hosts.forEach(takeAll)],
    ['with a judge that is off', (of) => (filters(of)[0].disabled = true)],
    [
      'with filters of two kinds of options',
      (of) => (claude(of).typed_extension_protocol_options.other = { '@type': 'other', http_filters: [] }),
    ],
    ['where all addresses of a name are one host', (of) => (names(of).all_addresses_in_single_endpoint = true)],
    ['where hosts are logical', (of) => Object.assign(claude(of), { cluster_type: undefined, type: 'LOGICAL_DNS' })],
    [
      'where names are those of requests',
      (of) => (claude(of).cluster_type = extension('extensions.clusters.dynamic_forward_proxy.v3.ClusterConfig')),
    ],
    ['of another name', (of) => (socket(of).address = 'evil.example')],
    ['at another port', (of) => (socket(of).port_value = 22)],
    ['that is one of two', (of) => endpoints(of).push(copy(endpoints(of)[0]))],
    ['that has more addresses', (of) => (endpoints(of)[0].endpoint.additional_addresses = [{ address: {} }])],
    ['by hosts from elsewhere', (of) => delete claude(of).load_assignment],
  ])('%s', (_, mutate) => {
    expect(verdict(mutated(mutate))).not.toBe('proven');
  });
});
