import type { ServiceEndpoint } from '../../model/service-endpoint';
import type { Resource } from '../../world/world';
import { about } from '../identity/other-resource';
import { asked, mayAnywhere, mayOn, type RoleRequester } from '../identity/requester';
import { decide, type Permission } from '../policy-language/allows';
import { type Answer, allOf } from '../policy-language/answer';
import { anything, type Glyphs } from '../policy-language/glyph';
import { statementsOf } from '../policy-language/parse-policy';
import type { Statement } from '../policy-language/statement';
import type { ResourceIndex } from '../resource-index';

/** What an endpoint's policy says; undefined if it has none. */
export type Gate = readonly Statement[] | undefined;

export function gateOf(index: ResourceIndex, { id, place }: ServiceEndpoint): Gate {
  const document = index.get(id)?.properties.PolicyDocument;
  return document === undefined ? undefined : statementsOf(document, place, index.world.resources);
}

/** Whether a role may do something to a thing by an endpoint. */
export function mayBy(
  by: RoleRequester,
  actions: readonly string[],
  resource: Resource,
  patterns: readonly Glyphs[],
  gate: Gate,
): Permission {
  const permission = actions.length === 0 ? none : mayOn(by, actions, resource, patterns);
  if (permission.answer === 'no' || !gate) return permission;
  const through = gate.flatMap((each) => about(each, patterns) ?? []);
  const passes = answers[decide(asked(by, actions, patterns), through, by.policies.requester).decision];
  return { ...permission, answer: allOf([permission.answer, passes]) };
}

const none: Permission = { answer: 'no', witnesses: [] };

const answers: Readonly<Record<'allowed' | 'denied' | 'maybe', Answer>> = { allowed: 'yes', denied: 'no', maybe: 'maybe' };

/** Whether a role may do something to anything by an endpoint. */
export function maySomewhere(by: RoleRequester, actions: readonly string[], gate: Gate): Answer {
  const { answer } = mayAnywhere(by, actions);
  return answer === 'no' || !gate
    ? answer
    : allOf([answer, answers[decide(asked(by, actions, [anything]), gate, by.policies.requester).decision]]);
}
