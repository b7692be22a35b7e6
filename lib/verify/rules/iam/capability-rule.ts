import type { Capability, CapabilityKind } from '../../model/identity';
import { type Finding, findingId } from '../../verdict/finding';
import type { Hop } from '../../world/hop';
import { agentWorkloads } from '../agent-workloads';
import type { Facts } from '../facts';
import type { Rule } from '../rule';
import { because, verdictOf } from '../verdict-of';

export interface CapabilityRuleProps {
  readonly id: string;
  readonly title: string;
  readonly kind: CapabilityKind;
  /** What the agent can do, as the start of a sentence. */
  readonly message: string;
}

/** A rule that is broken by every identity of an agent that has a capability: one finding each, of what is certain if anything is. */
export function capabilityRule({ id, title, kind, message }: CapabilityRuleProps): Rule {
  const finding = ({ agent, identity, capabilities }: Held): Finding => {
    const certain = capabilities.filter(({ doubt }) => doubt === undefined);
    const shown = certain.length > 0 ? certain : capabilities;
    const doubts = shown.map(({ doubt }) => doubt);
    const path = distinct(shown.flatMap((capability) => capability.path));
    return {
      id: findingId(id, agent, identity),
      rule: id,
      verdict: verdictOf(doubts),
      agent,
      message: `${message}: ${identity} may ${several([...new Set(shown.map(({ what }) => what))])}${because(doubts)}`,
      fix: `take that permission from ${path.at(-1)?.resource ?? identity}; give the agent no role where it needs none`,
      path,
    };
  };
  return { id, title, judge: (facts) => held(facts, kind).map(finding) };
}

interface Held {
  readonly agent: string;
  readonly identity: string;
  readonly capabilities: readonly Capability[];
}

function held(facts: Facts, kind: CapabilityKind): Held[] {
  const identities = new Map(facts.model.identities.map((identity) => [identity.id, identity]));
  return agentWorkloads(facts).flatMap(({ agent, workload }) =>
    workload.identities.flatMap((identity) => {
      const capabilities = (identities.get(identity)?.capabilities ?? []).filter((capability) => capability.kind === kind);
      return capabilities.length > 0 ? [{ agent: agent.id, identity, capabilities }] : [];
    }),
  );
}

const mostShown = 3;

const several = (all: readonly string[]): string =>
  all.length <= mostShown ? all.join('; ') : `${all.slice(0, mostShown).join('; ')}; and ${all.length - mostShown} more`;

const distinct = (path: readonly Hop[]): Hop[] => [...new Map(path.map((hop) => [JSON.stringify(hop), hop])).values()];
