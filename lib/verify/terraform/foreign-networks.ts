import type { Interface } from '../model/interface';
import type { Network, Subnet } from '../model/network';
import type { Router } from '../model/route';
import { AddressSet } from '../traffic/address-set';
import { hop } from '../world/hop';
import type { Place } from '../world/place';
import { foreignResolver } from './dns';
import { frontEndSubnet, frontEnds } from './forwarders/front-ends';
import type { ResourceIndex } from './resource-index';
import { networkOfSubnet } from './subnet-place';

/** Parts of a model that may name networks and subnetworks which the inputs don't make. */
export interface Naming {
  readonly networks: readonly Network[];
  readonly subnets: readonly Subnet[];
  readonly interfaces: readonly Interface[];
}

/** What is only referred to. */
export interface Foreign {
  readonly networks: readonly Network[];
  readonly subnets: readonly Subnet[];
  readonly routers: readonly Router[];
}

/** The networks and subnetworks that a model names and the inputs don't make: each may hold anything. */
export function foreignNetworks(index: ResourceIndex, naming: Naming): Foreign {
  const known = new Set(naming.subnets.map(({ id }) => id));
  const users = naming.interfaces.filter(({ subnet }) => !known.has(subnet) && subnet !== frontEndSubnet);
  const subnets = [...new Map(users.map(({ subnet, place }) => [subnet, place]))].map(([id, place]) =>
    foreignSubnet(index, id, place),
  );
  const made = new Set(naming.networks.map(({ id }) => id));
  const owners = [...naming.subnets, ...subnets].filter(({ network }) => !made.has(network));
  const [front] = naming.interfaces.filter(({ subnet }) => subnet === frontEndSubnet).map(({ place }) => frontEnds(place));
  const networks = [...new Map(owners.map(({ network, place }) => [network, place]))].map(([id, place]) =>
    foreignNetwork(id, place),
  );
  return {
    subnets: [...subnets, ...(front ? [front.subnet] : [])],
    networks: [...networks, ...(front ? [front.network] : [])],
    routers: [...subnets.map(foreignRouter), ...(front ? [front.router] : [])],
  };
}

function foreignSubnet(index: ResourceIndex, id: string, place: Place): Subnet {
  const network = networkOfSubnet(index, id);
  return { id, network, place, addresses: AddressSet.none, router: `${id}@routes`, egress: [], ingress: [] };
}

const foreignRouter = ({ id, place, router }: Subnet): Router => ({
  id: router,
  routes: [],
  doubt: { reason: `the routes of the subnetwork '${id}' aren't in the inputs`, place },
});

function foreignNetwork(id: string, place: Place): Network {
  const path = [hop(place, `is in the network '${id}'`)];
  const doubt = { reason: `the network '${id}' isn't in the inputs`, place };
  return { id, place, addresses: AddressSet.none, resolver: foreignResolver(id, path), doubt };
}
