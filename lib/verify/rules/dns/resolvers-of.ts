import type { Resolver } from '../../model/resolver';
import type { Doubt } from '../../world/doubt';
import type { Facts } from '../facts';

/** A resolver that an agent can ask. */
export interface AgentResolver {
  readonly agent: string;
  readonly network: string;
  readonly resolver: Resolver;
  /** Of whether the agent can ask it at all. */
  readonly doubts: readonly Doubt[];
}

/** The resolvers of the networks that an agent stands in, and of those that hosts stand in which it can reach. */
export function resolversOf({ model, arrivals }: Facts): AgentResolver[] {
  const networkOf = new Map(model.subnets.map(({ id, network }) => [id, network]));
  const networks = new Map(model.networks.map((network) => [network.id, network]));
  const standsIn = new Map<string, Set<string>>();
  for (const { owner, subnet } of model.interfaces) {
    const network = networkOf.get(subnet);
    if (network) standsIn.set(owner, (standsIn.get(owner) ?? new Set()).add(network));
  }
  return model.agents.flatMap(({ id: agent, members }) => {
    const asked = new Map<string, readonly Doubt[]>();
    const ask = (host: string, doubts: readonly Doubt[]) => {
      for (const network of standsIn.get(host) ?? []) {
        if ((asked.get(network)?.length ?? Number.POSITIVE_INFINITY) > doubts.length) asked.set(network, doubts);
      }
    };
    for (const member of members) ask(member, []);
    for (const { kind, destination, doubts } of arrivals.get(agent) ?? []) if (kind === 'host') ask(destination, doubts);
    return [...asked].flatMap(([network, doubts]) => {
      const resolver = networks.get(network)?.resolver;
      return resolver ? [{ agent, network, resolver, doubts }] : [];
    });
  });
}
