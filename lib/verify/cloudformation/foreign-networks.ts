import type { Interface } from '../model/interface';
import type { Network, Subnet } from '../model/network';
import type { Router } from '../model/route';
import { AddressSet } from '../traffic/address-set';
import { hop } from '../world/hop';
import type { Place } from '../world/place';
import { howToDescribe } from './assume/describe-command';
import { foreignResolver } from './dns';
import { networkOf } from './interfaces';
import type { ResourceIndex } from './resource-index';
import { subnetRouter } from './routes/subnet-tables';

/** Parts of a model that may name networks and subnets which the inputs don't make. */
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

/** The networks and subnets that a model names and the inputs don't make: each may hold anything. */
export function foreignNetworks(index: ResourceIndex, naming: Naming): Foreign {
  const known = new Set(naming.subnets.map(({ id }) => id));
  const users = new Map(naming.interfaces.filter(({ subnet }) => !known.has(subnet)).map(({ subnet, place }) => [subnet, place]));
  const subnets = [...users].map(([id, place]) => foreignSubnet(index, id, place));
  const made = new Set(naming.networks.map(({ id }) => id));
  const owners = new Map(
    [...naming.subnets, ...subnets].filter(({ network }) => !made.has(network)).map(({ network, place }) => [network, place]),
  );
  return {
    subnets,
    networks: [...owners].map(([id, place]) => foreignNetwork(id, place)),
    routers: subnets.map(({ id, place }) => ({
      id: subnetRouter(id),
      routes: [],
      doubt: { reason: `the routes of the subnet '${id}' aren't in the inputs${howToDescribe(id)}`, place },
    })),
  };
}

function foreignSubnet(index: ResourceIndex, id: string, place: Place): Subnet {
  const network = networkOf(index, undefined, id);
  return { id, network, place, addresses: AddressSet.none, router: subnetRouter(id), egress: [], ingress: [] };
}

function foreignNetwork(id: string, place: Place): Network {
  const path = [hop(place, `is in the network '${id}'`)];
  const doubt = { reason: `the network '${id}' isn't in the inputs${howToDescribe(id)}`, place };
  return { id, place, addresses: AddressSet.none, resolver: foreignResolver(id, path), doubt };
}
