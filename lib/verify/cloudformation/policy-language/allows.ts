import type { Answer } from './answer';
import type { Ask } from './ask';
import { type Contribution, type Decision, decideLayers } from './decide';
import type { Requester } from './principal';
import { type Reach, type Rule, rulesOf } from './rule';
import type { Statement } from './statement';

/** Everything in the inputs that says what a requester may do to a resource. Session policies and organisations' policies aren't there. */
export interface PolicySet {
  readonly requester: Requester;
  /** The statements of all identity policies. */
  readonly identity: readonly Statement[];
  /** The permissions boundary. @default - none */
  readonly boundary?: readonly Statement[];
  /** The policy of the resource asked for. @default - none */
  readonly resource?: ResourcePolicy;
}

export interface ResourcePolicy {
  readonly statements: readonly Statement[];
  /** Whether it must grant in any case: a key's policy, a role's trust policy. @default false */
  readonly required?: boolean;
}

export interface Permission {
  readonly answer: Answer;
  /** The statements that grant, and why; if none can, those that deny. */
  readonly witnesses: readonly Contribution[];
}

const answers: Readonly<Record<Decision['decision'], Answer>> = { allowed: 'yes', denied: 'no', maybe: 'maybe' };

/**
 * Whether some request of the ask is allowed, within the account. IAM User Guide, "Policy evaluation logic": an explicit deny wins; a
 * resource's policy that names the requester itself grants alone, within the boundary.
 */
export function allows(set: PolicySet, asked: Ask): Permission {
  const decisions = paths(set, asked).map((layers) => decideLayers(asked, layers, denying(set, asked)));
  const best = decisions.find(({ decision }) => decision === 'allowed') ?? decisions.find(({ decision }) => decision === 'maybe');
  const { decision, statements } = best ?? decisions[0] ?? { decision: 'denied', statements: [] };
  return { answer: answers[decision], witnesses: statements };
}

/** What one kind of policy says of an ask, alone. */
export const decide = (asked: Ask, statements: readonly Statement[], requester?: Requester): Decision => {
  const rules = rulesOf(statements, asked.facts, requester, requester ? 'direct or account' : 'identity');
  return decideLayers(asked, [rules], rules.filter(isDeny));
};

const isDeny = ({ statement }: Rule): boolean => statement.effect === 'Deny';

type Layers = readonly (readonly Rule[])[];

function paths({ identity, boundary, resource, requester }: PolicySet, { facts }: Ask): readonly Layers[] {
  const rules = (statements: readonly Statement[], reach: Reach) => rulesOf(statements, facts, requester, reach);
  const bounds = boundary ? [rules(boundary, 'identity')] : [];
  const gate = resource?.required ? [rules(resource.statements, 'direct or account')] : [];
  const byIdentity = [rules(identity, 'identity'), ...bounds, ...gate];
  return resource ? [byIdentity, [rules(resource.statements, 'direct'), ...bounds]] : [byIdentity];
}

function denying({ identity, boundary, resource, requester }: PolicySet, { facts }: Ask): readonly Rule[] {
  const own = rulesOf([...identity, ...(boundary ?? [])].filter(isDenying), facts, requester, 'identity');
  return [...own, ...rulesOf((resource?.statements ?? []).filter(isDenying), facts, requester, 'direct or account')];
}

const isDenying = ({ effect }: Statement): boolean => effect === 'Deny';
