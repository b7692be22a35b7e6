import { within } from '../../world/place';
import type { Fields, Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { metadataCredentials } from '../credentials/host-metadata';
import { placedIn } from '../interfaces';
import { blocksAt, valueAt } from '../nested-blocks';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';
import { apart } from './apart';
import type { FoundWorkload } from './found-workload';
import { accountKey, computeAccount, type Use } from './service-account';

/** What Google Kubernetes Engine runs pods on. Pods are made by Kubernetes, so that what they do isn't in the inputs. */
export const kubernetes = (index: ResourceIndex): FoundWorkload[] => [
  ...index.ofType('google_container_cluster').map((cluster) => nodes(index, cluster, cluster)),
  ...index.ofType('google_container_node_pool').map((pool) => {
    const cluster = index.resourceOf(pool.properties.cluster, 'google_container_cluster');
    return nodes(index, pool, cluster);
  }),
];

function nodes(index: ResourceIndex, owner: Resource, cluster: Resource | undefined): FoundWorkload {
  const { id, place, properties } = owner;
  const [config = {}] = blocksAt(index, properties, 'node_config');
  return {
    workload: {
      ...{ id, aliases: cluster && cluster.id !== id ? [cluster.id] : [], place, identities: [] },
      credentials: metadataCredentials(index, config, within(place, 'node_config')),
      ...{ storage: [], openings: [], ...(owner.doubt && { doubt: owner.doubt }) },
    },
    interfaces: apart(placed(index, owner, cluster, config)),
    uses: [useOf(index, config, owner)],
    doubts: [{ reason: `what the pods on ${id} do isn't in the inputs`, place }],
  };
}

const useOf = (index: ResourceIndex, config: Fields, { place }: Resource): Use => ({
  account: accountKey(index, config.service_account, computeAccount),
  scopes: config.oauth_scopes ?? 'all',
  place: within(place, 'node_config'),
});

function placed(index: ResourceIndex, owner: Resource, cluster: Resource | undefined, config: Fields) {
  const { network, subnetwork } = cluster?.properties ?? {};
  const region = index.property(owner, 'location');
  return placedIn(index, {
    ...{
      owner: owner.id,
      place: owner.place,
      networkInterfaces: [nodeBlock(network, subnetwork, isPublic(index, owner, cluster))],
    },
    ...(region !== undefined && { region }),
    ...(config.tags !== undefined && { tags: config.tags }),
    serviceAccount: config.service_account ?? computeAccount,
  });
}

const nodeBlock = (network: Value | undefined, subnetwork: Value | undefined, external: boolean): Fields => ({
  network: network ?? 'default',
  ...(subnetwork !== undefined && { subnetwork, alias_ip_range: [{}] }),
  ...(external && { access_config: [{}] }),
});

/** "google_container_cluster": nodes have external addresses unless private nodes are asked for, by the pool or the cluster. */
function isPublic(index: ResourceIndex, { properties }: Resource, cluster: Resource | undefined): boolean {
  const own = valueAt(index, properties, 'network_config.enable_private_nodes');
  const general = ['private_cluster_config.enable_private_nodes', 'control_plane_endpoints_config.enable_private_nodes'].map(
    (path) => valueAt(index, cluster?.properties ?? {}, path),
  );
  return truth(index, own ?? general.find((value) => value !== undefined), ['true'], false) !== true;
}
