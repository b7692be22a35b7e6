import type { AgentSource } from '../envoy/bootstrap-props';

/**
 * Sources as one proxy can hold them: an agent that comes by several doors is one. Throws an Error if a source names no endpoint, or if two
 * agents come from the same addresses, by which alone they are told apart.
 */
export function admittedAgents(sources: readonly AgentSource[]): readonly AgentSource[] {
  sources.forEach(refuseOpen);
  const byPlace = new Map<string, AgentSource>();
  for (const source of sources) {
    const place = (source.sources ?? ['everywhere']).join(' ');
    const same = byPlace.get(place);
    if (same && same.agent !== source.agent) {
      throw new Error(`agents '${same.agent}' and '${source.agent}' must come from different addresses, got ${place} for both`);
    }
    const endpointIds = [...new Set([...(same?.endpointIds ?? []), ...(source.endpointIds ?? [])])];
    byPlace.set(place, { ...source, endpointIds });
  }
  return [...byPlace.values()];
}

function refuseOpen({ agent, endpointIds = [] }: AgentSource): void {
  if (endpointIds.length === 0) throw new Error(`endpointIds of agent '${agent}' must name the endpoints it comes by, got none`);
}
