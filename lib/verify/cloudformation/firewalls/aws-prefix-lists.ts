import { AnyOf, type Fields, isFields, type Value } from '../../world/value';
import { oncePerIndex } from '../reading/once-per-index';
import type { ResourceIndex } from '../resource-index';
import { s3PrefixLists } from './s3-prefix-lists';

/** Every egress rule of a security group, inline or standalone, as far as it is stated. */
export const egressRules = oncePerIndex((index): readonly Fields[] =>
  [
    ...index.ofType('AWS::EC2::SecurityGroup').flatMap(({ properties }) => index.elements(properties.SecurityGroupEgress)),
    ...index.ofType('AWS::EC2::SecurityGroupEgress').map(({ properties }) => properties),
  ].filter(isFields),
);

/** Whether a value names one of AWS's own prefix lists: their ids are short, those of customers' lists aren't. */
export function isAwsPrefixList(index: ResourceIndex, property: Value | undefined): boolean {
  const value = index.follow(property);
  if (value instanceof AnyOf)
    return [...s3PrefixLists].some((id) => value.admits(id)) && value.admits('pl-0123456789abcdef0') === false;
  return typeof value === 'string' && /^pl-[0-9a-f]{8}$/.test(value);
}

/** AWS's own prefix lists that egress rules name. */
export const awsPrefixLists = oncePerIndex((index): readonly string[] => {
  const named = egressRules(index).map(({ DestinationPrefixListId }) => DestinationPrefixListId);
  const keys = named.filter((value) => isAwsPrefixList(index, value)).flatMap((value) => index.keyOf(value) ?? []);
  return [...new Set(keys)].sort();
});

/** Whether one of AWS's own prefix lists may be that of a gateway endpoint's service. */
export const mayBeListOf = (list: string, service: string): boolean => service.startsWith('s3') || !s3PrefixLists.has(list);
