import type { Agent } from '../../policy/agent';
import { innerAuditLog, interceptAuditLog } from '../access-log/audit-log';
import { handshakeKey, refusingChains } from '../access-log/reason-expression';
import type { Interception } from '../bootstrap-props';
import { alternatives } from '../denials/hint';
import { type EnvoyConfig, extension, typed } from '../extension';
import { filterNames } from '../filters/filter-names';
import { handedOnKey } from '../filters/hand-on';
import { httpFilters } from '../filters/http-filters';
import { isIntercept, type Rendered } from '../renderable';
import { denyRoute, malformedHost } from '../routes/deny-route';
import { ruleContext } from '../routes/forward-route';
import { type InterceptedHost, interceptedHosts, interceptName } from '../routes/intercepted-host';
import { ruleRoutes } from '../routes/rule-routes';
import { chain, exactly, matchInput, refusingChain } from './chain-matcher';
import type { ConnectionManagerContext } from './connection-manager';
import { httpManager } from './http-manager';
import { endedTls } from './intercept-certificates';
import { readingServerName } from './internal-listener';

/**
 * The listener inside Envoy that ends the TLS of an agent's intercepted connections, to whatever host and port, so that they share one
 * rate limit. Before the handshake it closes what is not TLS to the very host that CONNECT named.
 */
export function interceptListener(agent: Agent, context: ConnectionManagerContext): EnvoyConfig {
  const { interception } = context.props;
  if (!interception) throw new Error(`agent '${agent.name}': interception is missing`);
  return {
    name: interceptName(agent),
    internal_listener: {},
    per_connection_buffer_limit_bytes: 65_536,
    ...readingServerName,
    access_log: interceptAuditLog(context.log),
    filter_chain_matcher: sameName(hostsOf(agent)),
    filter_chains: [interceptingChain(agent, context, interception), ...refusingChains.map(refusingChain)],
  };
}

const intercepting = 'intercept';
const hostsOf = ({ destinations }: Agent) => interceptedHosts(destinations as readonly Rendered[]);

function interceptingChain(agent: Agent, context: ConnectionManagerContext, interception: Interception): EnvoyConfig {
  const destinations = (agent.destinations as readonly Rendered[]).filter(isIntercept);
  return {
    name: intercepting,
    transport_socket: endedTls(destinations, interception),
    transport_socket_connect_timeout: '10s',
    filters: [
      noteHandshake,
      httpManager(context.log, alternatives(agent, context.props), {
        access_log: innerAuditLog(agent.name, context.log),
        http_filters: httpFilters(agent, context, { gateways: [], gate: extension(filterNames.name, `${rbac}.RBAC`) }),
        route_config: routes(agent, context),
      }),
    ],
  };
}

// the record can't tell a handshake that ended from one that didn't in any other way
const noteHandshake = extension(
  'envoy.filters.network.set_filter_state',
  'extensions.filters.network.set_filter_state.v3.Config',
  {
    on_downstream_tls_handshake: [
      {
        object_key: handshakeKey,
        factory_key: 'envoy.hashable_string',
        format_string: { text_format_source: { inline_string: 'ended' } },
      },
    ],
  },
);

const rbac = 'extensions.filters.http.rbac.v3';

function routes(agent: Agent, { log: { reportEnd } }: ConnectionManagerContext): EnvoyConfig {
  return {
    name: agent.name,
    virtual_hosts: [
      ...hostsOf(agent).map((host) => ({
        name: host.name,
        domains: host.port === 443 ? [host.host, host.name] : [host.name],
        routes: [
          noConnect,
          ...ruleRoutes(
            host.upstreams.map((upstream) => ({ upstream, prefix: '' })),
            ruleContext(agent, reportEnd),
          ),
        ],
        typed_per_filter_config: { [filterNames.name]: onlyFor(host) },
      })),
      {
        name: 'others',
        domains: ['*'],
        routes: [malformedHost, noConnect, denyRoute({ prefix: '' }, 'server-name-mismatch')],
      },
    ],
  };
}

const noConnect = denyRoute({ connect_matcher: {} }, 'connect-at-gateway');

/** Refuses requests whose Host header is another one than the connection is for. */
function onlyFor({ name }: InterceptedHost): EnvoyConfig {
  const same = { filter_state: { key: handedOnKey('name'), string_match: { exact: name } } };
  const policy = { principals: [{ not_id: same }], permissions: [{ any: true }] };
  return typed(`${rbac}.RBACPerRoute`, { rbac: { rules: { action: 'DENY', policies: { 'server-name-mismatch': policy } } } });
}

/** CONNECT's host must be the handshake's name, or an allowed name would front for another (domain fronting). */
function sameName(hosts: readonly InterceptedHost[]): EnvoyConfig {
  const mismatch = chain('server-name-mismatch');
  const byServerName = (host: string) => ({
    matcher: exactly(matchInput('ServerNameInput'), { [host]: chain(intercepting) }, mismatch),
  });
  const byName = Object.fromEntries(hosts.map(({ name, host }) => [name, byServerName(host)]));
  const asked = exactly(matchInput('FilterStateInput', { key: handedOnKey('name') }), byName, mismatch);
  return exactly(matchInput('TransportProtocolInput'), { tls: { matcher: asked } }, chain('not-tls'));
}
