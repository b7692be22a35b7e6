import type { Doubt } from '../../world/doubt';
import type { Resource } from '../../world/world';
import { blocks } from '../evaluate/blocks';
import { mayBeOwn } from '../may-be-own';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { boundTo } from './bound';
import { below, type Names, plainName } from './dns-name';

const policyType = 'google_dns_response_policy';
const ruleType = 'google_dns_response_policy_rule';

/** A rule of a network's response policy: a name, or all names below one, and what becomes of questions for them. */
export interface ResponseRule {
  readonly names: Names;
  /** `local`: its own data are all that is answered, whatever the type asked for; `bypass`: the question goes on. */
  readonly kind: 'local' | 'bypass';
  readonly resource: Resource;
  readonly doubt?: Doubt;
}

/** The rules of the response policies of a network; those that may be of any policy are in doubt. */
export const responseRules = (index: ResourceIndex, network: string): readonly ResponseRule[] =>
  boundTo(index, policyType, ({ properties }) => properties.networks, network).flatMap(({ resource, doubt }) => [
    ...index.referring(ruleType, 'response_policy', resource.id, policyType).map((rule) => responseRule(index, rule, doubt)),
    ...unplaced(index).map((rule) =>
      responseRule(index, rule, { reason: `the response policy of ${rule.id} can't be told`, place: rule.place }),
    ),
  ]);

const unplaced = oncePerIndex((index) =>
  index.ofType(ruleType).filter(({ properties }) => mayBeOwn(index.follow(properties.response_policy))),
);

function responseRule(index: ResourceIndex, rule: Resource, bound: Doubt | undefined): ResponseRule {
  const { local_data: data, behavior, dns_name: property } = rule.properties;
  const bypass = index.keyOf(behavior)?.toLowerCase() === 'bypassresponsepolicy';
  const hasData = blocks(index.follow(data)).some(({ local_datas: sets }) => blocks(index.follow(sets)).length > 0);
  const name = index.follow(property);
  const unsure =
    typeof name === 'string' && bypass !== hasData
      ? undefined
      : { reason: `what ${rule.id} answers isn't known`, place: rule.place };
  const doubt = bound ?? rule.doubt ?? unsure;
  return {
    names: typeof name === 'string' ? namesOf(name) : 'any',
    kind: bypass ? 'bypass' : 'local',
    resource: rule,
    ...(doubt && { doubt }),
  };
}

/** "responsePolicyRules": a name, or `*.` before the part that matches. */
const namesOf = (text: string): Names => (text.startsWith('*.') ? below(plainName(text.slice(2))) : { exact: plainName(text) });
