import type { Role } from '../../model/role';
import type { Workload } from '../../model/workload';
import { type Finding, findingId } from '../../verdict/finding';
import { hop } from '../../world/hop';
import { agentWorkloads } from '../agent-workloads';
import type { Facts } from '../facts';

/** Agents that have the identity by which a proxy authenticates to upstreams: it is a credential, and they can sign by it themselves. */
export function signingIdentities(rule: string, facts: Facts): Finding[] {
  const proxies = facts.model.proxies.filter((proxy) => signs(facts, proxy));
  return agentWorkloads(facts).flatMap(({ agent, workload }) =>
    proxies.flatMap(({ id, members }) => {
      const hosts = facts.model.workloads.filter((host) => members.includes(host.id));
      return shared(workload, hosts).map(
        ({ identity, host }): Finding => ({
          ...{ id: findingId(rule, agent.id, `${identity}=${id}`), rule, verdict: 'refuted', agent: agent.id },
          message: `is what the proxy signs as: it and ${id} are both ${identity}`,
          fix: `give the agent no role, or one of its own: what ${identity} may do is for the proxy's requests`,
          path: [workload, host].map(({ place }) => hop(place, `runs as ${identity}`)),
        }),
      );
    }),
  );
}

function signs({ model: { bootstraps }, policy }: Facts, { id }: Role): boolean {
  const credentials = policy?.destinations.map(({ credential }) => credential?.type) ?? [];
  const isMeant = credentials.includes('aws-sigv4') || credentials.includes('google-access-token');
  return isMeant || bootstraps.some(({ proxy, text }) => proxy === id && text.includes('aws_request_signing'));
}

const shared = ({ identities }: Workload, hosts: readonly Workload[]) =>
  hosts.flatMap((host) =>
    host.identities.filter((identity) => identities.includes(identity)).map((identity) => ({ identity, host })),
  );
