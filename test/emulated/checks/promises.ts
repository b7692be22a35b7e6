import type { EgressPolicy } from '../../../lib/policy/egress-policy';
import type { World } from '../world';
import { checkAgentTask } from './agent-task';
import { type Airlock, airlockOf } from './airlock';
import { checkAudit } from './audit';
import { checkDoor } from './door';
import { checkProxy } from './proxy';
import { checkResolver } from './resolver';
import { checkRoles } from './roles';
import { checkRotation } from './rotation';
import { checkSealedNetwork } from './sealed-network';
import { checkSecurityGroups } from './security-groups';
import { checkServiceEndpoints } from './service-endpoints';

/** What is wrong with one promise of a deployed airlock: a message each. */
export type Check = (world: World, airlock: Airlock, policy: EgressPolicy) => string[];

/** The promises, as a suite names them. */
export const checks: Readonly<Record<string, Check>> = {
  "the agents' network has no way out": checkSealedNetwork,
  'groups admit exactly what they are for': checkSecurityGroups,
  'endpoints let through exactly what starts a task': checkServiceEndpoints,
  'the door leads to the proxies and admits this account': checkDoor,
  'the resolver answers exact names and nothing else': checkResolver,
  'the agent has no role, no secret and the variables of its policy': checkAgentTask,
  'the proxies run the configuration of the policy': checkProxy,
  'roles may do exactly what they are for': checkRoles,
  'the evidence is kept': checkAudit,
  'a rotated secret restarts the proxies': checkRotation,
};

/** All that is wrong; also if there is no airlock to be found. */
export function problems(world: World, policy: EgressPolicy): string[] {
  try {
    const airlock = airlockOf(world);
    return Object.values(checks).flatMap((check) => check(world, airlock, policy));
  } catch (error) {
    return [(error as Error).message];
  }
}
