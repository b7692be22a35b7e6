import type { Workload } from '../../model/workload';
import { findingId } from '../../verdict/finding';
import { hop } from '../../world/hop';
import type { Facts } from '../facts';
import type { Rule } from '../rule';
import { because, verdictOf } from '../verdict-of';

const id = 'AIRLOCK-PROXY-004';

export const ownIdentity: Rule = {
  id,
  title: 'Nothing but the proxies runs as an identity of theirs that reads credentials',
  judge: (facts) => {
    const found = sharedIdentities(facts);
    return facts.model.agents.flatMap(({ id: agent }) =>
      found.map(({ identity, other, capability: { what, path, doubt } }) => ({
        id: findingId(id, agent, other.id),
        rule: id,
        verdict: verdictOf([doubt, other.doubt]),
        agent,
        message: `isn't alone with the proxy's credentials: ${other.id} runs as ${identity}, too, and may ${what}${because([doubt, other.doubt])}`,
        fix: `give ${other.id} an identity of its own`,
        path: [hop(other.place, `runs as ${identity}`), ...path],
      })),
    );
  },
};

/** Others with an identity of a proxy's, and how that reads credentials: for certain, if it does. */
function sharedIdentities({ model }: Facts) {
  const proxies = new Set(model.proxies.flatMap(({ members }) => members));
  const agents = new Set(model.agents.flatMap(({ members }) => members));
  const own = model.workloads.filter((workload) => proxies.has(workload.id)).flatMap(({ identities }) => identities);
  const others = model.workloads.filter((workload) => !proxies.has(workload.id) && !agents.has(workload.id));
  return model.identities
    .filter((identity) => own.includes(identity.id))
    .flatMap((identity) => {
      const reading = identity.capabilities.filter(({ kind }) => kind === 'read-credential');
      const capability = reading.find(({ doubt }) => doubt === undefined) ?? reading[0];
      return capability ? usersOf(others, identity.id).map((other) => ({ identity: identity.id, other, capability })) : [];
    });
}

const usersOf = (workloads: readonly Workload[], identity: string): readonly Workload[] =>
  workloads.filter(({ identities }) => identities.includes(identity));
