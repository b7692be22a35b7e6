import { describe, expect, test } from 'vitest';
import { rendered, verdict } from './deployed';
import { cluster, copy, extension, host, type Json, listener, type Mutation, manager, remove, upstreamFilters } from './parts';

const config = (): Json => copy(rendered());
const mutated = (mutate: Mutation[1]): Json => {
  const changed = config();
  mutate(changed);
  return changed;
};

const exit = (of: Json) => manager(of, 'tunnel-exit-open');
const route = (of: Json) => host(exit(of), 'names').routes[0];
const upstream = (of: Json) => cluster(of, 'tunnel-upstream-open');
const filters = (of: Json) => upstreamFilters(of, 'tunnel-upstream-open');
const passOn = (of: Json) => listener(of, 'tunnel-443').filter_chains.at(-1).filters.at(-1).typed_config;
const blocks = (of: Json, name: string) =>
  upstreamFilters(of, name)[0].typed_config.rules.policies.address.permissions[0] as Json;
const lua = extension('extensions.filters.http.lua.v3.Lua');

test('the exits of tunnels admit nothing beyond the policy', () => {
  expect(verdict(config())).toBe('proven');
});

describe('a tunnel is not proven to leave by an exit', () => {
  test.each<Mutation>([
    ['without a judge', (of) => filters(of).shift()],
    ['with a judge behind the codec', (of) => filters(of).reverse()],
    ['with a judge that also takes private addresses', (of) => blocks(of, 'tunnel-upstream-open').and_rules.rules.pop()],
    [
      "with a judge that takes more than the destination's addresses",
      (of) => {
        const wide = upstreamFilters(of, 'tunnel-upstream-listed-inner')[0].typed_config.rules;
        wide.policies.address.permissions[0].or_rules.rules[0].matcher.typed_config.upstream_ip.prefix_len = 8;
      },
    ],
    ['with a judge that is told to take all', (of) => (filters(of)[0].typed_config.rules.action = 'LOG')],
    [
      'with a judge that only looks on',
      (of) => {
        const judge = filters(of)[0].typed_config;
        judge.shadow_rules = judge.rules;
        delete judge.rules;
      },
    ],
    ['with a judge that is off', (of) => (filters(of)[0].disabled = true)],
    ['with another filter before the judge', (of) => filters(of).unshift(lua)],
    [
      'whose hosts are all addresses of a name',
      (of) => {
        const names = upstream(of).cluster_type.typed_config;
        delete names.sub_clusters_config;
        names.dns_cache_config = copy(listener(of, 'tunnel-443').filter_chains.at(-1).filters[1].typed_config.dns_cache_config);
      },
    ],
    ['whose hosts are logical', (of) => Object.assign(upstream(of), { cluster_type: undefined, type: 'LOGICAL_DNS' })],
    ['whose hosts are fixed', (of) => Object.assign(upstream(of), { cluster_type: undefined, type: 'STATIC' })],
    [
      'through another proxy',
      (of) =>
        (cluster(of, 'tunnel-exit-open').transport_socket = extension(
          'extensions.transport_sockets.http_11_proxy.v3.Http11ProxyUpstreamTransport',
        )),
    ],
    [
      'at another machine',
      (of) =>
        (cluster(of, 'tunnel-exit-open').load_assignment.endpoints[0].lb_endpoints[0].endpoint.address = {
          socket_address: { address: '10.0.0.9', port_value: 1 },
        }),
    ],
    [
      'that is one of two',
      (of) => cluster(of, 'tunnel-exit-open').load_assignment.endpoints[0].lb_endpoints.push({ endpoint: {} }),
    ],
    ['that is not there', (of) => remove(of.static_resources.listeners, ({ name }) => name === 'tunnel-exit-open')],
    ['that is left out', (of) => (passOn(of).cluster = 'tunnel-upstream-open')],
    ['that is asked for nothing', (of) => delete passOn(of).tunneling_config],
    ['that is asked for another name', (of) => (passOn(of).tunneling_config.hostname = 'evil.example.org:443')],
    ['that is asked for another port', (of) => (passOn(of).tunneling_config.hostname = '%REQUESTED_SERVER_NAME%:22')],
    ['that is asked with POST', (of) => (passOn(of).tunneling_config.use_post = true)],
    ['that is told more', (of) => (passOn(of).tunneling_config.headers_to_add = [])],
    ['with another filter', (of) => exit(of).http_filters.unshift(lua)],
    ['with a name of its own', (of) => (route(of).route.host_rewrite_literal = 'evil.example.org')],
    ['that leads elsewhere', (of) => (route(of).route.cluster = 'upstream-claude')],
    ['that leads to several', (of) => (route(of).route.weighted_clusters = {})],
    ['whose route sets up its filters', (of) => (route(of).typed_per_filter_config = {})],
    ['that mirrors what passes', (of) => (route(of).route.request_mirror_policies = [{ cluster: 'upstream-claude' }])],
    ['with two routes', (of) => host(exit(of), 'names').routes.push(copy(route(of)))],
    [
      'with two chains',
      (of) => listener(of, 'tunnel-exit-open').filter_chains.push(copy(listener(of, 'tunnel-exit-open').filter_chains[0])),
    ],
    [
      'with a default chain',
      (of) => (listener(of, 'tunnel-exit-open').default_filter_chain = copy(listener(of, 'tunnel-exit-open').filter_chains[0])),
    ],
    [
      'with a listener of its own',
      (of) => (listener(of, 'tunnel-exit-open').address = { socket_address: { address: '0.0.0.0', port_value: 1 } }),
    ],
    ['with routes from elsewhere', (of) => (exit(of).rds = {})],
  ])('%s', (_, mutate) => {
    expect(verdict(mutated(mutate))).not.toBe('proven');
  });
});
