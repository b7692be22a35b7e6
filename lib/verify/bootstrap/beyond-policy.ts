import type { Agent } from '../../policy/agent';
import type { EgressPolicy } from '../../policy/egress-policy';
import type { Admission, Leaf } from './admission';
import { connectExcess } from './connect-excess';
import type { Excess } from './excess';
import { httpExcess } from './http-excess';

/** How an admission goes beyond a policy, if it does or may. */
export function excessOf(policy: EgressPolicy, admission: Admission): Excess | undefined {
  if (admission.kind === 'unclear') return { what: admission.what, sure: false };
  const agent = agentOf(policy, admission.agent);
  if (!agent) return { what: `what it lets '${admission.agent}' do, who isn't an agent of the policy`, sure: false };
  if (admission.kind === 'leaf') return leafExcess(agent, admission);
  return admission.kind === 'connect' ? connectExcess(policy, agent, admission) : httpExcess(policy, agent, admission);
}

/** The only agent, or the one that the configuration names. */
const agentOf = ({ agents }: EgressPolicy, name: string): Agent | undefined =>
  agents.length === 1 ? agents[0] : agents.find((agent) => agent.name === name);

function leafExcess({ destinations }: Agent, { destination }: Leaf): Excess | undefined {
  const isMeant = destinations.some(({ access, name }) => access === 'intercept' && name === destination);
  return isMeant ? undefined : { what: `a certificate for '${destination}', which the policy doesn't intercept`, sure: false };
}
