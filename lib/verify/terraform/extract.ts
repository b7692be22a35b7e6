import { findBootstraps } from '../bootstrap/find-bootstraps';
import type { Interface } from '../model/interface';
import type { NetworkModel } from '../model/network-model';
import type { Role } from '../model/role';
import { markedResources } from '../roles/role-metadata';
import { standsFor } from '../roles/role-objection';
import type { RolesRequest } from '../system';
import type { World } from '../world/world';
import { boundaryDoubts } from './boundary-doubts';
import { coverage } from './coverage';
import { serviceEndpoints } from './endpoints';
import { foreignNetworks } from './foreign-networks';
import { forwarders } from './forwarders';
import { otherSetUp } from './host-set-up';
import { identities, identityId } from './identity';
import { groupAssumption } from './identity/iam-grants';
import { networkAssumptions, programAssumptions } from './network-assumptions';
import { networkDoubts } from './network-doubts';
import { networks, subnets } from './networks';
import { ResourceIndex } from './resource-index';
import { labelledResources } from './role-labels';
import { rolesOf } from './roles';
import { routers } from './routes';
import { networkOfSubnet } from './subnet-place';
import { withToldSources } from './told-sources';
import { workloads } from './workloads';
import type { FoundWorkload } from './workloads/found-workload';

/** What a world says about networks, identities and workloads. Throws an UnusableInput if a name stands for several agents or proxies. */
export function extract(world: World, request: RolesRequest): NetworkModel {
  const index = new ResourceIndex(world);
  const found = workloads(index, named(index, request)).map((each) => withIdentities(index, each));
  const hosts = found.map(({ workload }) => workload);
  const own = found.flatMap((each) => each.interfaces);
  const balancing = forwarders(index);
  const fronts = [...balancing.forwarders, ...found.flatMap((each) => each.fronts ?? [])];
  const { agents, proxies, objections } = rolesOf(index, request, hosts, fronts);
  const [agentHosts, proxyHosts] = [membersOf(agents, found), membersOf(proxies, found)];
  const interfaces = [...own, ...balancing.interfaces];
  const members = [...agentHosts, ...proxyHosts];
  return {
    ...withForeign(index, interfaces),
    interfaces,
    ...{ workloads: hosts, forwarders: fronts, endpoints: serviceEndpoints(index), agents, proxies },
    objections,
    bootstraps: findBootstraps({ world, proxies, workloads: hosts, beside: (host) => otherSetUp(index, host) }).map((each) =>
      withToldSources(index, proxies, each),
    ),
    identities: identities(index, { agents: agentHosts, proxies: proxyHosts, workloads: hosts, interfaces }),
    doubts: [
      ...world.doubts,
      ...networkDoubts(index, networksOf(index, members)),
      ...agentHosts.flatMap(({ doubts = [] }) => doubts),
      ...boundaryDoubts(index, {
        hosts: members.map(({ workload }) => workload),
        accounts: members.flatMap(({ uses }) => uses.map(({ account }) => account)),
        interfaces,
      }),
    ],
    assumptions: [...world.assumptions, ...groupAssumption(index), ...networkAssumptions(index), ...programAssumptions(index)],
    coverage: coverage(index),
  };
}

const withIdentities = (index: ResourceIndex, found: FoundWorkload): FoundWorkload => ({
  ...found,
  workload: { ...found.workload, identities: found.uses.map((use) => identityId(index, found.workload.id, use)) },
});

/** What is asked for or marked as an agent or a proxy. */
function named(index: ResourceIndex, { agents, proxies }: RolesRequest): ReadonlySet<string> {
  const { world } = index;
  const asked = [...agents, ...proxies].flatMap(({ id }) =>
    world.resources.has(id) ? [id] : [...world.resources.keys()].filter((each) => standsFor(id, each)),
  );
  const marks = [...markedResources(world), ...labelledResources(index)];
  return new Set([...asked, ...marks.map(({ resource }) => resource.id)]);
}

/** The workloads that are members of roles. */
function membersOf(roles: readonly Role[], found: readonly FoundWorkload[]): FoundWorkload[] {
  const members = new Set(roles.flatMap((role) => role.members));
  return found.filter(({ workload }) => members.has(workload.id));
}

const networksOf = (index: ResourceIndex, members: readonly FoundWorkload[]): ReadonlySet<string> =>
  new Set(
    members.flatMap(({ interfaces }) =>
      interfaces.map(({ subnet }) => index.idOf(index.get(subnet)?.properties.network) ?? networkOfSubnet(index, subnet)),
    ),
  );

function withForeign(
  index: ResourceIndex,
  interfaces: readonly Interface[],
): Pick<NetworkModel, 'networks' | 'subnets' | 'routers'> {
  const made = { networks: networks(index), subnets: subnets(index) };
  const foreign = foreignNetworks(index, { ...made, interfaces });
  return {
    networks: [...made.networks, ...foreign.networks],
    subnets: [...made.subnets, ...foreign.subnets],
    routers: [...routers(index), ...foreign.routers],
  };
}
