import { defaultAgentName } from '../policy/agent';
import { EgressPolicy } from '../policy/egress-policy';
import { type DestinationInput, nameSchema, type PolicyInput } from '../policy/schema';
import type { LeftOut, SeenRequest } from './seen-request';
import { sitesOf } from './site';
import type { SuggestedDestination } from './suggested-destination';
import { suggestRules } from './suggested-rules';
import { suggestTunnels } from './suggested-tunnels';

/** A draft of a policy: the smallest that covers what was seen. */
export interface Suggestion {
  /** It is checked; absent if nothing was seen that a policy could allow. */
  readonly policy?: PolicyInput;
  /** By name of the destination. */
  readonly seen: Readonly<Record<string, readonly SeenRequest[]>>;
  readonly leftOut: readonly LeftOut[];
}

/**
 * The smallest policy that allows these requests: exact hosts, ports, methods and paths, for the agents that used them. Agents that use
 * one gateway share its rules.
 * `policy` gives the access, credentials, headers, upstreams and limits of what it has too.
 */
export function suggest(requests: readonly SeenRequest[], policy?: EgressPolicy): Suggestion {
  const sites = sitesOf(requests, policy);
  const tunnels = sites.filter(({ access }) => access === 'tunnel');
  const others = sites.filter(({ access }) => access !== 'tunnel');
  const parts = [...others.map(suggestRules), suggestTunnels(tunnels)];
  const named = withNames(parts.flatMap(({ destinations }) => destinations));
  return {
    ...(named.length > 0 && { policy: checked(policyOf(named, policy)) }),
    seen: Object.fromEntries(named.map(({ destination, requests }) => [destination.name, requests])),
    leftOut: parts.flatMap(({ leftOut }) => leftOut),
  };
}

type Named = SuggestedDestination & { readonly destination: DestinationInput };

function withNames(suggested: readonly SuggestedDestination[]): Named[] {
  const taken = new Set<string>();
  return suggested.map(({ destination, ...rest }) => {
    const name = freeName(rest.names.find((each) => nameSchema.safeParse(each).success) ?? 'destination', taken);
    taken.add(name);
    return { ...rest, destination: { name, ...destination } };
  });
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const suffix = `-${number}`;
    const name = `${wanted.slice(0, mostCharacters - suffix.length)}${suffix}`;
    if (!taken.has(name)) return name;
  }
}

const mostCharacters = 31;

function policyOf(named: readonly Named[], policy?: EgressPolicy): PolicyInput {
  const agents = [...new Set(named.flatMap((each) => each.agents))].sort();
  const limits = policy?.document.limits;
  const isOne = agents.length === 1 && agents[0] === defaultAgentName;
  return {
    version: 1,
    destinations: named.map(({ destination }) => destination),
    ...(limits && { limits }),
    ...(!isOne && { agents: Object.fromEntries(agents.map((agent) => [agent, agentOf(agent, named, policy)])) }),
  };
}

function agentOf(agent: string, named: readonly Named[], policy?: EgressPolicy): NonNullable<PolicyInput['agents']>[string] {
  const known = policy?.document.agents ?? {};
  const limits = Object.hasOwn(known, agent) ? known[agent]?.limits : undefined;
  const destinations = named.filter(({ agents }) => agents.includes(agent)).map(({ destination }) => destination.name);
  return { destinations, ...(limits && { limits }) };
}

/** The policy without keys that have no value; throws a PolicyError if it were no usable one, which would be a defect. */
function checked(input: PolicyInput): PolicyInput {
  const policy: PolicyInput = JSON.parse(JSON.stringify(input));
  EgressPolicy.parse(policy);
  return policy;
}
