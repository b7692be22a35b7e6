import { literalAddresses } from '../../choice/address-choice';
import { cidrsOf4, parseBlock } from '../../traffic/address-block';
import { AddressSet } from '../../traffic/address-set';
import { AnyOf, isFields, isSymbol, Reference, Text, type Value } from '../../world/value';
import { blocks } from '../evaluate/blocks';
import { regionOf, subnetKey } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';
import { subnetRanges } from './network-ranges';

/** An internal address that something keeps to itself. */
interface Holding {
  /** The resource, or the instance's `ID.network_interface[N].network_ip`. */
  readonly key: string;
  readonly stated: Value | undefined;
  readonly subnet: string | undefined;
  /** Whether an address must be made up if none is stated: something may name it. */
  readonly needed: boolean;
}

interface Reserved {
  readonly texts: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, string>;
  readonly subnets: ReadonlyMap<string, AddressSet>;
}

/** The address that a resource holds, as text; that of an instance by `ID.network_interface[N].network_ip`. */
export const heldAddress = (index: ResourceIndex, key: string): string | undefined => reserved(index).texts.get(key);

/** The address that a variable stands for, if it gives something its address: it then stands for the same one everywhere. */
export const addressVariable = (index: ResourceIndex, name: string): string | undefined => reserved(index).variables.get(name);

/** The addresses of a subnetwork that something holds: no other host has them. */
export const heldIn = (index: ResourceIndex, subnet: string): AddressSet =>
  reserved(index).subnets.get(subnet) ?? AddressSet.none;

/** The key of an instance's address at one of its interfaces. */
export const instanceAddress = (instance: string, position: number): string =>
  `${instance}.network_interface[${position}].network_ip`;

const reserved = oncePerIndex((index): Reserved => {
  const holdings = [...addressHoldings(index), ...ruleHoldings(index), ...instanceHoldings(index)];
  const [texts, variables] = [new Map<string, string>(), new Map<string, string>()];
  for (const { key, stated } of holdings) {
    const text = statedText(index, stated);
    if (text !== undefined) texts.set(key, text);
    if (stated instanceof AnyOf && text !== undefined) variables.set(stated.name, text);
  }
  const taken = new Set(texts.values());
  const floors = new Map<string, number>();
  for (const { key, stated, subnet, needed } of holdings) {
    if (texts.has(key) || !needed) continue;
    const text = madeUp(index, subnet, taken, floors);
    if (text === undefined) continue;
    taken.add(text);
    texts.set(key, text);
    if (stated instanceof AnyOf) variables.set(stated.name, text);
  }
  return { texts, variables, subnets: bySubnet(holdings, texts) };
});

function bySubnet(holdings: readonly Holding[], texts: ReadonlyMap<string, string>): ReadonlyMap<string, AddressSet> {
  const found = new Map<string, string[]>();
  for (const { key, subnet } of holdings) {
    const text = texts.get(key);
    if (subnet === undefined || text === undefined) continue;
    const held = found.get(subnet);
    if (held) held.push(text);
    else found.set(subnet, [text]);
  }
  return new Map([...found].map(([subnet, held]) => [subnet, AddressSet.of(...held)]));
}

function statedText(index: ResourceIndex, stated: Value | undefined): string | undefined {
  const value = index.follow(stated);
  const text = value instanceof AnyOf ? value.defaultValue : value;
  return typeof text === 'string' && !text.includes('/') && literalAddresses(text) ? text.trim() : undefined;
}

function addressHoldings(index: ResourceIndex): readonly Holding[] {
  const own = index.ofType('google_compute_address').flatMap((resource): readonly Holding[] => {
    // "google_compute_address": EXTERNAL where it is left out
    if (truth(index, resource.properties.address_type, ['internal'], false) === false) return [];
    const subnet = subnetKey(index, resource, resource.properties.subnetwork, regionOf(index, resource));
    return [{ key: resource.id, stated: resource.properties.address, subnet, needed: true }];
  });
  const global = index.ofType('google_compute_global_address').map(({ id, properties }) => ({
    key: id,
    stated: properties.address,
    subnet: undefined,
    needed: truth(index, properties.address_type, ['internal'], false) !== false,
  }));
  return [...own, ...global];
}

function ruleHoldings(index: ResourceIndex): readonly Holding[] {
  return index.ofType('google_compute_forwarding_rule').map((rule) => {
    const { properties } = rule;
    const address = index.idOf(properties.ip_address, 'google_compute_address', 'google_compute_global_address');
    const external = truth(index, properties.load_balancing_scheme, ['external', 'external_managed'], true);
    return {
      key: rule.id,
      stated: address === undefined ? properties.ip_address : undefined,
      subnet: subnetKey(index, rule, properties.subnetwork, regionOf(index, rule)),
      needed: address === undefined && external === false,
    };
  });
}

function instanceHoldings(index: ResourceIndex): readonly Holding[] {
  const named = namedInstances(index);
  return index.ofType('google_compute_instance').flatMap((instance) =>
    blocks(index.follow(instance.properties.network_interface)).map((block, position) => ({
      key: instanceAddress(instance.id, position),
      stated: block.network_ip,
      subnet: subnetKey(index, instance, block.subnetwork, regionOf(index, instance)),
      needed:
        (named.has(instance.id) || index.follow(block.network_ip) instanceof AnyOf) &&
        index.resourceOf(block.network_ip, 'google_compute_address') === undefined,
    })),
  );
}

/** Types whose arguments name addresses of instances. */
const naming =
  /^google_(compute_(firewall|route|.*firewall_policy|.*forwarding_rule|network_endpoint|region_network_endpoint)|dns_|network_connectivity_policy)/;

function namedInstances(index: ResourceIndex): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { type, properties } of index.world.resources.values()) if (naming.test(type)) noteInstances(properties, found);
  return found;
}

function noteInstances(value: Value | undefined, found: Set<string>): void {
  if (value instanceof Reference) {
    if (value.attribute?.includes('network_ip')) found.add(value.resource);
  } else if (value instanceof Text) {
    for (const part of value.parts) noteInstances(part as Value, found);
  } else if (Array.isArray(value)) {
    for (const part of value) noteInstances(part, found);
  } else if (value !== undefined && !isSymbol(value) && isFields(value)) {
    for (const part of Object.values(value)) noteInstances(part, found);
  }
}

/** Where addresses that belong to no subnetwork are made up. */
const elsewhere = AddressSet.of('10.255.0.0/16');

/** An address that nothing else has, from the upper end of a subnetwork: "Subnets" keeps its last two to Google. */
function madeUp(
  index: ResourceIndex,
  subnet: string | undefined,
  taken: ReadonlySet<string>,
  floors: Map<string, number>,
): string | undefined {
  const primary = subnet === undefined ? elsewhere : subnetRanges(index, subnet).primary;
  const last = primary.isEmpty() ? undefined : parseBlock(primary.cidrs().at(-1) as string);
  if (!last || !('v4' in last)) return undefined;
  const { from, end } = last.v4;
  for (let at = (floors.get(subnet ?? '') ?? end - 2) - 1; at > from; at--) {
    const text = cidrsOf4({ from: at, end: at + 1 })[0]?.replace('/32', '') as string;
    if (taken.has(text)) continue;
    floors.set(subnet ?? '', at);
    return text;
  }
  return undefined;
}
