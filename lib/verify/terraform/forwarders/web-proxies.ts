import { AddressSet } from '../../traffic/address-set';
import type { Resource } from '../../world/world';
import { knownAddresses } from '../addresses/address-choice';
import { subnetAddresses } from '../addresses/network-ranges';
import { interfaceId } from '../interface-id';
import { regionText } from '../network-key';
import type { ResourceIndex } from '../resource-index';
import { subnetPlace } from '../subnet-place';
import type { Balancing } from './load-balancers';

/** Secure Web Proxy: it leads to the internet, as far as its own policy says, which isn't modelled. */
export function webProxy(index: ResourceIndex, gateway: Resource): Balancing {
  const { id, place, properties } = gateway;
  const where = subnetPlace(index, gateway, properties, regionText(index, index.property(gateway, 'location')));
  const doubt = { reason: `what the policy of ${id} lets out isn't modelled`, place };
  const forwarder = { id, aliases: [], place, listeners: [], admits: [], doubt };
  if (!where) return { forwarders: [forwarder], interfaces: [] };
  const stated = AddressSet.union(index.elements(properties.addresses).flatMap((value) => knownAddresses(index, value) ?? []));
  const addresses = stated.isEmpty() ? subnetAddresses(index, where.subnet) : stated;
  const open = { groups: [], egress: [], ingress: [], publicSources: [], forwards: false };
  return {
    forwarders: [forwarder],
    interfaces: [{ id: interfaceId(id, where.subnet), owner: id, place, subnet: where.subnet, addresses, ...open }],
  };
}
