import { Token } from 'cdktf';
import type { AgentSource } from '../envoy/bootstrap-props';
import { parseCidr } from '../policy/cidr';

/**
 * Sources as one proxy can hold them: an agent that comes by several doors is one. Throws an Error if the blocks of two agents overlap, by which
 * alone they are told apart, or aren't known at synthesis.
 */
export function admittedAgents(sources: readonly AgentSource[]): readonly AgentSource[] {
  const byAgent = new Map<string, AgentSource>();
  for (const source of sources) {
    const same = byAgent.get(source.agent);
    byAgent.set(source.agent, same ? merged(same, source) : source);
  }
  const agents = [...byAgent.values()];
  agents.forEach(refuseUnknown);
  for (const [index, agent] of agents.entries()) for (const other of agents.slice(index + 1)) refuseOverlap(agent, other);
  return agents;
}

const merged = ({ agent, sources: some }: AgentSource, { sources: more }: AgentSource): AgentSource =>
  some && more ? { agent, sources: [...new Set([...some, ...more])] } : { agent };

function refuseUnknown({ agent, sources = [] }: AgentSource): void {
  if (sources.some((block) => Token.isUnresolved(block)))
    throw new Error(
      `sources of agent '${agent}' must be CIDR blocks that are written out, as agents are told apart by them, got a token`,
    );
}

function refuseOverlap(one: AgentSource, other: AgentSource): void {
  const blocks = ({ sources = ['0.0.0.0/0'] }: AgentSource) => sources.map(parseCidr);
  const shared = blocks(one).find((block) => blocks(other).some((each) => block.overlaps(each)));
  if (shared)
    throw new Error(`agents '${one.agent}' and '${other.agent}' must come from different addresses, got ${shared.text} for both`);
}
