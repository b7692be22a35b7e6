import type { EgressPolicy } from '../../policy/egress-policy';
import type { AgentSource, BootstrapProps } from '../bootstrap-props';

/**
 * How each agent is told apart.
 * @throws if a list is empty, as nothing would then be meant by it, or if endpoints are listed but can't be read
 */
export function agentSources(policy: EgressPolicy, { agents, proxyProtocol }: BootstrapProps): readonly AgentSource[] {
  const sources = agents ?? [{ agent: policy.agent().name }];
  if (sources.length === 0) throw new Error('agents must name at least one agent, got none');
  for (const { agent, sources: blocks, endpointIds } of sources) {
    if (blocks?.length === 0) throw new Error(`agent '${agent}': sources must name at least one block, got none`);
    if (endpointIds?.length === 0) throw new Error(`agent '${agent}': endpointIds must name at least one endpoint, got none`);
    if (endpointIds && !proxyProtocol) throw new Error(`agent '${agent}': endpointIds need proxyProtocol, which carries them`);
  }
  return sources;
}
