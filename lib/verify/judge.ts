import type { EgressPolicy } from '../policy/egress-policy';
import type { Coverage, NetworkModel } from './model/network-model';
import { reach } from './reachability/reach';
import { exitsOf } from './report/exits';
import { type RolesOfWorld, refuseMissingRoles } from './roles/missing-roles';
import { allRules } from './rules/all-rules';
import type { Facts } from './rules/facts';
import type { System } from './system';
import { UnusableInput } from './unusable-input';
import type { JudgedWorld } from './verdict/judged-world';

/** What was found in all the worlds of a system. */
export interface Judgement {
  /** Those that have an agent. */
  readonly worlds: readonly JudgedWorld[];
  readonly agents: readonly string[];
  readonly assumptions: readonly string[];
  readonly coverage: Coverage;
}

export interface JudgeOptions {
  /** What the deployed proxies are held against. @default - nothing */
  readonly policy?: EgressPolicy;
}

/**
 * Judges every world of each system for the roles that it has. Throws an UnusableInput if an agent or a proxy that was asked for is in no
 * world of any system, or if there is none at all.
 */
export function judgeAll(systems: readonly System[], options: JudgeOptions = {}): Judgement[] {
  const roles: RolesOfWorld[] = [];
  const judgements = systems.map((system) => judge(system, options, roles));
  if (roles.length === 0) throw new UnusableInput('nothing can be deployed from the inputs: give a template that has resources');
  refuseMissingRoles(roles);
  return judgements.filter(({ agents }) => agents.length > 0);
}

/** Judges a system in each of its worlds that has an agent, and notes who has a role in all of them. */
function judge({ worlds, extract }: System, options: JudgeOptions, roles: RolesOfWorld[]): Judgement {
  const judged: JudgedWorld[] = [];
  const agents = new Set<string>();
  const assumptions = new Set<string>();
  let coverage: Coverage | undefined;
  for (const world of worlds()) {
    const model = extract(world);
    roles.push({ agents: model.agents, proxies: model.proxies, objections: model.objections });
    if (model.agents.length === 0) continue;
    for (const { id } of model.agents) agents.add(id);
    for (const each of [...model.assumptions, ...aboutProxies(model, options)]) assumptions.add(each);
    coverage ??= model.coverage;
    judged.push(judgeWorld(model, world.when, options));
  }
  return {
    ...{ worlds: judged, agents: [...agents], assumptions: [...assumptions] },
    coverage: coverage ?? { modelled: [], inert: [], unmodelled: [] },
  };
}

/** What is taken for granted where proxies are held against a policy. */
const aboutProxies = ({ bootstraps }: NetworkModel, { policy }: JudgeOptions): readonly string[] =>
  policy ? bootstraps.flatMap(({ assumption }) => assumption ?? []) : [];

function judgeWorld(model: NetworkModel, when: string, { policy }: JudgeOptions): JudgedWorld {
  const facts: Facts = { model, ...reach(model), ...(policy && { policy }) };
  return {
    when,
    findings: allRules.flatMap((rule) => rule.judge(facts)),
    exits: [...facts.arrivals].flatMap(([agent, arrivals]) => arrivals.flatMap((arrival) => exitsOf(agent, arrival))),
  };
}
