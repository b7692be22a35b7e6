import { worldsOf } from '../../../lib/verify/cloudformation/evaluate/worlds';
import { extract } from '../../../lib/verify/cloudformation/extract';
import type { JsonMapping } from '../../../lib/verify/cloudformation/load/json';
import { isInertType } from '../../../lib/verify/cloudformation/resource-types';
import type { NetworkModel } from '../../../lib/verify/model/network-model';
import { reach } from '../../../lib/verify/reachability/reach';
import { allRules } from '../../../lib/verify/rules/all-rules';
import { template } from './evaluate/fixture';
import { type Resources, sealed } from './network/airlock';
import type { Verdict } from './network/judged';

/** What is changed of the sealed airlock, and who has a role in it. */
export interface Change {
  readonly resources: Resources;
  /** @default 'Agent' */
  readonly agent?: string;
  /** @default 'Proxy' */
  readonly proxy?: string;
  readonly parameters?: Record<string, unknown>;
}

/** The models of the airlock with some of its resources changed, one for each world. */
export function models({ resources, agent = 'Agent', proxy = 'Proxy', parameters = {} }: Change): NetworkModel[] {
  const all = Object.fromEntries(Object.entries({ ...sealed, ...resources }).filter(([, resource]) => resource !== undefined));
  const body = template({ Parameters: parameters, Resources: all } as unknown as JsonMapping);
  const request = { agents: [{ id: agent }], proxies: [{ id: proxy, ports: [3128] }] };
  return [...worldsOf([body], { inert: isInertType })].map((world) => extract(world, request));
}

/** The one model where nothing is to choose. */
export const model = (resources: Resources, agent?: string): NetworkModel => {
  const [only, ...more] = models({ resources, ...(agent !== undefined && { agent }) });
  if (!only || more.length > 0) throw new Error('not one world');
  return only;
};

export interface Found {
  readonly verdict: Verdict;
  /** Rules that are broken, such as `NET-001`; those in doubt with a question mark. */
  readonly rules: readonly string[];
  readonly messages: readonly string[];
}

/** What all rules find in the changed airlock. */
export function found(change: Change): Found {
  const findings = models(change).flatMap((each) => {
    const facts = { model: each, ...reach(each) };
    return allRules.flatMap((rule) => rule.judge(facts));
  });
  const rules = findings.map(({ rule, verdict }) => `${rule.replace('AIRLOCK-', '')}${verdict === 'refuted' ? '' : '?'}`);
  return {
    verdict: findings.some(({ verdict }) => verdict === 'refuted') ? 'refuted' : findings.length > 0 ? 'unknown' : 'proven',
    rules: [...new Set(rules)].sort(),
    messages: [...new Set(findings.map(({ message }) => message))].sort(),
  };
}

/** A row names the rules that are broken; none: it is proven. */
export type FindingRow = readonly [name: string, change: Change | Resources, ...rules: string[]];

export const changeOf = (change: Change | Resources): Change =>
  'resources' in change && !('Type' in (change.resources as object)) ? (change as Change) : { resources: change as Resources };
