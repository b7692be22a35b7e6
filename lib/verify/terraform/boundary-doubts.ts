import { connected } from '../boundary/connected';
import { touching } from '../boundary/touching';
import type { Interface } from '../model/interface';
import type { Workload } from '../model/workload';
import type { Doubt } from '../world/doubt';
import type { Resource } from '../world/world';
import { namesIn } from './named-resources';
import type { ResourceIndex } from './resource-index';
import { treatmentOf } from './resource-types';
import { networkTypes } from './resource-types/network-types';
import { networkOfSubnet } from './subnet-place';

/** The agents' and the proxies' workloads with their accounts, and all interfaces. */
export interface Boundary {
  readonly hosts: readonly Workload[];
  readonly accounts: readonly string[];
  readonly interfaces: readonly Interface[];
}

/**
 * Resources of types that aren't modelled and that could touch the boundary: they name something of the agents' or the proxies' networks,
 * identities or workloads, by way of others that aren't modelled too, or a network resource of the boundary names them.
 */
export function boundaryDoubts(index: ResourceIndex, boundary: Boundary): Doubt[] {
  const strangers = [...index.world.resources.values()].filter(
    (resource) => runsPrograms(resource) || treatmentOf(resource.type).kind === 'unmodelled',
  );
  if (strangers.length === 0) return [];
  const names = namesIn(index);
  const ids = index.ofType(...Object.keys(networkTypes).filter((type) => !containers.has(type))).map(({ id }) => id);
  const networks = connected(ids, names, networkSeeds(index, boundary), (id) => isNetwork(index, id));
  const own = boundary.hosts.flatMap(({ id, aliases }) => [id, ...aliases]);
  const inside = new Set([...networks, ...own, ...boundary.accounts]);
  const named = new Set([...networks, ...own].flatMap((id) => [...names(id)]));
  const touch = touching(names, inside, (id) => isStranger(index, id));
  return strangers.flatMap((stranger) => {
    if (runsPrograms(stranger) && inside.has(stranger.id)) return [about(stranger, 'itself')];
    if (deployers.test(stranger.type)) return [deploys(stranger)];
    if (own.includes(stranger.id)) return [];
    const touched = touch(stranger.id) ?? (named.has(stranger.id) ? 'the network' : undefined);
    return touched === undefined ? [] : [about(stranger, touched)];
  });
}

/** Types that make whatever a text of theirs says: a deployment within the deployment, a request to an API. */
const deployers = /^(?:google_deployment_manager_deployment$|restapi_|shell_|terracurl_)/;

const deploys = ({ id, type, place }: Resource): Doubt => ({
  reason: `${id} may make anything: what a ${type} makes isn't in the inputs`,
  place,
});

/** Whether Terraform runs commands for a resource, as whoever deploys. */
export const runsPrograms = ({ properties }: Resource): boolean => {
  const { provisioner } = properties;
  return provisioner !== undefined && provisioner !== null;
};

function about(stranger: Resource, touched: string): Doubt {
  const { id, type, place } = stranger;
  if (runsPrograms(stranger)) return { reason: `${id} has to do with ${touched}: what its provisioner runs isn't known`, place };
  const what = type.startsWith('aws_') ? 'AWS resources in Terraform are not judged yet' : `a ${type} isn't modelled`;
  return { reason: `${id} has to do with ${touched}: ${what}`, place };
}

/** Where agents and proxies stand. */
function networkSeeds(index: ResourceIndex, { hosts, interfaces }: Boundary): string[] {
  const owners = new Set(hosts.map(({ id }) => id));
  return interfaces
    .filter(({ owner }) => owners.has(owner))
    .flatMap(({ subnet }) => [subnet, index.idOf(index.get(subnet)?.properties.network) ?? networkOfSubnet(index, subnet)]);
}

/** Types that hold networks of several systems. */
const containers: ReadonlySet<string> = new Set(['google_project', 'google_folder']);

function isNetwork(index: ResourceIndex, id: string): boolean {
  const type = index.get(id)?.type;
  return type !== undefined && Object.hasOwn(networkTypes, type) && !containers.has(type);
}

const isStranger = (index: ResourceIndex, id: string): boolean => {
  const type = index.get(id)?.type;
  return type !== undefined && treatmentOf(type).kind === 'unmodelled';
};
