import type { NetworkModel } from '../../../../lib/verify/model/network-model';
import type { Workload } from '../../../../lib/verify/model/workload';
import { reach } from '../../../../lib/verify/reachability/reach';
import { placedByConnector } from '../../../../lib/verify/terraform/connectors';
import { serviceEndpoints } from '../../../../lib/verify/terraform/endpoints';
import { blocks } from '../../../../lib/verify/terraform/evaluate/blocks';
import { foreignNetworks } from '../../../../lib/verify/terraform/foreign-networks';
import { forwarders } from '../../../../lib/verify/terraform/forwarders';
import { placedIn } from '../../../../lib/verify/terraform/interfaces';
import { networkDoubts } from '../../../../lib/verify/terraform/network-doubts';
import { networks, subnets } from '../../../../lib/verify/terraform/networks';
import { ResourceIndex } from '../../../../lib/verify/terraform/resource-index';
import { routers } from '../../../../lib/verify/terraform/routes';
import { PortSet } from '../../../../lib/verify/traffic/port-set';
import type { Resource, World } from '../../../../lib/verify/world/world';
import { worldsIn } from '../evaluate/worlds-of';
import { type Resources, sealed } from './airlock';

/** What a configuration declares beside its resources. */
export interface Declared {
  readonly variable?: object;
  readonly data?: object;
  readonly provider?: object;
}

const provider = { google: [{ project: 'own-project', region: 'europe-west1' }] };

/** The configuration with these resources. */
export function configuration(resources: Resources, declared: Declared = {}): object {
  const resource: Record<string, Record<string, unknown>> = {};
  for (const [address, body] of Object.entries(resources)) {
    const [type = '', name = ''] = address.split('.');
    if (body) resource[`google_${type}`] = { ...resource[`google_${type}`], [name]: body };
  }
  return { provider, resource, data: { google_x: { y: {} } }, ...declared };
}

export const worldsWith = (resources: Resources, declared?: Declared): readonly World[] =>
  worldsIn(configuration(resources, declared));

const hostTypes = ['google_compute_instance', 'google_compute_region_instance_group_manager', 'google_cloud_run_v2_job'];

/** The network part of a model, with instances, managed groups and Cloud Run's jobs as its only workloads; `agent` and `proxy` have the roles. */
export function modelOf(index: ResourceIndex, ports = PortSet.of(3128)): NetworkModel {
  const hosts = index.ofType(...hostTypes);
  const own = hosts.flatMap((host) => hostInterfaces(index, host));
  const balancing = forwarders(index);
  const interfaces = [...own, ...balancing.interfaces];
  const made = { networks: networks(index), subnets: subnets(index), interfaces };
  const foreign = foreignNetworks(index, made);
  const places = new Map([...made.subnets, ...foreign.subnets].map(({ id, network }) => [id, network]));
  const members = (name: string) => hosts.filter(({ id }) => id.endsWith(`.${name}`)).map(({ id }) => id);
  return {
    networks: [...made.networks, ...foreign.networks],
    subnets: [...made.subnets, ...foreign.subnets],
    routers: [...routers(index), ...foreign.routers],
    interfaces,
    workloads: hosts.map(workload),
    forwarders: balancing.forwarders,
    endpoints: serviceEndpoints(index),
    identities: [],
    agents: [{ id: 'agent', members: members('agent') }],
    proxies: [{ id: 'proxy', members: members('proxy'), ports }],
    doubts: networkDoubts(index, new Set(own.flatMap(({ subnet }) => places.get(subnet) ?? []))),
    assumptions: [],
    coverage: { modelled: [], inert: [], unmodelled: [] },
    bootstraps: [],
  };
}

function hostInterfaces(index: ResourceIndex, host: Resource) {
  const { id, place, properties, doubt } = host;
  const region = index.property(host, 'zone') ?? index.property(host, 'region');
  const base = { owner: id, place, ...(region !== undefined && { region }), ...(doubt && { doubt }) };
  if (host.type === 'google_compute_region_instance_group_manager') {
    const [version] = blocks(properties.version);
    const template = index.resourceOf(version?.instance_template);
    return template ? placedIn(index, { ...base, ...instance(template) }) : [];
  }
  if (host.type !== 'google_cloud_run_v2_job') return placedIn(index, { ...base, ...instance(host) });
  const [outer] = blocks(properties.template);
  const [inner] = blocks(outer?.template);
  const [access] = blocks(inner?.vpc_access);
  return access?.connector === undefined
    ? placedIn(index, { ...base, networkInterfaces: access?.network_interfaces, inbound: false })
    : placedByConnector(index, { owner: id, place, connector: access.connector });
}

function instance({ properties }: Resource) {
  const { network_interface: networkInterfaces, tags, service_account: account, params, can_ip_forward: forwards } = properties;
  const [given] = blocks(account);
  const [tagged] = blocks(params);
  return {
    networkInterfaces,
    ...(tags !== undefined && { tags }),
    ...(given?.email !== undefined && { serviceAccount: given.email }),
    ...(tagged?.resource_manager_tags !== undefined && { secureTags: tagged.resource_manager_tags }),
    forwards: forwards === true,
  };
}

const workload = ({ id, place, doubt }: Resource): Workload => ({
  ...{ id, aliases: [], place, identities: [], credentials: [], storage: [], openings: [] },
  ...(doubt && { doubt }),
});

export type Verdict = 'proven' | 'refuted' | 'unknown';

export interface Judgement {
  readonly verdict: Verdict;
  /** What is wrong: `internet`, `dns`, …, those in doubt with a question mark. */
  readonly leaks: readonly string[];
  readonly reasons: readonly string[];
  /** Whether the agent comes to the proxy for certain. */
  readonly reachesProxy: boolean;
}

const harmless = new Set(['proxy', 'confined', 'host']);

/** What the network alone says about the airlock with some of its resources changed, over all of its worlds. */
export function judged(changes: Resources = {}, declared?: Declared): Judgement {
  const found = worldsWith({ ...sealed, ...changes }, declared).map((world) => judgedWorld(new ResourceIndex(world)));
  const verdicts = found.map(({ verdict }) => verdict);
  const verdict = verdicts.includes('refuted') ? 'refuted' : verdicts.includes('unknown') ? 'unknown' : 'proven';
  return {
    verdict,
    leaks: [...new Set(found.flatMap(({ leaks }) => leaks))].sort(),
    reasons: [...new Set(found.flatMap(({ reasons }) => reasons))].sort(),
    reachesProxy: found.some(({ reachesProxy }) => reachesProxy),
  };
}

/** What the network alone says in one world. */
export function judgedWorld(index: ResourceIndex): Judgement {
  const model = modelOf(index);
  const { arrivals, intrusions } = reach(model);
  const all = arrivals.get('agent') ?? [];
  const found = [
    ...all
      .filter(({ kind }) => !harmless.has(kind))
      .map(({ kind, doubts, path }) => ({ kind, doubts, path, open: kind.startsWith('unknown') })),
    ...intrusions.map(({ kind, doubts, path }) => ({ kind: `in ${kind}`, doubts, path, open: kind === 'unknown' })),
    ...dnsLeaks(model),
    ...model.doubts.map((doubt) => ({ kind: 'whole', doubts: [doubt], path: [], open: false })),
  ];
  const certain = found.filter(({ doubts, open }) => doubts.length === 0 && !open);
  const leaks = found.map((each) => `${each.kind}${certain.includes(each) ? '' : '?'}`);
  return {
    verdict: certain.length > 0 ? 'refuted' : found.length > 0 ? 'unknown' : 'proven',
    leaks,
    reasons: found.flatMap(({ doubts, path }) => [
      ...doubts.map(({ reason }) => reason),
      ...path.map(({ resource, why }) => `${resource} ${why}`),
    ]),
    reachesProxy: all.some(({ kind, doubts }) => kind === 'proxy' && doubts.length === 0),
  };
}

function dnsLeaks(model: NetworkModel) {
  const agents = model.interfaces.filter(({ owner }) => owner.endsWith('.agent')).map(({ subnet }) => subnet);
  const own = new Set(model.subnets.filter(({ id }) => agents.includes(id)).map(({ network }) => network));
  return model.networks
    .filter(({ id }) => own.has(id))
    .flatMap(({ resolver }) => resolver.answers)
    .filter(({ names }) => typeof names === 'string' || 'wildcard' in names)
    .map(({ path, doubt }) => ({ kind: 'dns', doubts: doubt ? [doubt] : [], path, open: false }));
}

/** A row whose verdict is `refuted` also names the kind of leak. */
export type Row = readonly [name: string, changes: Resources, verdict: Verdict, leak?: string];
