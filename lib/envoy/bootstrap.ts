import type { Agent } from '../policy/agent';
import { credentialHeaders } from '../policy/credential-header';
import { secretNames } from '../policy/destination';
import type { EgressPolicy } from '../policy/egress-policy';
import { withoutReportTunnel } from '../policy/report-mode';
import type { BootstrapProps } from './bootstrap-props';
import { environmentSecrets } from './credentials/credential-secret';
import { type EnvoyConfig, extension, sorted } from './extension';
import { reportEnd } from './filters/report-mode';
import { agentListener } from './listeners/agent-listener';
import { agentSources } from './listeners/agent-sources';
import type { ConnectionManagerContext } from './listeners/connection-manager';
import { healthListener } from './listeners/health-listener';
import { environmentLeaves } from './listeners/intercept-certificates';
import { interceptListener } from './listeners/intercept-listener';
import { inwardCluster } from './listeners/internal-listener';
import { otherEntrances } from './listeners/other-entrances';
import { exitClusters, exitListener } from './listeners/tunnel-exit';
import { type TunnelContext, tunnelClusters, tunnelExits, tunnelListener, tunnelPorts } from './listeners/tunnel-listener';
import { overloadManager } from './overload';
import { isGateway, isIntercept, isTunnel, type Rendered, renderable } from './renderable';
import { interceptName } from './routes/intercepted-host';
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
  const agents = sources.map(({ agent }) => policy.agent(agent));
  const destinations = renderable(policy, agents, props);
  const context = contextOf(policy, props);
  const parts = [tunnels(destinations, context), intercepts(agents, context), otherEntrances(sources, props, context.log)];
  return sorted({
    ...process(props),
    static_resources: {
      listeners: [
        agentListener(policy, sources, context),
        ...parts.flatMap(({ listeners }) => listeners),
        ...(props.healthPort ? [healthListener(props.address, props.healthPort)] : []),
      ],
      clusters: [
        ...upstreamClusters(destinations, context),
        ...tokenClusters(destinations, props),
        ...parts.flatMap(({ clusters }) => clusters),
      ],
      secrets: [
        ...environmentSecrets(secretNames(destinations), props.secrets),
        ...environmentLeaves(destinations.filter(isIntercept), props.interception),
      ],
    },
  });
}

function contextOf(policy: EgressPolicy, props: BootstrapProps): ConnectionManagerContext {
  return {
    props,
    log: { policySha256: policy.sha256, files: props.auditLogs ?? [], reportEnd: reportEnd(policy) },
    // a key for one destination must not reach another one either
    credentialHeaders: policy.destinations.flatMap(({ credential }) => (credential ? credentialHeaders(credential) : [])),
    withoutReportTunnel: withoutReportTunnel(policy),
  };
}

/** What CONNECT to a tunnel leads through. */
function tunnels(destinations: readonly Rendered[], context: ConnectionManagerContext) {
  const { resolve = [], resolvers = [] } = context.props;
  const tunnel: TunnelContext = { ...context, tunnels: destinations.filter(isTunnel), resolve, resolvers };
  const ports = tunnelPorts(tunnel);
  const exits = ports.length > 0 ? tunnelExits(tunnel) : [];
  return {
    listeners: [...ports.map((port) => tunnelListener(port, tunnel)), ...exits.map(exitListener)],
    clusters: [
      ...ports.flatMap((port) => tunnelClusters(port, tunnel)),
      ...exits.flatMap((exit) => exitClusters(exit, resolvers)),
    ],
  };
}

/** Where the TLS of each agent's intercepted connections ends. */
function intercepts(agents: readonly Agent[], context: ConnectionManagerContext) {
  const intercepting = agents.filter(({ destinations }) => destinations.some(isIntercept));
  return {
    listeners: intercepting.map((agent) => interceptListener(agent, context)),
    clusters: intercepting.map((agent) => inwardCluster(interceptName(agent))),
  };
}

function upstreamClusters(destinations: readonly Rendered[], { props, log }: ConnectionManagerContext) {
  const upstreams = [...destinations.filter(isGateway), ...destinations.filter(isIntercept)].flatMap(upstreamsOf);
  return (log.reportEnd ? withReported(upstreams) : upstreams).map((each) => upstreamCluster(each, props));
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

// whoever closes between two listeners inside Envoy would be taken to have reset, and the last bytes of an answer be thrown away
const gentleEnds: EnvoyConfig = { 'envoy.reloadable_features.enable_send_rst_on_user_space_socket': false };

/** What concerns the process and not the policy. */
function process({ adminSocket, memoryBytes, socketsOnly }: BootstrapProps): EnvoyConfig {
  return {
    node: { id: 'agent-airlock', cluster: 'agent-airlock' },
    ...(adminSocket && { admin: { address: { pipe: { path: adminSocket, mode: 0o600 } } } }),
    bootstrap_extensions: [
      extension('envoy.bootstrap.internal_listener', 'extensions.bootstrap.internal_listener.v3.InternalListener'),
    ],
    layered_runtime: {
      layers: [{ name: 'airlock', static_layer: { ...largePatterns, ...oneAtATime, ...(socketsOnly && gentleEnds) } }],
    },
    overload_manager: overloadManager(memoryBytes),
  };
}
