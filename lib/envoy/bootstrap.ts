import { credentialHeaders } from '../policy/credential-header';
import { secretNames } from '../policy/destination';
import type { EgressPolicy } from '../policy/egress-policy';
import { withoutReportTunnel } from '../policy/report-mode';
import type { AgentSource, BootstrapProps } from './bootstrap-props';
import { environmentSecrets } from './credentials/credential-secret';
import { type EnvoyConfig, extension, sorted } from './extension';
import { reportEnd } from './filters/report-mode';
import { agentChain } from './listeners/agent-chain';
import { agentSources } from './listeners/agent-sources';
import type { ConnectionManagerContext } from './listeners/connection-manager';
import { healthListener } from './listeners/health-listener';
import { environmentLeafs } from './listeners/intercept-certificates';
import { interceptListener } from './listeners/intercept-listener';
import { inwardCluster } from './listeners/internal-listener';
import { otherEntrances } from './listeners/other-entrances';
import { proxyProtocol } from './listeners/proxy-protocol';
import { type TunnelContext, tunnelClusters, tunnelExit, tunnelListener, tunnelPorts } from './listeners/tunnel-listener';
import { mostConnections, overloadManager } from './overload';
import { isGateway, isIntercept, isTunnel, type Rendered, renderable } from './renderable';
import { interceptName } from './routes/intercepted-host';
import { socketAddress } from './socket-address';
import { findResolve } from './upstreams/resolve';
import { tokenCluster } from './upstreams/token-cluster';
import { type Upstream, upstreamsOf, withoutCredential } from './upstreams/upstream';
import { upstreamCluster } from './upstreams/upstream-cluster';

/**
 * Envoy's whole configuration for a policy, as plain data with sorted keys. It holds no secret.
 * @throws if the policy asks for what this version can't enforce, or an agent or a certificate is missing
 * @example
 * renderBootstrap(policy, { address: '127.0.0.1', gatewayPort: 8080, proxyPort: 3128, secrets, trustedCa: '/etc/ssl/cert.pem' });
 */
export function renderBootstrap(policy: EgressPolicy, props: BootstrapProps): EnvoyConfig {
  checkPorts(props);
  const sources = agentSources(policy, props);
  const destinations = renderable(
    policy,
    sources.map(({ agent }) => policy.agent(agent)),
    props,
  );
  const gateways = destinations.filter(isGateway).flatMap(upstreamsOf);
  const intercepts = destinations.filter(isIntercept);
  const preresolve = gateways.filter(({ host, port }) => !findResolve(props.resolve, host, port));
  const names = { preresolve, resolvers: props.resolvers ?? [] };
  const log = { policySha256: policy.sha256, files: props.auditLogs ?? [], reportEnd: reportEnd(policy) };
  const closed = withoutReportTunnel(policy);
  const tunnels = destinations.filter(isTunnel);
  const tunnel: TunnelContext = { tunnels, resolve: props.resolve ?? [], names, log, withoutReportTunnel: closed };
  const ports = tunnelPorts(tunnel);
  const upstreams = [...gateways, ...intercepts.flatMap(upstreamsOf)];
  // a key for one destination must not reach another one either
  const headers = policy.destinations.flatMap(({ credential }) => (credential ? credentialHeaders(credential) : []));
  const context: ConnectionManagerContext = { props, names, log, credentialHeaders: headers, withoutReportTunnel: closed };
  const intercepting = sources.map(({ agent }) => policy.agent(agent)).filter((agent) => agent.destinations.some(isIntercept));
  const entrances = otherEntrances(sources, props, log);
  return sorted({
    ...process(props),
    static_resources: {
      listeners: [
        agentListener(policy, sources, context),
        ...ports.map((port) => tunnelListener(port, tunnel)),
        ...intercepting.map((agent) => interceptListener(agent, context)),
        ...entrances.listeners,
        ...(props.healthPort ? [healthListener(props.address, props.healthPort)] : []),
      ],
      clusters: [
        ...(log.reportEnd ? withReported(upstreams) : upstreams).map((each) => upstreamCluster(each, props, names)),
        ...tokenClusters(destinations, props),
        ...intercepting.map((agent) => inwardCluster(interceptName(agent))),
        ...ports.flatMap((port) => tunnelClusters(port, tunnel)),
        ...(ports.length > 0 ? [tunnelExit(names)] : []),
        ...entrances.clusters,
      ],
      secrets: [
        ...environmentSecrets(secretNames(destinations), props.secrets),
        ...environmentLeafs(intercepts, props.interception),
      ],
    },
  });
}

const tokenClusters = (destinations: readonly Rendered[], props: BootstrapProps): readonly EnvoyConfig[] =>
  destinations.flatMap(({ name, credential }) =>
    credential?.type === 'oauth2-client' ? [tokenCluster(name, credential.tokenUrl, props)] : [],
  );

function checkPorts({ gatewayPort, proxyPort, transparentPort, transparentHttpPort }: BootstrapProps): void {
  const ports = [gatewayPort, proxyPort, transparentPort, transparentHttpPort].filter((port) => port !== undefined);
  const twice = ports.find((port, index) => ports.indexOf(port) < index);
  if (twice !== undefined) throw new Error(`gatewayPort, proxyPort and the transparent ports must differ, got ${twice} twice`);
}

/** Every upstream, and those with a credential once more without it. */
const withReported = (upstreams: readonly Upstream[]): readonly Upstream[] => [
  ...new Set(upstreams.flatMap((upstream) => [upstream, withoutCredential(upstream)])),
];

// the patterns come from the operator's policy, never from an agent; the default of 100 is too small for a list of hosts
const largePatterns: EnvoyConfig = { 're2.max_program_size': { error_level: 100_000 } };
// requests that are sent without waiting for answers would otherwise all be served before anybody else's
const oneAtATime: EnvoyConfig = { 'http.max_requests_per_io_cycle': 1 };

/** What concerns the process and not the policy. */
function process({ adminSocket, memoryBytes }: BootstrapProps): EnvoyConfig {
  return {
    node: { id: 'agent-airlock', cluster: 'agent-airlock' },
    ...(adminSocket && { admin: { address: { pipe: { path: adminSocket, mode: 0o600 } } } }),
    bootstrap_extensions: [
      extension('envoy.bootstrap.internal_listener', 'extensions.bootstrap.internal_listener.v3.InternalListener'),
    ],
    layered_runtime: { layers: [{ name: 'airlock', static_layer: { ...largePatterns, ...oneAtATime } }] },
    overload_manager: overloadManager(memoryBytes),
  };
}

/** The one listener of both ports; a connection that no agent's chain takes is closed. */
function agentListener(policy: EgressPolicy, sources: readonly AgentSource[], context: ConnectionManagerContext): EnvoyConfig {
  const { props } = context;
  const share = sources.length > 1 ? Math.floor(mostConnections / sources.length) : undefined;
  return {
    name: 'agents',
    address: socketAddress(props.address, props.gatewayPort),
    additional_addresses: [props.proxyPort, props.transparentHttpPort]
      .filter((port) => port !== undefined)
      .map((port) => ({ address: socketAddress(props.address, port) })),
    per_connection_buffer_limit_bytes: 65_536,
    // two proxies on one port would silently share it
    enable_reuse_port: false,
    socket_options: keepAlive,
    ...(props.proxyProtocol && { listener_filters: [proxyProtocol()] }),
    filter_chains: sources.map((source) => agentChain(policy.agent(source.agent), source, context, share)),
  };
}

// probes every 60 s keep a silent model stream alive through load balancers and PrivateLink, which forget idle flows after 350 s
const keepAlive: readonly EnvoyConfig[] = [
  { description: 'SO_KEEPALIVE', level: 1, name: 9, int_value: 1 },
  { description: 'TCP_KEEPIDLE', level: 6, name: 4, int_value: 60 },
  { description: 'TCP_KEEPINTVL', level: 6, name: 5, int_value: 60 },
  { description: 'TCP_KEEPCNT', level: 6, name: 6, int_value: 5 },
];
