import type { EgressPolicy } from '../../policy/egress-policy';
import type { AgentSource, BootstrapProps } from '../bootstrap-props';
import { type EnvoyConfig, extension } from '../extension';
import { mostConnections } from '../overload';
import { socketAddress } from '../socket-address';
import { agentChain } from './agent-chain';
import type { ConnectionManagerContext } from './connection-manager';
import { proxyProtocol } from './proxy-protocol';

/** Name of the listener that judges whatever comes to the ports. */
export const agentsName = 'agents';

/** The one listener of both ports; a connection that no agent's chain takes is closed. */
export function agentListener(
  policy: EgressPolicy,
  sources: readonly AgentSource[],
  context: ConnectionManagerContext,
): EnvoyConfig {
  const { props } = context;
  const share = sources.length > 1 ? Math.floor(mostConnections / sources.length) : undefined;
  return {
    name: agentsName,
    ...(props.socketsOnly ? inside : atPorts(props)),
    per_connection_buffer_limit_bytes: 65_536,
    filter_chains: sources.map((source) => agentChain(policy.agent(source.agent), source, context, share)),
  };
}

const atPorts = ({
  address,
  gatewayPort,
  proxyPort,
  transparentHttpPort,
  proxyProtocol: isTold,
}: BootstrapProps): EnvoyConfig => ({
  address: socketAddress(address, gatewayPort),
  additional_addresses: [proxyPort, transparentHttpPort]
    .filter((port) => port !== undefined)
    .map((port) => ({ address: socketAddress(address, port) })),
  // two proxies on one port would silently share it
  enable_reuse_port: false,
  socket_options: keepAlive,
  ...(isTold && { listener_filters: [proxyProtocol()] }),
});

/** Inside Envoy alone; which port a connection is for is what the socket that it came by has said of it. */
const inside: EnvoyConfig = {
  internal_listener: {},
  listener_filters: [extension('envoy.filters.listener.original_dst', 'extensions.filters.listener.original_dst.v3.OriginalDst')],
};

// probes every 60 s keep a silent model stream alive through load balancers and PrivateLink, which forget idle flows after 350 s
const keepAlive: readonly EnvoyConfig[] = [
  { description: 'SO_KEEPALIVE', level: 1, name: 9, int_value: 1 },
  { description: 'TCP_KEEPIDLE', level: 6, name: 4, int_value: 60 },
  { description: 'TCP_KEEPINTVL', level: 6, name: 5, int_value: 60 },
  { description: 'TCP_KEEPCNT', level: 6, name: 6, int_value: 5 },
];
