import { findBootstraps } from '../bootstrap/find-bootstraps';
import type { Interface } from '../model/interface';
import type { NetworkModel } from '../model/network-model';
import type { Role } from '../model/role';
import type { Workload } from '../model/workload';
import type { RolesRequest } from '../system';
import type { World } from '../world/world';
import { boundaryDoubts } from './boundary-doubts';
import { clientVpns } from './client-vpns';
import { coverage } from './coverage';
import { vpcEndpoints } from './endpoints';
import { foreignNetworks } from './foreign-networks';
import { forwarders } from './forwarders';
import { agentRequesters, agentStatements, harmlessness, identities } from './identity';
import { arnValue } from './identity/requester';
import { networkDoubts } from './network-doubts';
import { networks, subnets } from './networks';
import { withOutsideReaders } from './outside-readers';
import { copiedFileSystems } from './outside-readers/file-system-copies';
import { ResourceIndex } from './resource-index';
import { agentsOf, proxiesOf } from './roles';
import { routers } from './routes';
import { withToldSources } from './told-sources';
import { workloads } from './workloads';
import { behindFronts } from './workloads/behind-fronts';
import type { FoundWorkload } from './workloads/found-workload';
import { harmlessCode } from './workloads/harmless-code';
import { withFileSystems } from './workloads/mount-target';

/** Who the agents and the proxies are, where the resources don't say it themselves. */
export interface ExtractRequest extends RolesRequest {
  /** The number of the account that it is deployed to. @default - not known */
  readonly account?: string;
}

/** What a world says about networks, identities and workloads. Throws an UnusableInput if a name stands for several agents or proxies. */
export function extract(world: World, request: ExtractRequest): NetworkModel {
  const index = new ResourceIndex(world);
  const all = workloads(index);
  const vpn = clientVpns(index);
  const { roles: agents, objections } = agentsOf(
    index,
    request.agents,
    all.map(({ workload }) => workload),
  );
  const members = new Set(agents.flatMap((role) => role.members));
  const found = withFileSystems(index, withoutStandIns(all, members), members);
  const hosts = [...found.map(({ workload }) => workload), ...vpn.workloads];
  const agentHosts = membersOf(agents, hosts);
  const requesters = agentRequesters(index, agentHosts);
  const statements = agentStatements(agentHosts, requesters);
  const account = request.account === undefined ? {} : { account: request.account };
  const endpoints = vpcEndpoints(index, {
    resources: world.resources,
    ...account,
    ...(statements && { rolePolicies: statements, roleArns: requesters.map(({ role }) => arnValue(role)) }),
  });
  const own = [...found.flatMap((each) => each.interfaces), ...vpn.interfaces];
  const registrations = found.flatMap((each) => each.registrations);
  const balancing = forwarders(index, { registrations, interfaces: own, ...account });
  const fronts = [...balancing.forwarders, ...endpoints.forwarders];
  const { roles: proxies, objections: more } = proxiesOf(index, request.proxies, [...hosts, ...fronts]);
  const interfaces = [...own, ...balancing.interfaces, ...endpoints.interfaces];
  const behind = behindFronts(
    proxies.flatMap((role) => role.members),
    fronts,
    interfaces,
  );
  const proxyHosts = hosts.filter(({ id }) => behind.has(id));
  const served = proxies.map((role) => ({ ...role, members: [...behindFronts(role.members, fronts, interfaces)] }));
  const { networks: allNetworks, subnets: allSubnets, routers: allRouters } = withForeign(index, interfaces);
  const harmless = harmlessCode(index, hosts, interfaces, agentHosts);
  const context = { agents: agentHosts, proxies: proxyHosts, workloads: hosts, harmless };
  const isHarmless = harmlessness(index, context);
  return {
    ...{ networks: allNetworks, subnets: allSubnets, routers: allRouters, interfaces },
    ...{
      workloads: hosts,
      forwarders: fronts,
      endpoints: withOutsideReaders(index, endpoints.endpoints, requesters, {
        ...{ resources: world.resources, ...account },
        isHarmless: (id) => agentHosts.some((agent) => agent.id === id) || isHarmless(id),
      }),
      agents,
      proxies,
      objections: [...objections, ...more],
    },
    bootstraps: findBootstraps({ world, proxies: served, workloads: hosts, within: ['Properties'] }).map((each) =>
      withToldSources(index, served.find(({ id }) => id === each.proxy)?.members ?? [], { registrations, interfaces: own }, each),
    ),
    identities: identities(index, context, isHarmless),
    doubts: [
      ...world.doubts,
      ...networkDoubts(index),
      ...copiedFileSystems(index, agentHosts, { resources: world.resources, ...account }),
      ...found.flatMap(({ workload, doubts = [] }) => (agentHosts.includes(workload) ? doubts : [])),
      ...boundaryDoubts(index, { hosts: [...agentHosts, ...proxyHosts], interfaces }),
    ],
    assumptions: world.assumptions,
    coverage: coverage(index),
  };
}

/** Leaves out hosts whose interfaces are an agent's own, as its packets and theirs are the same. */
function withoutStandIns(found: readonly FoundWorkload[], agents: ReadonlySet<string>): readonly FoundWorkload[] {
  const lent = new Set(found.flatMap(({ workload, standsIn = [] }) => (agents.has(workload.id) ? standsIn : [])));
  return found.filter(({ workload }) => agents.has(workload.id) || !lent.has(workload.id));
}

/** The workloads that are members of roles. */
function membersOf(roles: readonly Role[], hosts: readonly Workload[]): Workload[] {
  const members = new Set(roles.flatMap((role) => role.members));
  return hosts.filter(({ id }) => members.has(id));
}

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
