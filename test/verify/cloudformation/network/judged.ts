import { clientVpns } from '../../../../lib/verify/cloudformation/client-vpns';
import { vpcEndpoints } from '../../../../lib/verify/cloudformation/endpoints';
import { worldsOf } from '../../../../lib/verify/cloudformation/evaluate/worlds';
import { foreignNetworks } from '../../../../lib/verify/cloudformation/foreign-networks';
import { forwarders } from '../../../../lib/verify/cloudformation/forwarders';
import { networkInterface, placedIn } from '../../../../lib/verify/cloudformation/interfaces';
import type { JsonMapping } from '../../../../lib/verify/cloudformation/load/json';
import { networkDoubts } from '../../../../lib/verify/cloudformation/network-doubts';
import { networks, subnets } from '../../../../lib/verify/cloudformation/networks';
import { ResourceIndex } from '../../../../lib/verify/cloudformation/resource-index';
import { routers } from '../../../../lib/verify/cloudformation/routes';
import type { Interface } from '../../../../lib/verify/model/interface';
import type { NetworkModel } from '../../../../lib/verify/model/network-model';
import type { Workload } from '../../../../lib/verify/model/workload';
import { reach } from '../../../../lib/verify/reachability/reach';
import { PortSet } from '../../../../lib/verify/traffic/port-set';
import { isFields } from '../../../../lib/verify/world/value';
import type { Resource, World } from '../../../../lib/verify/world/world';
import { template } from '../evaluate/fixture';
import { type Resources, sealed } from './airlock';

/** The first world of a template with these resources. */
export function worldWith(resources: Resources, parameters: JsonMapping = {}): World {
  const [world] = worldsOf([template({ Parameters: parameters, Resources: present(resources) } as unknown as JsonMapping)]);
  if (!world) throw new Error('no world');
  return world;
}

const present = (resources: Resources) =>
  Object.fromEntries(Object.entries(resources).filter(([, resource]) => resource !== undefined));

export const indexOf = (resources: Resources, parameters?: JsonMapping): ResourceIndex =>
  new ResourceIndex(worldWith(resources, parameters));

/** The network part of a model, with instances as its only workloads; `Agent` and `Proxy` have the roles. */
export function modelOf(index: ResourceIndex): NetworkModel {
  const instances = index.ofType('AWS::EC2::Instance');
  const own = instances.flatMap((instance) => instanceInterfaces(index, instance));
  const endpoints = vpcEndpoints(index, { resources: index.world.resources, rolePolicies: [] });
  const clients = clientVpns(index);
  const balancing = forwarders(index, { registrations: [], interfaces: own });
  const interfaces = [...own, ...endpoints.interfaces, ...balancing.interfaces, ...clients.interfaces];
  const made = { networks: networks(index), subnets: subnets(index), interfaces };
  const foreign = foreignNetworks(index, made);
  return {
    networks: [...made.networks, ...foreign.networks],
    subnets: [...made.subnets, ...foreign.subnets],
    routers: [...routers(index), ...foreign.routers],
    interfaces,
    workloads: [...instances.map(workload), ...clients.workloads],
    forwarders: [...endpoints.forwarders, ...balancing.forwarders],
    endpoints: endpoints.endpoints,
    identities: [],
    bootstraps: [],
    agents: [{ id: 'Agent', members: ['S/Agent'] }],
    proxies: [{ id: 'Proxy', members: ['S/Proxy'], ports: PortSet.of(3128) }],
    doubts: networkDoubts(index),
    assumptions: [],
    coverage: { modelled: [], inert: [], unmodelled: [] },
  };
}

function instanceInterfaces(index: ResourceIndex, { id, place, properties }: Resource): readonly Interface[] {
  const listed = index.elements(properties.NetworkInterfaces).filter(isFields);
  const attached = listed.flatMap(
    ({ NetworkInterfaceId }) => networkInterface(index, index.keyOf(NetworkInterfaceId) ?? '', id) ?? [],
  );
  if (attached.length > 0) return attached;
  return placedIn(index, {
    owner: id,
    place,
    subnets: properties.SubnetId,
    ...(properties.SecurityGroupIds !== undefined && { securityGroups: properties.SecurityGroupIds }),
    forwards: properties.SourceDestCheck === false,
  });
}

const workload = ({ id, place }: Resource): Workload => ({
  id,
  aliases: [],
  place,
  identities: [],
  credentials: [],
  storage: [],
  openings: [],
});

export type Verdict = 'proven' | 'refuted' | 'unknown';

export interface Judgement {
  readonly verdict: Verdict;
  /** What is wrong, certain things first: `internet`, `dns`, …, those in doubt with a question mark. */
  readonly leaks: readonly string[];
  /** The resources on the paths of what is wrong. */
  readonly resources: readonly string[];
  /** What these paths say. */
  readonly steps: readonly string[];
}

const harmless = new Set(['proxy', 'confined', 'host']);

/** What the network alone says about the airlock with some of its resources changed. */
export function judged(changes: Resources = {}, parameters?: JsonMapping): Judgement {
  const model = modelOf(indexOf({ ...sealed, ...changes }, parameters));
  const { arrivals, intrusions } = reach(model);
  const found = [
    ...(arrivals.get('Agent') ?? [])
      .filter(({ kind }) => !harmless.has(kind))
      .map(({ kind, doubts, path }) => ({ kind, doubts, path, open: kind.startsWith('unknown') })),
    ...intrusions.map(({ kind, doubts, path }) => ({ kind: `in ${kind}`, doubts, path, open: false })),
    ...dnsLeaks(model),
    ...model.doubts.map((doubt) => ({ kind: 'whole', doubts: [doubt], path: [], open: false })),
  ];
  const certain = found.filter(({ doubts, open }) => doubts.length === 0 && !open);
  const leaks = found.map((each) => `${each.kind}${certain.includes(each) ? '' : '?'}`);
  return {
    verdict: certain.length > 0 ? 'refuted' : found.length > 0 ? 'unknown' : 'proven',
    leaks: [...new Set(leaks)].sort(),
    resources: [...new Set(found.flatMap(({ path }) => path.map(({ resource }) => resource.replace(/^S\//, ''))))].sort(),
    steps: found.flatMap(({ path }) => path.map(({ why }) => why)),
  };
}

function dnsLeaks(model: NetworkModel) {
  const agents = model.interfaces.filter(({ owner }) => owner === 'S/Agent').map(({ subnet }) => subnet);
  const networks = new Set(model.subnets.filter(({ id }) => agents.includes(id)).map(({ network }) => network));
  return model.networks
    .filter(({ id }) => networks.has(id))
    .flatMap(({ resolver }) => resolver.answers)
    .filter(({ names }) => typeof names === 'string' || 'wildcard' in names)
    .map(({ path, doubt }) => ({ kind: 'dns', doubts: doubt ? [doubt] : [], path, open: false }));
}

/** A row whose verdict is `refuted` also names the kind of leak. */
export type Row = readonly [name: string, changes: Resources, verdict: Verdict, leak?: string];
