import ipaddr from 'ipaddr.js';
import type { Agent } from '../../policy/agent';
import type { AgentSource } from '../bootstrap-props';
import { type EnvoyConfig, extension } from '../extension';
import { type ConnectionManagerContext, connectionManager } from './connection-manager';
import { endpointMetadata } from './proxy-protocol';

/**
 * One agent's filter chain: whose connections it takes, how many at once, and what they may ask. Both ports share it, and so its limits.
 * `share` is how many connections an agent without a limit may have.
 */
export function agentChain(agent: Agent, source: AgentSource, context: ConnectionManagerContext, share?: number): EnvoyConfig {
  const connections = agent.limits.connections ?? share;
  return {
    name: agent.name,
    ...(source.sources && { filter_chain_match: { source_prefix_ranges: source.sources.map(prefixRange) } }),
    filters: [
      ...(source.endpointIds ? [onlyEndpoints(source.endpointIds)] : []),
      ...(connections ? [connectionLimit(connections)] : []),
      connectionManager(agent, context),
    ],
  };
}

function prefixRange(block: string): EnvoyConfig {
  const [address_prefix, prefix_len] = block.split('/');
  return { address_prefix, prefix_len: Number(prefix_len ?? (ipaddr.IPv6.isValid(block) ? 128 : 32)) };
}

// AWS puts the endpoint's id, after one byte of subtype 1, into the header's TLV 0xEA
function onlyEndpoints(ids: readonly string[]): EnvoyConfig {
  const { namespace, key } = endpointMetadata;
  const principals = ids.map((id) => ({
    sourced_metadata: {
      metadata_matcher: { filter: namespace, path: [{ key }], value: { string_match: { exact: `\u0001${id}` } } },
    },
  }));
  return extension('envoy.filters.network.rbac', 'extensions.filters.network.rbac.v3.RBAC', {
    stat_prefix: 'airlock_endpoint',
    rules: { action: 'ALLOW', policies: { endpoint: { principals, permissions: [{ any: true }] } } },
  });
}

function connectionLimit(max_connections: number): EnvoyConfig {
  return extension('envoy.filters.network.connection_limit', 'extensions.filters.network.connection_limit.v3.ConnectionLimit', {
    stat_prefix: 'airlock_connections',
    max_connections,
  });
}
