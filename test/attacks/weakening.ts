import type { EnvoyConfig } from '../../lib/envoy/extension';

type Node = { [key: string]: unknown };

/** What each weakening takes out of a rendered bootstrap: one control, and nothing else. */
export const weakenings = {
  'no-path-guard': 'routes that refuse ambiguous paths',
  'no-path-rules': 'the paths of the routes that forward',
  'no-method-rules': 'the methods of the routes that forward',
  'no-gateway-list': 'the denial of paths that name no gateway: they go on to the first one',
  'no-http-parser': 'HTTP at the proxy: bytes go on as they are',
  'no-inner-http-parser': 'HTTP inside intercepted TLS: bytes go on as they are',
  'no-stripping': 'the filter that strips what agents may not say',
  'no-overwriting': 'the replacement of a key that is already there',
  'no-own-stripping': 'the filter that strips what Envoy adds',
  'no-fixed-headers': 'the headers that the policy sets',
  'no-host-rewrite': "the fixed authority of a gateway's upstream",
  'no-upgrade-check': 'the refusal of upgrades',
  'no-underscore-check': 'the refusal of underscores in header names',
  'no-authority-check': 'the exact authority of CONNECT: any host under the same virtual host',
  'no-host-list': 'the list of hosts for CONNECT: any host and port goes on',
  'no-name-check': 'the comparison of the TLS name with CONNECT',
  'no-inner-host-check': 'the comparison of the Host inside intercepted TLS with CONNECT',
  'no-tls-check': 'the demand for TLS in tunnels',
  'no-port-rules': 'the rule of which port takes what',
  'no-address-guard': 'the judgement of resolved addresses',
  'no-header-timeout': 'the time in which headers must arrive',
  'no-replies': 'the answers that say why',
  'text-log': 'the JSON of the audit log: its values go into a line of text',
  'logged-headers': 'the fixed list of what is logged: header values go too',
  'inlined-secret': 'the separate delivery of secrets: one stands in the configuration',
} as const;

/** Name of one control that can be taken out. */
export type Weakening = keyof typeof weakenings;

/** The bootstrap without the named controls; throws if there was nothing to take out, as the control would then prove nothing. */
export function weakened(bootstrap: EnvoyConfig, ...names: readonly Weakening[]): EnvoyConfig {
  return names.reduce((before, name) => {
    const after = structuredClone(before) as Node;
    edits[name](after);
    if (JSON.stringify(after) === JSON.stringify(before)) throw new Error(`weakening must change the bootstrap, got '${name}'`);
    return after;
  }, bootstrap);
}

const edits: Record<Weakening, (bootstrap: Node) => void> = {
  'no-path-guard': (all) => filterLists(all, 'routes', (route) => reasonOf(route) !== 'path-ambiguous'),
  'no-path-rules': (all) =>
    forwarding(all, (route) => {
      const prefix = (route.route as Node).regex_rewrite ? `/${destinationOf(route)}/` : '';
      route.match = { ...(route.match as Node), safe_regex: { regex: `${prefix}.*` } };
    }),
  'no-method-rules': (all) => forwarding(all, ({ match }) => void delete (match as Node).headers),
  'no-gateway-list': (all) =>
    each(all, (node) => {
      if (reasonOf(node) !== 'no-such-gateway') return;
      delete node.direct_response;
      node.route = { cluster: 'upstream-claude' };
    }),
  'no-http-parser': (all) => passBytesOn(chainsOf(named(all, 'agents')), 'upstream-claude'),
  'no-inner-http-parser': (all) =>
    passBytesOn(
      chainsOf(intercepting(all)).filter(({ transport_socket }) => transport_socket),
      clusterOf(all, 'upstream-github'),
    ),
  'no-stripping': (all) => filterLists(all, 'http_filters', ({ name }) => name !== 'airlock.strip'),
  'no-overwriting': (all) => each(all, (node) => void (node.overwrite === true && Object.assign(node, { overwrite: false }))),
  'no-own-stripping': (all) => filterLists(all, 'http_filters', ({ name }) => name !== 'airlock.strip-own'),
  'no-fixed-headers': (all) => forwarding(all, (route) => void delete route.request_headers_to_add),
  'no-host-rewrite': (all) => forwarding(all, ({ route }) => void delete (route as Node).host_rewrite_literal),
  'no-upgrade-check': (all) => each(all, ({ policies }) => void delete (policies as Node | undefined)?.malformed),
  'no-underscore-check': (all) => replace(all, 'headers_with_underscores_action', 'ALLOW'),
  'no-authority-check': (all) => connecting(all, ({ match }) => void delete (match as Node).headers),
  'no-host-list': connectAnywhere,
  'no-name-check': (all) => {
    filterLists(all, 'filters', (filter) => statPrefix(filter) !== 'airlock_name');
    for (const listener of intercepting(all)) {
      delete listener.filter_chain_matcher;
      listener.filter_chains = (listener.filter_chains as Node[]).filter(({ name }) => name === 'intercept');
    }
  },
  'no-inner-host-check': (all) =>
    each(all, (node) => void delete (node.typed_per_filter_config as Node | undefined)?.['airlock.name']),
  'no-tls-check': passTunnelsOn,
  'no-port-rules': (all) => filterLists(all, 'http_filters', ({ name }) => name !== 'airlock.port'),
  'no-address-guard': (all) => {
    filterLists(all, 'http_filters', ({ name }) => name !== 'envoy.filters.http.upstream_rbac');
    filterLists(all, 'filters', (filter) => statPrefix(filter) !== 'airlock_address');
  },
  'no-header-timeout': (all) => replace(all, 'request_headers_timeout', '0s'),
  'no-replies': (all) => each(all, (node) => void delete node.local_reply_config),
  'text-log': (all) =>
    replace(all, 'log_format', {
      text_format_source: { inline_string: '%REQ(:METHOD)% %REQ(:AUTHORITY)% %REQ(:PATH)% %REQ(USER-AGENT)%\n' },
    }),
  'logged-headers': (all) =>
    each(all, (node) => {
      const format = node.json_format as Node | undefined;
      if (format?.v === 1) Object.assign(format, { key: '%REQ(X-API-KEY)%', query: '%REQ(:PATH)%' });
    }),
  'inlined-secret': (all) => {
    forwarding(all, (route) => {
      route.request_headers_to_add = [{ header: { key: 'x-inlined', value: 'sk-real-0123456789' } }];
    });
  },
};

/** Visits every object, the outermost first. */
function each(value: unknown, visit: (node: Node) => void): void {
  if (value === null || typeof value !== 'object') return;
  if (!Array.isArray(value)) visit(value as Node);
  for (const item of Object.values(value)) each(item, visit);
}

function filterLists(all: Node, key: string, keep: (item: Node) => boolean): void {
  each(all, (node) => {
    if (Array.isArray(node[key])) node[key] = (node[key] as Node[]).filter(keep);
  });
}

function replace(all: Node, key: string, value: unknown): void {
  each(all, (node) => {
    if (key in node) node[key] = value;
  });
}

const airlock = (route: Node): Node | undefined =>
  ((route.metadata as Node | undefined)?.filter_metadata as Node | undefined)?.airlock as Node | undefined;
const reasonOf = (route: Node) => airlock(route)?.reason;
const destinationOf = (route: Node) => airlock(route)?.destination;
const statPrefix = (filter: Node) => (filter.typed_config as Node | undefined)?.stat_prefix;

/** Routes of gateways and intercepts that go on. */
function forwarding(all: Node, edit: (route: Node) => void): void {
  each(all, (node) => {
    if (reasonOf(node) === 'allowed' && node.route && !('connect_matcher' in (node.match as Node))) edit(node);
  });
}

function connecting(all: Node, edit: (route: Node) => void): void {
  each(all, (node) => {
    if (reasonOf(node) === 'allowed' && node.route && 'connect_matcher' in (node.match as Node)) edit(node);
  });
}

const listeners = (all: Node) => (all.static_resources as Node).listeners as Node[];

const named = (all: Node, start: string) => listeners(all).filter(({ name }) => String(name).startsWith(start));
const intercepting = (all: Node) => named(all, 'intercept-');

/** What comes through a listener's chains goes to one upstream without being read. */
function passBytesOn(chains: readonly Node[], cluster: string): void {
  for (const chain of chains) chain.filters = [tcpProxy(cluster)];
}

const chainsOf = (listeners: readonly Node[]) => listeners.flatMap(({ filter_chains }) => filter_chains as Node[]);

/** Every tunnel leads to a fixed upstream, whatever it says first. */
function passTunnelsOn(all: Node): void {
  const unread = (listener: Node, cluster: string) => {
    delete listener.filter_chain_matcher;
    Object.assign(listener, { listener_filters: [], filter_chains: [{ filters: [tcpProxy(cluster)] }] });
  };
  for (const listener of [...named(all, 'tunnel-'), ...named(all, 'transparent')])
    unread(listener, clusterOf(all, 'tunnel-fixed-mirror'));
  for (const listener of intercepting(all)) unread(listener, clusterOf(all, 'upstream-github'));
}

/** The first cluster whose name starts so. */
function clusterOf(all: Node, start: string): string {
  const names = ((all.static_resources as Node).clusters as Node[]).map(({ name }) => String(name));
  return names.find((name) => name.startsWith(start)) ?? start;
}

function connectAnywhere(all: Node): void {
  each(all, (node) => {
    if (!Array.isArray(node.virtual_hosts)) return;
    const hosts = node.virtual_hosts as Node[];
    const open = hosts
      .flatMap(({ routes }) => routes as Node[])
      .find((route) => reasonOf(route) === 'allowed' && 'connect_matcher' in (route.match as Node));
    if (open) node.virtual_hosts = [{ name: 'all', domains: ['*'], routes: [{ ...open, match: { connect_matcher: {} } }] }];
  });
}

const tcpProxy = (cluster: string): Node => ({
  name: 'envoy.filters.network.tcp_proxy',
  typed_config: {
    '@type': 'type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy',
    stat_prefix: 'weakened',
    cluster,
  },
});
