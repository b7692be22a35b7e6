import { type AddressChoice, everyAddress, literalAddresses, widestChoice } from '../../choice/address-choice';
import type { AddressSet } from '../../traffic/address-set';
import { AnyOf, Reference, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';
import { networkAddresses, rangeParameter, subnetAddresses } from './network-ranges';

/** What a CIDR property allows at most, in one or two steps: what some assignment allows for certain, and what can't be told. */
export function widestAddresses(index: ResourceIndex, property: Value | undefined, family: 4 | 6): readonly AddressChoice[] {
  const value = index.follow(property);
  if (value === undefined || value === null) return [];
  const known = literalAddresses(value) ?? attributeAddresses(index, value);
  if (known) return [{ addresses: known }];
  if (value instanceof AnyOf) return chosen(index, value, family);
  return [{ addresses: everyAddress(family), doubt: { reason: `the addresses ${index.keyOf(value)} aren't known` } }];
}

/** What a CIDR property denies for certain; undefined if that can't be told. */
export function narrowestAddresses(index: ResourceIndex, property: Value | undefined): AddressSet | undefined {
  const value = index.follow(property);
  if (value instanceof AnyOf) return rangeParameter(index, value.name);
  return literalAddresses(value) ?? attributeAddresses(index, value);
}

function attributeAddresses(index: ResourceIndex, value: Value | undefined): AddressSet | undefined {
  if (!(value instanceof Reference)) return undefined;
  const type = index.get(value.resource)?.type;
  if (type === 'AWS::EC2::VPC' && value.attribute === 'CidrBlock') return networkAddresses(index, value.resource).family(4);
  if (type === 'AWS::EC2::VPC' && value.attribute?.startsWith('Ipv6CidrBlocks'))
    return networkAddresses(index, value.resource).family(6);
  if (type === 'AWS::EC2::Subnet' && value.attribute === 'CidrBlock') return subnetAddresses(index, value.resource).family(4);
  if (type === 'AWS::EC2::Subnet' && value.attribute === 'Ipv6CidrBlock') return subnetAddresses(index, value.resource).family(6);
  return undefined;
}

function chosen(index: ResourceIndex, choice: AnyOf, family: 4 | 6): readonly AddressChoice[] {
  const fixed = rangeParameter(index, choice.name);
  return fixed ? [{ addresses: fixed }] : widestChoice(choice, family);
}
