import type { NetworkModel } from '../../../lib/verify/model/network-model';
import type { RoleRequest } from '../../../lib/verify/model/role-request';
import { reach } from '../../../lib/verify/reachability/reach';
import { allRules } from '../../../lib/verify/rules/all-rules';
import { extract } from '../../../lib/verify/terraform/extract';
import { type Resources, sealed } from './network/airlock';
import { type Declared, worldsWith } from './network/judged';

/** What is changed of the sealed airlock, and who has a role in it. */
export interface Change {
  readonly resources: Resources;
  readonly declared?: Declared;
  /** @default 'google_compute_instance.agent' */
  readonly agent?: string;
  /** @default 'google_compute_instance.proxy' at 3128 */
  readonly proxy?: RoleRequest;
}

/** The models of the airlock with some of its resources changed, one for each world. */
export function models({ resources, declared, agent = 'google_compute_instance.agent', proxy }: Change): NetworkModel[] {
  const request = {
    agents: [{ id: agent }],
    proxies: [proxy ?? { id: 'google_compute_instance.proxy', ports: [3128] }],
  };
  return worldsWith({ ...sealed, ...resources }, declared).map((world) => extract(world, request));
}

/** The one model where nothing is to choose. */
export function model(change: Change): NetworkModel {
  const [only, ...more] = models(change);
  if (!only || more.length > 0) throw new Error('not one world');
  return only;
}

export interface Found {
  readonly verdict: 'proven' | 'refuted' | 'unknown';
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
  'resources' in change ? (change as Change) : { resources: change as Resources };
