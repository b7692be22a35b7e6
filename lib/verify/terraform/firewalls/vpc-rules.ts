import { doubtIn } from '../../choice/truth';
import { grouped } from '../../indexing/grouped';
import { AddressSet } from '../../traffic/address-set';
import { ServiceSet } from '../../traffic/service-set';
import type { Doubt } from '../../world/doubt';
import { AnyOf, isSymbol, Unresolved, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { knownAddresses, widestAddresses } from '../addresses/address-choice';
import { blocks, openBlocks } from '../evaluate/blocks';
import { mayBeOwn } from '../may-be-own';
import { networkKey } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';
import { connectorRules } from './connector-rules';
import { addressText, combined, type Direction, type ListedRule, type RemoteChoice } from './listed-rule';
import { priorityOf } from './priority';
import { ruleServices, type ServiceChoice } from './rule-services';
import { accountGroup, tagGroup } from './scoped-group';

const account = 'google_service_account';

const known = oncePerIndex(() => new Map<string, readonly ListedRule[]>());

/** The VPC firewall rules of a network, by its key; those that may be of any network are in doubt. */
export function vpcRules(index: ResourceIndex, network: string): readonly ListedRule[] {
  const found = known(index).get(network) ?? [...(byNetwork(index).get(network) ?? []), ...unplacedRules(index, network)];
  known(index).set(network, found);
  return found;
}

const unplaced = oncePerIndex((index) =>
  index.ofType('google_compute_firewall').filter(({ properties }) => mayBeOwn(index.follow(properties.network))),
);

const unplacedRules = (index: ResourceIndex, network: string): readonly ListedRule[] =>
  unplaced(index).flatMap((resource) => {
    const doubt = { reason: `the network of ${resource.id} can't be told`, place: resource.place };
    return listed(index, { ...resource, doubt: resource.doubt ?? doubt }, network);
  });

const byNetwork = oncePerIndex((index): ReadonlyMap<string, readonly ListedRule[]> => {
  const stated = index.ofType('google_compute_firewall').flatMap((resource) => {
    const network = networkKey(index, resource, resource.properties.network) ?? '';
    return listed(index, resource, network).map((rule) => ({ network, rule }));
  });
  const groups = grouped([...stated, ...connectorRules(index)], ({ network }) => network);
  return new Map([...groups].map(([network, each]) => [network, each.map(({ rule }) => rule)]));
});

function listed(index: ResourceIndex, resource: Resource, network: string): readonly ListedRule[] {
  const { properties, place } = resource;
  const off = truth(index, properties.disabled, ['true'], false);
  if (off === true) return [];
  // "google_compute_firewall": INGRESS where it is left out
  const outgoing = truth(index, properties.direction, ['egress'], false);
  const directions: readonly Direction[] =
    typeof outgoing === 'object' ? ['egress', 'ingress'] : [outgoing ? 'egress' : 'ingress'];
  const { priority, doubt } = priorityOf(index, properties.priority, 1000);
  const reason = resource.doubt ?? doubtIn(off) ?? doubtIn(outgoing) ?? doubt;
  return directions.map((direction) => {
    const remotes = direction === 'egress' ? destinations(index, properties) : sources(index, properties, network);
    const ofAction = (action: 'allow' | 'deny') =>
      combined(
        { place, direction, action, priority, ...(reason && { doubt: reason }) },
        remotes,
        services(index, properties[action]),
      );
    return {
      direction,
      ...targeted(index, properties, network),
      ...ownRange(index, direction === 'egress' ? properties.source_ranges : properties.destination_ranges),
      rules: [...ofAction('allow'), ...ofAction('deny')],
    };
  });
}

function services(index: ResourceIndex, property: Value | undefined): readonly ServiceChoice[] {
  const value = index.follow(property);
  const open = openBlocks(value);
  const known = blocks(value).flatMap(({ protocol, ports }) => ruleServices(index, protocol, ports));
  return open
    ? [...known, { services: ServiceSet.all, doubt: { reason: `its protocols aren't known: ${nameOf(open)}` } }]
    : known;
}

const nameOf = (value: AnyOf | Unresolved): string => (value instanceof AnyOf ? value.name : value.reason);

/** "VPC firewall rules": any IPv4 address where a rule names no other side. */
const anyone: RemoteChoice = { remote: { addresses: AddressSet.allV4 }, text: '0.0.0.0/0' };

function destinations(index: ResourceIndex, { destination_ranges: ranges }: Resource['properties']): readonly RemoteChoice[] {
  return index.elements(ranges).length === 0 ? [anyone] : addressRemotes(index, ranges);
}

const addressRemotes = (index: ResourceIndex, ranges: Value | undefined): readonly RemoteChoice[] =>
  widestAddresses(index, ranges).map(({ addresses, ...rest }) => ({
    remote: { addresses },
    text: addressText(addresses),
    ...rest,
  }));

function sources(index: ResourceIndex, properties: Resource['properties'], network: string): readonly RemoteChoice[] {
  const named = [
    ...groupRemotes(index, properties.source_tags, (tag) => tagGroup(tag, network), 'the tag'),
    ...groupRemotes(index, properties.source_service_accounts, (key) => accountGroup(key, network), 'the account'),
    ...addressRemotes(index, properties.source_ranges),
  ];
  return named.length === 0 ? [anyone] : named;
}

function groupRemotes(
  index: ResourceIndex,
  property: Value | undefined,
  group: (key: string) => string,
  what: string,
): readonly RemoteChoice[] {
  return index.elements(property).map((value) => {
    const key = index.keyOf(value, account) ?? '';
    const remote = { addresses: AddressSet.none, groups: [group(key)] };
    const doubt = unnamed(index, value);
    if (doubt) return { remote: { ...remote, addresses: AddressSet.all }, text: `${what} ${key}`, doubt };
    return { remote, text: `${what} ${key}` };
  });
}

/** Why it can't be told what a tag or an account is, if so; a variable means the same wherever it is named. */
function unnamed(index: ResourceIndex, value: Value): Doubt | undefined {
  return value instanceof Unresolved ? { reason: `${index.keyOf(value)} isn't known` } : undefined;
}

function targeted(
  index: ResourceIndex,
  properties: Resource['properties'],
  network: string,
): Pick<ListedRule, 'targets' | 'targetDoubt'> {
  const tags = index.elements(properties.target_tags);
  const accounts = index.elements(properties.target_service_accounts);
  if (tags.length + accounts.length === 0) return {};
  const open = [...tags, ...accounts].find((value) => value instanceof AnyOf || value instanceof Unresolved);
  return {
    targets: [
      ...tags.map((value) => tagGroup(index.keyOf(value) ?? '', network)),
      ...accounts.map((value) => accountGroup(index.keyOf(value, account) ?? '', network)),
    ],
    ...(open !== undefined && isSymbol(open) && { targetDoubt: { reason: `whom it is for isn't known: ${index.keyOf(open)}` } }),
  };
}

/** "VPC firewall rules": the other side's ranges may be limited to some of the host's own addresses. */
function ownRange(index: ResourceIndex, property: Value | undefined): Pick<ListedRule, 'own' | 'ownDoubt'> {
  const elements = index.elements(property);
  if (elements.length === 0) return {};
  const known = elements.map((value) => knownAddresses(index, value));
  if (known.includes(undefined)) return { ownDoubt: { reason: "which of the host's addresses it is for isn't known" } };
  return { own: AddressSet.union(known as AddressSet[]) };
}
