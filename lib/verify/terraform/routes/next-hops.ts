import { literalAddresses } from '../../choice/address-choice';
import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { knownAddresses, ruleAddress } from '../addresses/address-choice';
import { heldAddress, instanceAddress } from '../addresses/reserved-addresses';
import { blocks } from '../evaluate/blocks';
import { interfaceId } from '../interface-id';
import { regionOf } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { type SubnetPlace, subnetPlace } from '../subnet-place';
import { foreignTarget, outside, type RouteTarget } from './route-target';

const forwardingRule = 'google_compute_forwarding_rule';
const internet = { kind: 'internet', needsPublicSource: true } as const;

/** The next hops of "google_compute_route", each with what it leads to. */
const properties: Readonly<Record<string, (index: ResourceIndex, value: Value, network: string) => RouteTarget>> = {
  next_hop_gateway: gateway,
  next_hop_instance: instance,
  next_hop_ip: (index, value, network) => addressed(index, value, network, `the address ${index.keyOf(value)}`),
  next_hop_ilb: balancer,
  next_hop_vpn_tunnel: (index, value) => outside(`the VPN tunnel ${index.keyOf(value, 'google_compute_vpn_tunnel')}`),
};

/** Where a static route leads; nowhere if it has no next hop. */
export function nextHops(index: ResourceIndex, route: Resource, network: string): readonly RouteTarget[] {
  const found = Object.entries(properties).flatMap(([name, target]) =>
    index.elements(route.properties[name]).map((value) => target(index, value, network)),
  );
  return found.length > 0 ? found : [{ target: { kind: 'nowhere' }, text: 'nothing' }];
}

function gateway(index: ResourceIndex, value: Value): RouteTarget {
  const key = index.keyOf(value) ?? '';
  const text = 'the default internet gateway';
  return typeof value === 'string' && /(^|\/)default-internet-gateway$/.test(value)
    ? { target: internet, text }
    : foreignTarget(internet, `the gateway ${key}`);
}

function instance(index: ResourceIndex, value: Value, network: string): RouteTarget {
  const found = index.resourceOf(value, 'google_compute_instance');
  const text = `the instance ${found?.id ?? index.keyOf(value)}`;
  const at = found && instancePlaces(index, found).find((place) => place.network === network);
  return found && at
    ? { target: { kind: 'interface', interface: interfaceId(found.id, at.subnet) }, text }
    : foreignTarget({ kind: 'outside', what: text }, text);
}

/** Where the interfaces of an instance stand, in their order. */
export function instancePlaces(index: ResourceIndex, found: Resource): readonly SubnetPlace[] {
  const region = regionOf(index, found);
  return blocks(index.follow(found.properties.network_interface)).flatMap(
    (block) => subnetPlace(index, found, block, region) ?? [],
  );
}

function balancer(index: ResourceIndex, value: Value, network: string): RouteTarget {
  const rule = index.resourceOf(value, forwardingRule);
  const text = `the load balancer ${rule?.id ?? index.keyOf(value)}`;
  return rule
    ? { target: { kind: 'interface', interface: ruleInterface(index, rule) }, text }
    : addressed(index, value, network, text);
}

/** Where a forwarding rule's own address is. */
export function rulePlace(index: ResourceIndex, rule: Resource): SubnetPlace {
  const found = subnetPlace(index, rule, rule.properties, regionOf(index, rule));
  return found ?? { subnet: `subnetwork of ${rule.id}`, network: `network of ${rule.id}` };
}

/** The id of the interface at which a forwarding rule takes packets. */
const ruleInterface = (index: ResourceIndex, rule: Resource): string => interfaceId(rule.id, rulePlace(index, rule).subnet);

function addressed(index: ResourceIndex, value: Value, network: string, text: string): RouteTarget {
  const address = knownAddresses(index, value)?.toString();
  const found = address === undefined ? undefined : byAddress(index).get(`${network} ${address}`);
  return found === undefined
    ? foreignTarget({ kind: 'outside', what: text }, text)
    : { target: { kind: 'interface', interface: found }, text };
}

/** The interfaces that have one address, by network and address. */
const byAddress = oncePerIndex((index): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const note = (network: string, text: string | undefined, id: string) => {
    const address = literalAddresses(text);
    if (address) found.set(`${network} ${address}`, id);
  };
  for (const each of index.ofType('google_compute_instance')) {
    instancePlaces(index, each).forEach(({ network, subnet }, position) => {
      note(network, instanceText(index, each, position), interfaceId(each.id, subnet));
    });
  }
  for (const rule of index.ofType(forwardingRule))
    note(rulePlace(index, rule).network, ruleAddress(index, rule.id), ruleInterface(index, rule));
  return found;
});

function instanceText(index: ResourceIndex, { id, properties: { network_interface: property } }: Resource, position: number) {
  const block = blocks(index.follow(property))[position];
  const stated = knownAddresses(index, block?.network_ip)?.cidrs() ?? [];
  return stated.length === 1 ? stated[0] : heldAddress(index, instanceAddress(id, position));
}

/** The forwarding rules that routes lead to: they pass on whatever comes. */
export const routedRules = oncePerIndex((index): ReadonlySet<string> => {
  const routes = index.ofType('google_compute_route').flatMap(({ properties: { next_hop_ilb: value } }) => index.elements(value));
  return new Set(routes.flatMap((value) => index.idOf(value, forwardingRule) ?? []));
});
