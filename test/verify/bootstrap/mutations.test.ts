import { describe, expect, test } from 'vitest';
import { findBootstraps } from '../../../lib/verify/bootstrap/find-bootstraps';
import { AnyOf, Reference, Text, Unresolved, type Value } from '../../../lib/verify/world/value';
import type { World } from '../../../lib/verify/world/world';
import { findings, policy, policyOfTwo, rendered, verdict } from './deployed';

// biome-ignore lint/suspicious/noExplicitAny: Envoy's configuration has no type here, and a mutation reaches anywhere
type Json = any;

const copy = (value: unknown): Json => JSON.parse(JSON.stringify(value));
const hcm = (config: Json) => config.static_resources.listeners[0].filter_chains[0].filters.at(-1).typed_config;
const hosts = (config: Json): Json[] => hcm(config).route_config.virtual_hosts;
const gateways = (config: Json): Json[] => hosts(config).find(({ name }) => name === 'gateways').routes;
const tunnel = (config: Json, name = 'mirror-443') => hosts(config).find((host) => host.name === `tunnel-${name}`);
const wildcards = (config: Json) => tunnel(config, 'mirror-443-wildcards');
const forward = (config: Json, cluster: string) => gateways(config).find(({ route }) => route?.cluster === cluster);
const cluster = (config: Json, name: string) => config.static_resources.clusters.find((each: Json) => each.name === name);
const tls = (config: Json, name: string) => cluster(config, name).transport_socket.typed_config;
const inner = (config: Json) => config.static_resources.listeners.find(({ name }: Json) => name === 'tunnel-443');
const innerFilter = (config: Json, index: number) => inner(config).filter_chains.at(-1).filters[index].typed_config;
const filter = (config: Json, name: string) => hcm(config).http_filters.find((each: Json) => each.name === name);
const before = (config: Json, route: Json) => gateways(config).unshift(route);
const type = (name: string) => ({ '@type': `type.googleapis.com/envoy.${name}` });
const extension = (name: string, fields: object = {}) => ({ name, typed_config: { ...type(name), ...fields } });
const opened = (config: Json, change: (route: Json) => void) => {
  const route = copy(forward(config, 'upstream-claude'));
  change(route);
  before(config, route);
};
const remove = (list: Json[], wanted: (each: Json) => boolean) => list.splice(list.findIndex(wanted), 1);

type Mutation = readonly [name: string, mutate: (config: Json) => void];

const refuted: readonly Mutation[] = [
  ['another path', (config) => opened(config, ({ match }) => (match.safe_regex.regex = '^/claude/v1/files$'))],
  ['a wider expression', (config) => (forward(config, 'upstream-claude').match.safe_regex.regex = '^/claude/v1/.*$')],
  [
    'an expression that takes one more segment',
    (config) => (forward(config, 'upstream-claude').match.safe_regex.regex = '^/claude/v1/messages/[^/]+$'),
  ],
  [
    'another method',
    (config) => (forward(config, 'upstream-claude').match.headers[0].string_match.safe_regex.regex = 'POST|DELETE'),
  ],
  ['another method alone', (config) => (forward(config, 'upstream-claude').match.headers[0].string_match = { exact: 'PUT' })],
  ['any method', (config) => (forward(config, 'upstream-claude').match.headers = [])],
  ['a prefix', (config) => opened(config, (route) => (route.match = { prefix: '/claude/', headers: route.match.headers }))],
  [
    'an exact path',
    (config) => opened(config, (route) => (route.match = { path: '/claude/v1/complete', headers: route.match.headers })),
  ],
  [
    'another host',
    (config) => {
      const other = copy(cluster(config, 'upstream-claude'));
      other.name = 'upstream-other';
      other.transport_socket.typed_config.sni = 'evil.example';
      other.transport_socket.typed_config.common_tls_context.validation_context.match_typed_subject_alt_names[0].matcher.exact =
        'evil.example';
      config.static_resources.clusters.push(other);
      opened(config, ({ route }) => Object.assign(route, { cluster: 'upstream-other', host_rewrite_literal: 'evil.example' }));
    },
  ],
  ['a method that is excluded', (config) => (forward(config, 'upstream-claude').match.headers[0].invert_match = true)],
  ['another port', (config) => (forward(config, 'upstream-claude').route.host_rewrite_literal = 'api.anthropic.com:8443')],
  [
    'a deny turned into a route',
    (config) => {
      const denied = gateways(config).find(({ metadata }) => metadata?.filter_metadata?.airlock?.reason === 'path-not-allowed');
      delete denied.direct_response;
      denied.typed_per_filter_config = {};
      denied.route = copy(forward(config, 'upstream-claude').route);
    },
  ],
  [
    'TRACE where anything is allowed',
    (config) =>
      remove(
        gateways(config),
        ({ match, direct_response }) => direct_response && match.headers?.[0].string_match.safe_regex?.regex === 'TRACE',
      ),
  ],
  [
    'no answer to ambiguous paths',
    (config) => remove(gateways(config), ({ match }) => match.safe_regex?.regex.startsWith('^/github[\\s\\S]*')),
  ],
  [
    'CONNECT to another host',
    (config) =>
      hosts(config).unshift({
        ...copy(tunnel(config)),
        name: 'other',
        domains: ['evil.example:443'],
        routes: [{ ...copy(tunnel(config).routes[0]), match: { connect_matcher: {} } }],
      }),
  ],
  ['CONNECT to any number of labels', (config) => (wildcards(config).routes[0].match = { connect_matcher: {} })],
  ['CONNECT to any host', (config) => before(config, { ...copy(tunnel(config).routes[0]), match: { connect_matcher: {} } })],
  ['CONNECT to another host beside an allowed one', (config) => tunnel(config).domains.push('evil.example:443')],
  [
    'CONNECT to another host beside an allowed wildcard',
    (config) => {
      wildcards(config).domains.push('evil.example:443');
      wildcards(config).routes[0].match.headers[0].string_match.safe_regex.regex =
        '(?i)(?:[^.]+\\.mirror\\.example\\.org|evil\\.example):443';
    },
  ],
];

const open: readonly Mutation[] = [
  ['a matcher in the place of a tunnel rules', (config) => (innerFilter(config, 0).matcher = {})],
  [
    'a certificate authority of its own',
    (config) => (tls(config, 'upstream-claude').common_tls_context.validation_context.trusted_ca = { inline_string: 'x' }),
  ],
  [
    'a certificate name by a header',
    (config) =>
      (Object.values<Json>(
        cluster(config, 'upstream-claude').typed_extension_protocol_options,
      )[0].upstream_http_protocol_options = { auto_sni: true, override_auto_sni_header: 'x-to' }),
  ],
  [
    'another filter of state',
    (config) =>
      hcm(config).http_filters.splice(-1, 0, { ...copy(filter(config, 'airlock.hand-on')), name: 'other', disabled: false }),
  ],
  [
    'a filter that the route sets up',
    (config) =>
      (tunnel(config).routes[0].typed_per_filter_config['airlock.hand-on'].config = type(
        'extensions.filters.http.set_filter_state.v3.Config',
      )),
  ],
  [
    'a listener filter in front of the tunnel',
    (config) => inner(config).listener_filters.push(extension('extensions.filters.listener.set_filter_state.v3.Config')),
  ],
  ['a path rewrite', (config) => (forward(config, 'upstream-claude').route.prefix_rewrite = '/v1/files')],
  ['a rewrite to another path', (config) => (forward(config, 'upstream-claude').route.regex_rewrite.substitution = '/v1/files')],
  ['another match of the method', (config) => (forward(config, 'upstream-claude').match.headers[0].name = 'x-method')],
  [
    'a path without regard to case',
    (config) => opened(config, (route) => (route.match = { path: '/claude/v1/messages', case_sensitive: false })),
  ],
  ['requests mirrored', (config) => (forward(config, 'upstream-claude').route.request_mirror_policies = [{ cluster: 'x' }])],
  ['redirects followed', (config) => (forward(config, 'upstream-claude').route.internal_redirect_policy = {})],
  [
    'a cluster by a header',
    (config) => {
      const { route } = forward(config, 'upstream-claude');
      delete route.cluster;
      route.cluster_header = 'x-to';
    },
  ],
  [
    'no certificate authority',
    (config) => delete tls(config, 'upstream-claude').common_tls_context.validation_context.trusted_ca,
  ],
  [
    'no name in the certificate',
    (config) => delete tls(config, 'upstream-claude').common_tls_context.validation_context.match_typed_subject_alt_names,
  ],
  ['no verification', (config) => delete tls(config, 'upstream-claude').common_tls_context.validation_context],
  [
    'verification that accepts anyone',
    (config) =>
      (tls(config, 'upstream-claude').common_tls_context.validation_context.trust_chain_verification = 'ACCEPT_UNTRUSTED'),
  ],
  ['no TLS', (config) => delete cluster(config, 'upstream-claude').transport_socket],
  [
    'a name suffix in the certificate',
    (config) =>
      (tls(config, 'upstream-claude').common_tls_context.validation_context.match_typed_subject_alt_names[0].matcher = {
        suffix: '.com',
      }),
  ],
  [
    'a second listener that passes bytes on',
    (config) =>
      config.static_resources.listeners.push({
        name: 'x',
        address: {},
        filter_chains: [
          { filters: [extension('extensions.filters.network.tcp_proxy.v3.TcpProxy', { cluster: 'tunnel-upstream-open' })] },
        ],
      }),
  ],
  [
    'a filter of bytes beside',
    (config) =>
      config.static_resources.listeners[0].filter_chains[0].filters.unshift(
        extension('extensions.filters.network.tcp_proxy.v3.TcpProxy', { cluster: 'x' }),
      ),
  ],
  [
    'a default chain',
    (config) =>
      (config.static_resources.listeners[0].default_filter_chain = {
        filters: [extension('extensions.filters.network.tcp_proxy.v3.TcpProxy')],
      }),
  ],
  [
    'routes from elsewhere',
    (config) => {
      delete hcm(config).route_config;
      hcm(config).rds = { route_config_name: 'x' };
    },
  ],
  ['routes from elsewhere beside', (config) => (hcm(config).scoped_routes = {})],
  ['virtual hosts from elsewhere', (config) => (hcm(config).route_config.vhds = {})],
  ['listeners from elsewhere', (config) => (config.dynamic_resources = { lds_config: {} })],
  ['a field in camel case', (config) => (config.dynamicResources = { ldsConfig: {} })],
  ['an unknown filter', (config) => hcm(config).http_filters.unshift(extension('extensions.filters.http.lua.v3.Lua'))],
  [
    'an unknown filter of a listener',
    (config) =>
      config.static_resources.listeners[0].listener_filters.push(
        extension('extensions.filters.listener.original_dst.v3.OriginalDst'),
      ),
  ],
  [
    'an unknown filter of an upstream',
    (config) =>
      Object.values<Json>(cluster(config, 'upstream-claude').typed_extension_protocol_options)[0].http_filters.unshift(
        extension('extensions.filters.http.lua.v3.Lua'),
      ),
  ],
  [
    'a header that is set',
    (config) =>
      filter(config, 'airlock.strip').typed_config.mutations.request_mutations.push({
        append: { header: { key: ':path', value: '/x' } },
      }),
  ],
  [
    'a header that a route sets',
    (config) =>
      forward(config, 'upstream-claude').request_headers_to_add.push({
        header: { key: 'x-http-method-override', value: 'DELETE' },
      }),
  ],
  ['a header that is not set', (config) => (forward(config, 'upstream-orders').request_headers_to_add = [])],
  [
    "a header that is added to the agent's own",
    (config) => delete forward(config, 'upstream-orders').request_headers_to_add[0].append_action,
  ],
  [
    'a tunnel that fronts for another name',
    (config) => {
      for (const chain of inner(config).filter_chains) chain.filters.shift();
    },
  ],
  [
    'a tunnel that compares something else',
    (config) => (innerFilter(config, 0).rules.policies['same-name'].condition = { const_expr: { bool_value: true } }),
  ],
  [
    'a tunnel whose rule is one of two',
    (config) => (innerFilter(config, 0).rules.policies.other = { principals: [{ any: true }], permissions: [{ any: true }] }),
  ],
  ['a tunnel to another port', (config) => (innerFilter(config, 1).port_value = 22)],
  ['a tunnel without an address guard', (config) => inner(config).filter_chains.at(-1).filters.splice(2, 1)],
  ['a tunnel that connects at once', (config) => delete innerFilter(config, 3).upstream_connect_mode],
  ['a tunnel through another proxy', (config) => (innerFilter(config, 3).tunneling_config = { hostname: 'x' })],
  [
    'a tunnel that is told something else',
    (config) =>
      (filter(config, 'airlock.hand-on').typed_config.on_request_headers[1].format_string.text_format_source.inline_string =
        '%REQ(X-TO)%'),
  ],
  [
    'a tunnel listener with an address',
    (config) => (inner(config).address = { socket_address: { address: '0.0.0.0', port_value: 1 } }),
  ],
  [
    'an authority that can not be read',
    (config) => (wildcards(config).routes[0].match.headers[0].string_match.safe_regex.regex = '.*'),
  ],
  [
    "no filter that takes an agent's headers",
    (config) => remove(hcm(config).http_filters, ({ name }) => name === 'airlock.strip'),
  ],
  ['that filter being off', (config) => (filter(config, 'airlock.strip').disabled = true)],
  [
    'one header of an agent that passes',
    (config) => {
      const { key_matcher: matcher } = filter(config, 'airlock.strip').typed_config.mutations.request_mutations[0]
        .remove_on_match;
      matcher.safe_regex.regex = matcher.safe_regex.regex.replace('|authorization|', '|');
    },
  ],
  [
    'a cluster that resolves in the place of one that leads inwards',
    (config) => (cluster(config, 'tunnel-443').cluster_type = copy(cluster(config, 'tunnel-upstream-open').cluster_type)),
  ],
  ['a cluster that leads inwards by names', (config) => (cluster(config, 'tunnel-443').type = 'STRICT_DNS')],
  [
    'tunnels through another proxy',
    (config) =>
      (cluster(config, 'tunnel-upstream-open').transport_socket = extension(
        'extensions.transport_sockets.http_11_proxy.v3.Http11ProxyUpstreamTransport',
      )),
  ],
  [
    'a body limit that leaves out the rule of which port takes what',
    (config) =>
      hcm(config).http_filters.unshift(
        extension('extensions.common.matching.v3.ExtensionWithMatcher', {
          extension_config: copy(filter(config, 'airlock.port')),
          xds_matcher: {},
        }),
      ),
  ],
  ['other upgrades', (config) => hcm(config).upgrade_configs.push({ upgrade_type: 'websocket' })],
  ['settings of the process', (config) => (config.layered_runtime.layers[0].static_layer['envoy.reloadable_features.x'] = false)],
  [
    'an administration port',
    (config) => (config.admin = { address: { socket_address: { address: '0.0.0.0', port_value: 9901 } } }),
  ],
  ['routes that are no list', (config) => (hosts(config)[0].routes = 'not-known-here')],
  ['a second cluster of the same name', (config) => config.static_resources.clusters.push({ name: 'upstream-claude' })],
];

const mutated = (mutate: Mutation[1]): Json => {
  const config = copy(rendered());
  mutate(config);
  return config;
};

describe('a bootstrap is refuted that has', () => {
  test.each(refuted)('%s', (_, mutate) => {
    expect(verdict(mutated(mutate))).toBe('refuted');
  });
});

describe('a bootstrap is unknown that has', () => {
  test.each(open)('%s', (_, mutate) => {
    expect(verdict(mutated(mutate))).toBe('unknown');
  });
});

describe('a bootstrap stays proven that has', () => {
  const harmless: readonly Mutation[] = [
    ['one route less', (config) => remove(gateways(config), ({ route }) => route?.cluster === 'upstream-claude')],
    [
      'a route behind the last answer',
      (config) => gateways(config).push({ match: { prefix: '/claude' }, route: { cluster: 'upstream-claude' } }),
    ],
    ['a virtual host less', (config) => hosts(config).shift()],
    ['fewer methods', (config) => (forward(config, 'upstream-claude').match.headers[0].string_match.safe_regex.regex = 'POST')],
    ['an unused cluster', (config) => config.static_resources.clusters.push({ name: 'unused' })],
    ['other time limits', (config) => (forward(config, 'upstream-claude').route.timeout = '30s')],
  ];

  test.each(harmless)('%s', (_, mutate) => {
    expect(verdict(mutated(mutate))).toBe('proven');
  });
});

describe('an agent of several', () => {
  const agents = [
    { agent: 'reviewer', sources: ['10.0.0.0/24'] },
    { agent: 'builder', sources: ['10.0.1.0/24'] },
  ];
  const two = () => copy(rendered(policyOfTwo, { agents }));
  const chain = (config: Json, index: number) =>
    config.static_resources.listeners[0].filter_chains[index].filters.at(-1).typed_config;

  test('is refuted what only another one may', () => {
    const config = two();
    chain(config, 0).route_config.virtual_hosts = chain(config, 1).route_config.virtual_hosts;
    expect(verdict(config, policyOfTwo)).toBe('refuted');
  });

  test('is unknown if the policy has none of that name', () => {
    const config = two();
    chain(config, 0).route_config.name = 'someone';
    expect(verdict(config, policyOfTwo)).toBe('unknown');
  });
});

describe('where a bootstrap stands decides whether it is what runs', () => {
  const text = JSON.stringify(rendered());
  const rest = text.slice(1);
  const place = { resource: 'S/Task', type: 'AWS::ECS::TaskDefinition', file: 'S.json', pointer: '/Resources/Task' };

  function judged(properties: Readonly<Record<string, Value>>, members = ['S/Task']): string {
    const resource = { id: 'S/Task', type: place.type, properties, metadata: {}, place };
    const world: World = { when: '', doubts: [], assumptions: [], resources: new Map([['S/Task', resource]]) };
    const nothing = { aliases: [], identities: [], credentials: [], storage: [], openings: [] };
    const hosts = ['S/Task', 'S/Other'].slice(0, members.length).map((id) => ({ id, place, ...nothing }));
    const found = findBootstraps({ world, proxies: [{ id: 'S/Task', members }], workloads: hosts, within: ['Properties'] });
    const verdicts = found.flatMap((each) =>
      findings(each.text, policy, each.doubt === undefined ? {} : { doubt: each.doubt }).map((finding) => finding.verdict),
    );
    return verdicts.includes('refuted') ? 'refuted' : (verdicts[0] ?? 'proven');
  }
  const command = (...Command: Value[]) => judged({ ContainerDefinitions: [{ Command }] });

  test.each<readonly [string, () => string, string]>([
    ['an argument', () => command('--log-level', 'info', '--config-yaml', text), 'proven'],
    [
      'an argument with an id that the cloud chooses',
      () =>
        command(
          '--config-yaml',
          new Text([`{"node":{"id":"`, new Reference('AWS::Region'), `"},${rest.replace(/"node":\{[^}]*\},/, '')}`]),
        ),
      'proven',
    ],
    [
      'an argument with a parameter',
      () => command('--config-yaml', new Text(['{', new AnyOf('Extra', () => true), rest])),
      'unknown',
    ],
    ['an argument with an import', () => command('--config-yaml', new Text(['{', new Unresolved('x'), rest])), 'unknown'],
    ['an argument beside a file', () => command('-c', '/etc/envoy.yaml', '--config-yaml', text), 'unknown'],
    ['an argument beside what is not known', () => command(new Unresolved('x'), '--config-yaml', text), 'unknown'],
    ['a variable', () => judged({ ContainerDefinitions: [{ Environment: [{ Name: 'BOOTSTRAP', Value: text }] }] }), 'unknown'],
    [
      'a script',
      () => judged({ UserData: `#!/bin/sh\ncat > /etc/envoy.yaml <<END\n${text}\nEND\nenvoy -c /etc/envoy.yaml` }),
      'unknown',
    ],
    ['Base64', () => judged({ UserData: Buffer.from(text).toString('base64') }), 'unknown'],
    [
      'an argument and a variable',
      () => judged({ ContainerDefinitions: [{ Command: ['--config-yaml', text], Environment: [{ Name: 'X', Value: text }] }] }),
      'unknown',
    ],
    ['nowhere', () => command('--config-path', '/etc/envoy.yaml'), 'unknown'],
    [
      'an argument of one of two hosts',
      () => judged({ ContainerDefinitions: [{ Command: ['--config-yaml', text] }] }, ['S/Task', 'S/Other']),
      'unknown',
    ],
  ])('in %s', (_, make, expected) => {
    expect(make()).toBe(expected);
  });

  test.each([
    ['is no YAML', '{static_resources: ['],
    ['is two documents', `${text}\n---\n${text}`],
    ['has a field twice', `{"static_resources": {}, ${rest}`],
    ['is a list', `[${text}]`],
    ['is nothing', ''],
  ])('and what %s is unknown', (_, written) => {
    expect(findings(written).map((finding) => finding.verdict)).toEqual(['unknown']);
  });
});
