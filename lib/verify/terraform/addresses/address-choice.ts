import { type AddressChoice, everyAddress, literalAddresses, widestChoice } from '../../choice/address-choice';
import { AddressSet } from '../../traffic/address-set';
import { AnyOf, Reference, Text, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';
import { rangeVariable, subnetRanges } from './network-ranges';
import { addressVariable, heldAddress } from './reserved-addresses';

type Family = 4 | 6;

/** What a list of blocks allows at most, in steps: what some assignment allows for certain, and what can't be told. */
export function widestAddresses(index: ResourceIndex, property: Value | undefined): readonly AddressChoice[] {
  const elements = index.elements(property);
  const known = elements.map((element) => knownAddresses(index, element));
  const certain = AddressSet.union(known.flatMap((each) => each ?? []));
  const families = familiesOf(certain);
  const open = elements.filter((_, position) => !known[position]).flatMap((each) => openAddresses(index, each, families));
  return certain.isEmpty() ? open : [{ addresses: certain }, ...open];
}

/** A rule's blocks are all of one family: "VPC firewall rules". */
function familiesOf(known: AddressSet): readonly Family[] {
  const found = ([4, 6] as const).filter((family) => !known.family(family).isEmpty());
  return found.length > 0 ? found : [4, 6];
}

function openAddresses(index: ResourceIndex, value: Value, families: readonly Family[]): readonly AddressChoice[] {
  if (value instanceof AnyOf) return families.flatMap((family) => widestChoice(value, family));
  const doubt = { reason: `the addresses ${index.keyOf(value)} aren't known` };
  const unsure = { addresses: AddressSet.union(families.map(everyAddress)), doubt };
  const sure = value instanceof Text ? someAddress(index, value) : undefined;
  return sure ? [sure, unsure] : [unsure];
}

const probes = ['8.8.8.8', '203.0.113.7', '10.0.0.1', '2001:4860:4860::8888'];

/** A text around a variable, such as `${var.address}/32`: some address that the variable admits. */
function someAddress(index: ResourceIndex, { parts }: Text): AddressChoice | undefined {
  const open = parts.filter((part) => part instanceof AnyOf && addressText(index, part) === undefined) as AnyOf[];
  const [choice] = open;
  if (!choice || open.length > 1) return undefined;
  const texts = parts.map((part) => (part === choice ? '\0' : addressText(index, part)));
  const probe = texts.includes(undefined) ? undefined : probes.find((text) => choice.admits(text) === true);
  const addresses = probe === undefined ? undefined : literalAddresses(texts.join('').replace('\0', probe));
  return addresses && { addresses, note: `with ${choice.name}=${probe}` };
}

/** The addresses of a value that can be told: a text, what a resource holds, a subnetwork's range. */
export function knownAddresses(index: ResourceIndex, property: Value | undefined): AddressSet | undefined {
  const value = index.follow(property);
  if (value instanceof AnyOf && rangeVariable(index, value.name)) return rangeVariable(index, value.name);
  const own = [property, value].find((each) => each instanceof Reference);
  const range = own instanceof Reference ? rangeOf(index, own) : undefined;
  return range ?? literalAddresses(addressText(index, value));
}

/** A value as the text of an address or block; undefined if it can't be told. */
function addressText(index: ResourceIndex, property: Value | undefined): string | undefined {
  const value = index.follow(property);
  if (typeof value === 'string') return value;
  if (value instanceof AnyOf) return addressVariable(index, value.name) ?? rangeVariable(index, value.name)?.toString();
  if (value instanceof Reference) return attributeText(index, value);
  if (!(value instanceof Text)) return undefined;
  const texts = value.parts.map((part) => addressText(index, part));
  return texts.includes(undefined) ? undefined : texts.join('');
}

function attributeText(index: ResourceIndex, { resource, attribute = 'id' }: Reference): string | undefined {
  const type = index.get(resource)?.type ?? '';
  if (/^google_compute_(global_)?address$/.test(type)) return heldAddress(index, resource);
  if (/^google_compute_(global_)?forwarding_rule$/.test(type)) return ruleAddress(index, resource);
  return attribute.endsWith('network_ip') ? heldAddress(index, `${resource}.${attribute}`) : undefined;
}

/** The address of a forwarding rule: its own, or that of the address resource that it names. */
export function ruleAddress(index: ResourceIndex, rule: string): string | undefined {
  const stated = index.get(rule)?.properties.ip_address;
  const address = index.idOf(stated, 'google_compute_address', 'google_compute_global_address');
  return heldAddress(index, address ?? rule);
}

function rangeOf(index: ResourceIndex, { resource, attribute }: Reference): AddressSet | undefined {
  if (index.get(resource)?.type !== 'google_compute_subnetwork') return undefined;
  const { primary, secondary, sixth } = subnetRanges(index, resource);
  if (attribute === 'ip_cidr_range') return primary;
  if (attribute?.startsWith('secondary_ip_range')) return secondary;
  return attribute?.includes('ipv6') ? sixth : undefined;
}
