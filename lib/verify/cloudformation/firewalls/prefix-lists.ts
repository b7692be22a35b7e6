import type { AddressChoice } from '../../choice/address-choice';
import { AddressSet } from '../../traffic/address-set';
import { publicAddresses } from '../../traffic/public-addresses';
import type { Doubt } from '../../world/doubt';
import { isFields, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { widestAddresses } from '../addresses/address-choice';
import { howToDescribe } from '../assume/describe-command';
import type { ResourceIndex } from '../resource-index';
import { isAwsPrefixList } from './aws-prefix-lists';
import { s3PrefixLists } from './s3-prefix-lists';

/** What a rule or route allows by naming a prefix list. */
export interface PrefixListChoice extends AddressChoice {
  /** The list's id, which gateway endpoints answer to. */
  readonly group?: string;
  /** Set where the addresses are those of one of S3's own lists. */
  readonly storage?: true;
}

/** The addresses of a prefix list made in the inputs; of any other, the name, and doubt about every address: of AWS's own about public ones. */
export function prefixListChoices(index: ResourceIndex, property: Value | undefined): readonly PrefixListChoice[] {
  const key = index.keyOf(property);
  if (key === undefined) return [];
  const list = index.resourceOf(property, 'AWS::EC2::PrefixList');
  if (list) return entries(index, list);
  return [
    { addresses: AddressSet.none, group: key },
    { addresses: possible(index, property, key), doubt: unknownList(key), ...(s3PrefixLists.has(key) && { storage: true }) },
  ];
}

/** "Prefix lists": one holds blocks of one family; those of S3 that are known by their ids are IPv4's. */
function possible(index: ResourceIndex, property: Value | undefined, key: string): AddressSet {
  if (s3PrefixLists.has(key)) return publicAddresses.family(4);
  return isAwsPrefixList(index, property) ? publicAddresses : AddressSet.all;
}

const unknownList = (key: string): Doubt => ({
  reason: `the addresses of the prefix list '${key}' aren't in the inputs${howToDescribe(key)}`,
});

function entries(index: ResourceIndex, list: Resource): readonly PrefixListChoice[] {
  const family = index.keyOf(list.properties.AddressFamily)?.toLowerCase() === 'ipv6' ? 6 : 4;
  return index.elements(list.properties.Entries).flatMap((entry): readonly PrefixListChoice[] => {
    if (isFields(entry)) return widestAddresses(index, entry.Cidr, family);
    return [{ addresses: AddressSet.all, doubt: unknownList(list.id) }];
  });
}
