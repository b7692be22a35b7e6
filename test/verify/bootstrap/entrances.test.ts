import { describe, expect, test } from 'vitest';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { claude, github, mirror, policyOf } from '../../envoy/policies';
import { policyOfTwo, rendered, verdict } from './deployed';
import { cluster, copy, extension, type Json, listener, type Mutation, manager } from './parts';

const policy = EgressPolicy.parse(
  policyOf([claude, github, mirror], { limits: { requestsPerMinute: 6, requestBytes: 1000, connections: 5 } }),
);
const props = {
  ...{ proxyProtocol: false, transparentPort: 9443, transparentHttpPort: 9080, gatewaySocket: '/run/g', proxySocket: '/run/p' },
  ...{ transparentSocket: '/run/t', transparentHttpSocket: '/run/h' },
  interception: { ca: { file: '/ca.pem' }, certificates: { kind: 'files', directory: '/leafs' } } as const,
};
const config = (): Json => copy(rendered(policy, props));
const agents = [
  { agent: 'reviewer', endpointIds: ['vpce-1'], sources: ['10.0.0.0/24'] },
  { agent: 'builder', endpointIds: ['vpce-1'], sources: ['10.0.1.0/24'] },
];
const two = (): Json => copy(rendered(policyOfTwo, { transparentPort: 9443, agents }));

const passing = (of: Json) => listener(of, 'transparent').filter_chains[0].filters[0].typed_config;
const own = (of: Json) => cluster(of, 'own-proxy-port');
const endpoint = (of: Json) => own(of).load_assignment.endpoints[0].lb_endpoints[0].endpoint.address.socket_address;
const monitors = (of: Json) => of.overload_manager.resource_monitors;

test('other ways in, all limits and the overload manager admit nothing beyond the policy', () => {
  expect(monitors(config())).not.toEqual([]);
  expect(verdict(config(), policy)).toBe('proven');
});

test('a transparent port that tells agents apart admits to none what is another one’s', () => {
  expect(verdict(two(), policyOfTwo)).toBe('proven');
});

describe('another way in is unknown that', () => {
  test.each<Mutation>([
    ['leads to another cluster', (of) => (passing(of).cluster = 'tunnel-upstream-open')],
    ['leads to a tunnel', (of) => (passing(of).cluster = 'tunnel-443')],
    ['leads past CONNECT', (of) => (passing(of).cluster = 'intercept-default')],
    ['leads to another machine', (of) => (endpoint(of).address = '10.0.0.9')],
    ['leads to another port of this machine', (of) => (endpoint(of).port_value = 22)],
    ['leads to one of two', (of) => own(of).load_assignment.endpoints[0].lb_endpoints.push({ endpoint: {} })],
    ['leads to names', (of) => (own(of).type = 'STRICT_DNS')],
    ['leads to several clusters', (of) => (passing(of).weighted_clusters = {})],
    ['leads to itself', (of) => (endpoint(of).port_value = 9443)],
    ['says more than a host', (of) => (passing(of).tunneling_config.headers_to_add = [])],
    ['leads on by TLS', (of) => (own(of).transport_socket = extension('extensions.transport_sockets.tls.v3.UpstreamTlsContext'))],
    [
      'is a second listener',
      (of) =>
        of.static_resources.listeners.push({
          ...copy(listener(of, 'transparent')),
          name: 'x',
          filter_chains: [
            { filters: [extension('extensions.filters.network.tcp_proxy.v3.TcpProxy', { cluster: 'upstream-claude' })] },
          ],
        }),
    ],
    [
      'reads what comes by another filter',
      (of) =>
        listener(of, 'transparent').listener_filters.push(extension('extensions.filters.listener.original_dst.v3.OriginalDst')),
    ],
    [
      'keeps records elsewhere',
      (of) => (listener(of, 'transparent').access_log[0] = extension('extensions.access_loggers.grpc.v3.TcpGrpcAccessLogConfig')),
    ],
  ])('%s', (_, mutate) => {
    const of = config();
    mutate(of);
    expect(verdict(of, policy)).toBe('unknown');
  });

  test.each<Mutation>([
    ['does not say who comes', (of) => delete own(of).transport_socket],
    ['does not hear who comes', (of) => listener(of, 'transparent').listener_filters.shift()],
    [
      'takes whoever does not say',
      (of) => (listener(of, 'transparent').listener_filters[0].typed_config.allow_requests_without_proxy_protocol = true),
    ],
    [
      'says that somebody else comes',
      (of) => (own(of).transport_socket.typed_config.config.added_tlvs = [{ type: 0xea, value: 'AXZwY2UtMQ==' }]),
    ],
  ])('%s, where agents are told apart', (_, mutate) => {
    const of = two();
    mutate(of);
    expect(verdict(of, policyOfTwo)).toBe('unknown');
  });
});

test('a second listener with other routes is refuted', () => {
  const of = config();
  const other = copy(listener(of, 'agents'));
  other.name = 'other';
  other.address.socket_address.port_value = 1;
  other.additional_addresses = [];
  const routes = other.filter_chains[0].filters.at(-1).typed_config.route_config.virtual_hosts.at(-1).routes;
  routes.find(({ route }: Json) => route?.cluster === 'upstream-claude').match = { prefix: '/claude' };
  of.static_resources.listeners.push(other);
  expect(verdict(of, policy)).toBe('refuted');
});

describe('another way in stays proven that', () => {
  test.each<Mutation>([
    ['closes what it took', (of) => listener(of, 'transparent').filter_chains.splice(0, 1)],
    ['asks for one host only', (of) => (passing(of).tunneling_config.hostname = 'evil.example:443')],
    ['has no limits', (of) => manager(of).http_filters.splice(1, 1)],
    [
      'answers with a text',
      (of) => (listener(of, 'transparent').filter_chains[1].filters[0].typed_config.response = { inline_string: 'no' }),
    ],
  ])('%s', (_, mutate) => {
    const of = config();
    mutate(of);
    expect(verdict(of, policy)).toBe('proven');
  });
});
