import { describe, expect, test } from 'vitest';
import type { BootstrapProps } from '../../../lib/envoy/bootstrap-props';
import { EgressPolicy } from '../../../lib/policy/egress-policy';
import { claude, github, mirror, policyOf, uploads } from '../../envoy/policies';
import { findings, rendered, verdict } from './deployed';
import { addCluster, cluster, copy, extension, filter, host, type Json, listener, type Mutation, manager, remove } from './parts';

const policy = EgressPolicy.parse(policyOf([claude, github, uploads, mirror]));
const files: Partial<BootstrapProps> = {
  interception: { ca: { file: '/ca.pem' }, certificates: { kind: 'files', directory: '/leafs' } },
};
const variables: Partial<BootstrapProps> = {
  interception: {
    ca: { environment: 'CA' },
    certificates: { kind: 'environment', variables: (name) => ({ certificate: `${name}-cert`, key: `${name}-key` }) },
  },
};
const intercepting = (more = files): Json => copy(rendered(policy, more));

const inner = (config: Json) => listener(config, 'intercept-default');
const chain = (config: Json) => inner(config).filter_chains[0];
const http = (config: Json) => manager(config, 'intercept-default');
const github443 = (config: Json) => host(http(config), 'api.github.com:443');
const forward = (config: Json) =>
  github443(config).routes.find(({ route }: Json) => route?.cluster.startsWith('upstream-github'));
const certificates = (config: Json) =>
  chain(config).transport_socket.typed_config.common_tls_context.tls_certificate_sds_secret_configs;
const matcher = (config: Json) => inner(config).filter_chain_matcher;
const tls = (config: Json) => matcher(config).matcher_tree.exact_match_map.map.tls.matcher;
const names = (config: Json) => tls(config).matcher_tree.exact_match_map.map;
const connect = (config: Json) => host(manager(config), 'intercept-api.github.com:443');
const plain = (config: Json) => host(manager(config), 'plain-api.github.com');
const authority = (config: Json) => host(manager(config), 'gateways').routes.find(({ match }: Json) => match.path);

describe('what ends TLS is proven with', () => {
  test.each<[string, Partial<BootstrapProps>]>([
    ['certificates in files', files],
    ['certificates in variables', variables],
    [
      'an upstream at a fixed address',
      { ...files, resolve: [{ host: 'api.github.com', port: 443, address: '10.9.9.9', addressPort: 1 }] },
    ],
    ['authorities that are followed', { ...files, trustedCa: { name: 'public', directory: '/authorities' } }],
    ['an authority in a folder that is watched', { ...files, trustedCa: { file: '/a/ca.pem', watchedDirectory: '/a' } }],
  ])('%s', (_, more) => {
    expect(findings(JSON.stringify(rendered(policy, more)), policy)).toEqual([]);
  });
});

const refuted: readonly Mutation[] = [
  ['another path', (config) => (forward(config).match.safe_regex.regex = '^/repos/.*$')],
  ['another method', (config) => (forward(config).match.headers[0].string_match.safe_regex.regex = 'GET|PUT')],
  ['any method', (config) => (forward(config).match.headers = [])],
  [
    'another host',
    (config) => {
      addCluster(config, 'upstream-github/api.github.com:443', 'evil.example');
      Object.assign(forward(config).route, { cluster: 'evil.example', host_rewrite_literal: 'evil.example' });
    },
  ],
  ['another port', (config) => (forward(config).route.host_rewrite_literal = 'api.github.com:8444')],
  [
    'no answer to ambiguous paths',
    (config) => remove(github443(config).routes, ({ match }) => match.safe_regex?.regex.startsWith('^[\\s')),
  ],
  ["another destination's credential", (config) => (forward(config).route.cluster = 'upstream-uploads/api.github.com:443')],
  [
    'another path in plain HTTP',
    (config) => (plain(config).routes.find(({ route }: Json) => route).match.safe_regex.regex = '^/.*$'),
  ],
  ['a tunnel in its place', (config) => (connect(config).routes[0].route.cluster = 'tunnel-443')],
];

const open: readonly Mutation[] = [
  ['no match of names', (config) => delete inner(config).filter_chain_matcher],
  [
    'a match of the name in the handshake alone',
    (config) => (matcher(config).matcher_tree.exact_match_map.map.tls = { matcher: names(config)['api.github.com:443'].matcher }),
  ],
  ['a match of another thing', (config) => (tls(config).matcher_tree.input.typed_config.key = 'airlock.host')],
  [
    'another name in the handshake',
    (config) => {
      const { map } = names(config)['api.github.com:443'].matcher.matcher_tree.exact_match_map;
      map['other.example'] = map['api.github.com'];
    },
  ],
  ['a chain for all other names', (config) => (tls(config).on_no_match.action.typed_config.value = 'intercept')],
  ['a chain for what is not TLS', (config) => (matcher(config).on_no_match.action.typed_config.value = 'intercept')],
  [
    'a prefix of names',
    (config) => {
      const tree = tls(config).matcher_tree;
      tree.prefix_match_map = tree.exact_match_map;
      delete tree.exact_match_map;
    },
  ],
  ['a default chain', (config) => (inner(config).default_filter_chain = copy(chain(config)))],
  ['a chain that matches by itself', (config) => (chain(config).filter_chain_match = { server_names: ['x'] })],
  [
    'a refusing chain that passes on',
    (config) =>
      (inner(config).filter_chains[1].filters = [
        extension('extensions.filters.network.tcp_proxy.v3.TcpProxy', { cluster: 'tunnel-upstream-open' }),
      ]),
  ],
  [
    'another filter in the chain',
    (config) =>
      chain(config).filters.unshift(
        extension('extensions.filters.network.tcp_proxy.v3.TcpProxy', { cluster: 'tunnel-upstream-open' }),
      ),
  ],
  [
    'a handshake that changes what was handed on',
    (config) => (chain(config).filters[0].typed_config.on_downstream_tls_handshake[0].object_key = 'airlock.name'),
  ],
  [
    'a name by a header',
    (config) => {
      const states = filter(manager(config), 'airlock.hand-on').typed_config.on_request_headers;
      states.find((each: Json) => each.object_key === 'airlock.name').format_string.text_format_source.inline_string =
        '%REQ(x-name)%';
    },
  ],
  [
    'another name than was asked for',
    (config) => (connect(config).routes[0].metadata.filter_metadata.airlock.name = 'uploads.github.com:443'),
  ],
  ['names that may be any', (config) => (connect(config).domains = ['*:443'])],
  ['no rule on the Host header', (config) => delete github443(config).typed_per_filter_config],
  ['no filter for that rule', (config) => remove(http(config).http_filters, ({ name }) => name === 'airlock.name')],
  ['that filter being off', (config) => (filter(http(config), 'airlock.name').disabled = true)],
  [
    'a rule on the Host header that allows',
    (config) => (github443(config).typed_per_filter_config['airlock.name'].rbac.rules.action = 'ALLOW'),
  ],
  [
    'a rule on the Host header for some only',
    (config) =>
      github443(config).typed_per_filter_config['airlock.name'].rbac.rules.policies['server-name-mismatch'].permissions.unshift({
        header: { name: 'x', present_match: true },
      }),
  ],
  [
    'a rule on the Host header beside a condition',
    (config) =>
      (github443(config).typed_per_filter_config['airlock.name'].rbac.rules.policies['server-name-mismatch'].condition = {
        const_expr: { bool_value: false },
      }),
  ],
  [
    'a route that lifts it',
    (config) =>
      (forward(config).typed_per_filter_config['airlock.name'] = {
        '@type': 'type.googleapis.com/envoy.extensions.filters.http.rbac.v3.RBACPerRoute',
      }),
  ],
  ['a certificate for another host', (config) => certificates(config).push({ name: 'intercept-other' })],
  ['a certificate for a tunnel', (config) => (certificates(config)[0].name = 'intercept-mirror')],
  ['a certificate from elsewhere', (config) => (certificates(config)[0].sds_config = { api_config_source: {} })],
  [
    'a filter inside that changes what was handed on',
    (config) => http(config).http_filters.unshift({ ...copy(filter(manager(config), 'airlock.hand-on')), disabled: false }),
  ],
  [
    "no filter inside that takes an agent's headers",
    (config) => remove(http(config).http_filters, ({ name }) => name === 'airlock.strip'),
  ],
  ['upgrades inside', (config) => (http(config).upgrade_configs = [{ upgrade_type: 'CONNECT' }])],
  ['another script inside', (config) => http(config).http_filters.unshift(extension('extensions.filters.http.lua.v3.Lua'))],
  [
    'records that leave',
    (config) => http(config).access_log.push(extension('extensions.access_loggers.grpc.v3.HttpGrpcAccessLogConfig')),
  ],
  [
    'upgrades in plain HTTP',
    (config) => delete plain(config).typed_per_filter_config['airlock.port'].rbac.rules.policies.malformed,
  ],
  ['upgrades everywhere', (config) => remove(manager(config).http_filters, ({ name }) => name === 'airlock.port')],
  ['an answer from a file', (config) => (authority(config).match.path = '/-/other')],
  [
    'an answer from the file with keys',
    (config) => (authority(config).direct_response.body.filename = '/leafs/intercept-github.json'),
  ],
  [
    'an answer that says a variable',
    (config) => (authority(config).response_headers_to_add = [{ header: { key: 'x', value: '%ENVIRONMENT(KEY)%' } }]),
  ],
  [
    'the upstream by authorities from elsewhere',
    (config) => {
      const { common_tls_context: context } = cluster(config, 'upstream-github/api.github.com:443').transport_socket.typed_config;
      context.combined_validation_context = {
        default_validation_context: { match_typed_subject_alt_names: context.validation_context.match_typed_subject_alt_names },
        validation_context_sds_secret_config: { name: 'x', sds_config: { ads: {} } },
      };
      delete context.validation_context;
    },
  ],
];

const changed = (mutate: Mutation[1]): Json => {
  const config = intercepting();
  mutate(config);
  return config;
};

describe('what ends TLS is refuted with', () => {
  test.each(refuted)('%s', (_, mutate) => {
    expect(verdict(changed(mutate), policy)).toBe('refuted');
  });
});

describe('what ends TLS is unknown with', () => {
  test.each(open)('%s', (_, mutate) => {
    expect(verdict(changed(mutate), policy)).toBe('unknown');
  });

  test('an answer from the variable with a key', () => {
    const config = intercepting(variables);
    authority(config).direct_response.body.environment_variable = 'github-key';
    expect(verdict(config, policy)).toBe('unknown');
  });
});

describe('what ends TLS stays proven with', () => {
  const harmless: readonly Mutation[] = [
    [
      'no CONNECT to it',
      (config) => remove(manager(config).route_config.virtual_hosts, ({ name }) => name === connect(config).name),
    ],
    ['a host less', (config) => delete names(config)['api.github.com:443']],
    ['a certificate less', (config) => certificates(config).pop()],
    ['a route less', (config) => remove(github443(config).routes, (each) => each === forward(config))],
    [
      'no answer with the certificate',
      (config) => remove(host(manager(config), 'gateways').routes, (each) => each === authority(config)),
    ],
    ['no plain HTTP', (config) => remove(manager(config).route_config.virtual_hosts, ({ name }) => name === plain(config).name)],
  ];

  test.each(harmless)('%s', (_, mutate) => {
    expect(verdict(changed(mutate), policy)).toBe('proven');
  });
});

test("an agent that is led to another one's connections is refuted what only that one may", () => {
  const two = EgressPolicy.parse(
    policyOf([github, uploads], { agents: { reader: { destinations: ['github'] }, writer: { destinations: ['uploads'] } } }),
  );
  const agents = [
    { agent: 'reader', sources: ['10.0.0.0/24'] },
    { agent: 'writer', sources: ['10.0.1.0/24'] },
  ];
  const config = copy(rendered(two, { ...files, agents }));
  expect(verdict(config, two)).toBe('proven');
  host(manager(config), 'intercept-api.github.com:443').routes[0].route.cluster = 'intercept-writer';
  expect(verdict(config, two)).toBe('refuted');
});
