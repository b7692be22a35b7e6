import type { Route } from '../../model/route';
import type { Hop } from '../../world/hop';
import { networkAddresses } from '../addresses/network-ranges';
import type { ResourceIndex } from '../resource-index';

/** The routes that every table of a VPC has for the VPC's own blocks. */
export const localRoutes = (index: ResourceIndex, network: string, hop: Hop): readonly Route[] =>
  networkAddresses(index, network)
    .cidrs()
    .map((destination) => ({ destination, target: { kind: 'deliver', network }, hop }));
