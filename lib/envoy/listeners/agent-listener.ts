import type { EgressPolicy } from '../../policy/egress-policy';
import type { AgentSource } from '../bootstrap-props';
import type { EnvoyConfig } from '../extension';
import { mostConnections } from '../overload';
import { socketAddress } from '../socket-address';
import { agentChain } from './agent-chain';
import type { ConnectionManagerContext } from './connection-manager';
import { proxyProtocol } from './proxy-protocol';

/** The one listener of both ports; a connection that no agent's chain takes is closed. */
export function agentListener(
  policy: EgressPolicy,
  sources: readonly AgentSource[],
  context: ConnectionManagerContext,
): EnvoyConfig {
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
