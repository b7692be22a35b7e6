import { AddressSet } from '../../traffic/address-set';
import type { Fields, Value } from '../../world/value';
import { knownAddresses, widestAddresses } from '../addresses/address-choice';
import { blocks, openBlocks } from '../evaluate/blocks';
import type { ResourceIndex } from '../resource-index';
import { addressText, type Direction, type ListedRule, type RemoteChoice } from './listed-rule';
import { ruleServices, type ServiceChoice } from './rule-services';
import { secureTagGroup } from './scoped-group';

/** What a policy's rule names the other side by, besides addresses and tags: only Google knows which addresses these are. */
const unread: Readonly<Record<Direction, readonly string[]>> = {
  egress: ['dest_address_groups', 'dest_fqdns', 'dest_region_codes', 'dest_threat_intelligences'],
  ingress: ['src_address_groups', 'src_fqdns', 'src_region_codes', 'src_threat_intelligences'],
};

/** What limits a rule further, in a way that the inputs don't tell. */
const limits: Readonly<Record<Direction, readonly string[]>> = {
  egress: ['dest_network_scope', 'dest_network_type', 'dest_network_context'],
  ingress: ['src_network_scope', 'src_network_type', 'src_network_context', 'src_networks'],
};

/** The other side of a policy's rule. */
export function policyRemotes(index: ResourceIndex, match: Fields, direction: Direction): readonly RemoteChoice[] {
  const ranges = direction === 'egress' ? match.dest_ip_ranges : match.src_ip_ranges;
  const found = [
    ...widestAddresses(index, ranges).map(({ addresses, ...rest }) => ({
      remote: { addresses },
      text: addressText(addresses),
      ...rest,
    })),
    ...(direction === 'ingress' ? tagRemotes(index, match.src_secure_tags ?? match.src_secure_tag) : []),
    ...unread[direction].flatMap((name) => otherRemotes(index, match[name], name)),
  ];
  const limited = limits[direction].find((name) => index.elements(match[name]).length > 0);
  const all = found.length > 0 ? found : anyone;
  return limited === undefined ? all : all.map((each) => ({ ...each, doubt: { reason: `${limited} isn't modelled` } }));
}

/** Pages don't agree on whether a rule that names no addresses is for IPv6 as well. */
const anyone: readonly RemoteChoice[] = [
  { remote: { addresses: AddressSet.allV4 }, text: '0.0.0.0/0' },
  {
    remote: { addresses: AddressSet.allV6 },
    text: '::/0',
    doubt: { reason: "whether a rule without addresses is for IPv6 isn't known" },
  },
];

const tagRemotes = (index: ResourceIndex, property: Value | undefined): readonly RemoteChoice[] =>
  blocks(index.follow(property)).map(({ name }) => {
    const key = tagKey(index, name);
    return { remote: { addresses: AddressSet.none, groups: [secureTagGroup(key)] }, text: `the secure tag ${key}` };
  });

/** What stands for a secure tag's value. */
export const tagKey = (index: ResourceIndex, name: Value | undefined): string => index.keyOf(name, 'google_tags_tag_value') ?? '';

const otherRemotes = (index: ResourceIndex, property: Value | undefined, name: string): readonly RemoteChoice[] =>
  index.elements(property).length === 0
    ? []
    : [
        {
          remote: { addresses: AddressSet.all },
          text: name,
          doubt: { reason: `what ${name} lists can't be told from the inputs` },
        },
      ];

/** The protocols and ports of a policy's rule. */
export function policyServices(index: ResourceIndex, match: Fields): readonly ServiceChoice[] {
  const value = index.follow(match.layer4_configs ?? match.layer4_config);
  const open = openBlocks(value);
  const known = blocks(value).flatMap(({ ip_protocol: protocol, ports }) => ruleServices(index, protocol, ports));
  if (!open && known.length > 0) return known;
  const all = ruleServices(index, undefined, undefined).map((each) => ({
    ...each,
    ...(open && { doubt: { reason: "its protocols aren't known" } }),
  }));
  return [...known, ...all];
}

/** Which of the host's own addresses a policy's rule is for. */
export function policyOwn(index: ResourceIndex, match: Fields, direction: Direction): Pick<ListedRule, 'own' | 'ownDoubt'> {
  const elements = index.elements(direction === 'egress' ? match.src_ip_ranges : match.dest_ip_ranges);
  if (elements.length === 0) return {};
  const known = elements.map((value) => knownAddresses(index, value));
  if (known.includes(undefined)) return { ownDoubt: { reason: "which of the host's addresses it is for isn't known" } };
  return { own: AddressSet.union(known as AddressSet[]) };
}
