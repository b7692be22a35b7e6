import { literalAddresses } from '../../choice/address-choice';
import { AddressSet } from '../../traffic/address-set';
import { type Fields, isFields, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';

/** What gives an interface addresses beside its primary one, which then may be any of its subnet. */
const more = ['SecondaryPrivateIpAddressCount', 'Ipv4PrefixCount', 'Ipv4Prefixes'];

/** The private IPv4 addresses of an interface, if its properties state all of them; else none, and it may have any of its subnet. */
export function statedAddresses(index: ResourceIndex, fields: Fields): AddressSet {
  const has = (value: Value | undefined): boolean => index.elements(value).some((each) => String(each) !== '0');
  if (more.some((name) => has(fields[name]))) return AddressSet.none;
  const listed = index.elements(fields.PrivateIpAddresses).map((each) => (isFields(each) ? each.PrivateIpAddress : each));
  const known = [...index.elements(fields.PrivateIpAddress), ...listed].map((each) => literalAddresses(index.follow(each)));
  return known.every((each) => each !== undefined) ? AddressSet.union(known) : AddressSet.none;
}
