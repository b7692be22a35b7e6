import { grouped } from '../indexing/grouped';
import type { Firewall } from '../model/firewall';
import type { Interface, PublicSource } from '../model/interface';
import { AddressSet } from '../traffic/address-set';
import type { Doubt } from '../world/doubt';
import { hop } from '../world/hop';
import type { Place } from '../world/place';
import { AnyOf, type Fields, isFields, Unresolved, type Value } from '../world/value';
import type { Resource } from '../world/world';
import { knownAddresses } from './addresses/address-choice';
import { autoRange, isAuto, isExternal, subnetAddresses, subnetRanges, subnetsIn } from './addresses/network-ranges';
import { heldAddress, heldIn, instanceAddress } from './addresses/reserved-addresses';
import { connectorRange } from './connector-subnets';
import { blocks, openBlocks } from './evaluate/blocks';
import { type Station, stationFirewalls } from './firewalls';
import { tagKey } from './firewalls/policy-match';
import { policyAccount, policyNetwork } from './firewalls/policy-rules';
import { accountGroup, secureTagGroup, tagGroup } from './firewalls/scoped-group';
import { interfaceId } from './interface-id';
import { regionText } from './network-key';
import { oncePerIndex } from './once-per-index';
import { ownAddresses } from './public-sources';
import type { ResourceIndex } from './resource-index';
import { natSources } from './routes/nat-sources';
import { type SubnetPlace, subnetPlace } from './subnet-place';
import { truth } from './truth';

/** How something is put into subnetworks. */
export interface Placement {
  /** The workload, forwarder or service endpoint. */
  readonly owner: string;
  readonly place: Place;
  /** Blocks as google_compute_instance has them; Cloud Run's may have tags of their own. */
  readonly networkInterfaces: Value | undefined;
  /** A region or a zone. @default - not known */
  readonly region?: Value;
  /** Network tags. @default - none */
  readonly tags?: Value;
  /** The account's email. @default - none: rules for accounts aren't for it */
  readonly serviceAccount?: Value;
  /** As params.resource_manager_tags. @default - those that are bound to the owner */
  readonly secureTags?: Value;
  /** Whether it passes on packets that aren't its own. @default false */
  readonly forwards?: boolean;
  /** Whether anything can open connections to it. @default true */
  readonly inbound?: boolean;
  /** Whether it has an IPv6 address wherever the subnetwork has a range. @default - as its blocks say */
  readonly ipv6?: boolean;
  readonly doubt?: Doubt;
}

/** The interfaces of something, one for each block. A subnetwork that the inputs don't make counts under what names it. */
export function placedIn(index: ResourceIndex, placement: Placement): readonly Interface[] {
  const { owner, place, networkInterfaces, doubt } = placement;
  const user = index.get(owner) ?? stranger(place);
  const region = regionText(index, placement.region);
  const value = index.follow(networkInterfaces);
  const numbers = new Map<string, number>();
  const placed = blocks(value).map((block, position) => {
    const where = subnetPlace(index, user, block, region) ?? nowhereNamed(owner);
    const number = numbers.get(where.subnet) ?? 0;
    numbers.set(where.subnet, number + 1);
    return interfaceOf(index, placement, { block, where, position, region, id: interfaceId(owner, where.subnet, number) });
  });
  const open = openBlocks(value);
  if (!open) return placed;
  const unknown = { reason: `the network interfaces of ${owner} aren't known`, place };
  const where = nowhereNamed(owner);
  const id = interfaceId(owner, where.subnet);
  return [
    ...placed,
    interfaceOf(index, { ...placement, doubt: doubt ?? unknown }, { block: {}, where, position: -1, region, id }),
  ];
}

const stranger = (place: Place): Resource => ({ id: place.resource, type: place.type, properties: {}, metadata: {}, place });

/** Where something stands that names neither a subnetwork nor a network. */
const nowhereNamed = (owner: string): SubnetPlace => ({ subnet: `subnetwork of ${owner}`, network: `network of ${owner}` });

interface Standing {
  readonly id: string;
  readonly block: Fields;
  readonly where: SubnetPlace;
  readonly position: number;
  readonly region: string | undefined;
}

function interfaceOf(index: ResourceIndex, placement: Placement, standing: Standing): Interface {
  const { owner, place, forwards = false, doubt } = placement;
  const { id, block, where } = standing;
  const subnet = index.get(where.subnet);
  const region = regionText(index, subnet && index.property(subnet, 'region')) ?? standing.region;
  const addresses = addressesOf(index, placement, standing);
  const { groups, targets, targetDoubt } = namesOf(index, placement, block, where.network);
  const station: Station = {
    network: where.network,
    ...(region !== undefined && { region }),
    addresses,
    targets,
    ...(targetDoubt && { targetDoubt }),
  };
  const { egress, ingress } = stationFirewalls(index, station, place);
  const reason = doubt ?? subnet?.doubt;
  return {
    id,
    owner,
    place,
    subnet: where.subnet,
    addresses,
    groups,
    egress,
    ingress: placement.inbound === false ? [unopened(place)] : ingress,
    publicSources: [
      ...ownAddresses(index, block, place),
      ...natSources(index, where, region),
      ...(placement.ipv6 && subnet && hasPublicSixth(index, subnet) ? [sixthSource(place)] : []),
    ],
    forwards,
    ...(reason && { doubt: reason }),
  };
}

/** The firewall of what only opens connections. */
const unopened = (place: Place): Firewall => ({ lists: [], otherwise: 'deny', hop: hop(place, 'takes no connections') });

function addressesOf(index: ResourceIndex, { owner, ipv6 }: Placement, standing: Standing): AddressSet {
  const { block, where, position } = standing;
  const stated = knownAddresses(index, block.network_ip) ?? held(index, owner, position);
  const { primary, secondary, sixth } = rangesOf(index, where);
  const own = stated?.family(4) ?? primary.subtract(heldIn(index, where.subnet));
  const aliases = blocks(index.follow(block.alias_ip_range)).length > 0 ? secondary : AddressSet.none;
  const hasSixth = ipv6 ?? truth(index, block.stack_type, ['ipv4_ipv6', 'ipv6_only'], false) !== false;
  const ipv6Only = ipv6 !== true && truth(index, block.stack_type, ['ipv6_only'], false) === true;
  return AddressSet.union([ipv6Only ? AddressSet.none : own, aliases, hasSixth ? sixth : AddressSet.none]);
}

function held(index: ResourceIndex, owner: string, position: number): AddressSet | undefined {
  const text = heldAddress(index, instanceAddress(owner, position));
  return text === undefined ? undefined : AddressSet.of(text);
}

/** The ranges that an interface's addresses are taken from. */
function rangesOf(index: ResourceIndex, { subnet, network }: SubnetPlace) {
  if (index.get(subnet)) return subnetRanges(index, subnet);
  const connector = connectorRange(index, subnet);
  if (connector) return { primary: connector, secondary: AddressSet.none, sixth: AddressSet.none };
  const own = index.get(network);
  const made = AddressSet.union(subnetsIn(index, network).map(({ id }) => subnetAddresses(index, id)));
  const all = own && isAuto(index, own) ? made.union(autoRange) : made;
  return { primary: all.family(4), secondary: AddressSet.none, sixth: all.family(6) };
}

interface Names {
  /** What rules may name it by as the other side. */
  readonly groups: readonly string[];
  readonly targets: readonly string[];
  readonly targetDoubt?: Doubt;
}

function namesOf(
  index: ResourceIndex,
  { owner, tags, serviceAccount, secureTags, place }: Placement,
  block: Fields,
  network: string,
): Names {
  const listed = [...index.elements(tags), ...index.elements(block.tags)];
  const account = index.keyOf(serviceAccount, 'google_service_account');
  const bound = [...mapped(index, secureTags), ...boundTags(index, owner)];
  const groups = [
    ...listed.map((tag) => tagGroup(index.keyOf(tag) ?? '', network)),
    ...(account === undefined ? [] : [accountGroup(account, network)]),
    ...bound.map((tag) => secureTagGroup(tagKey(index, tag))),
  ];
  const open = [...listed, serviceAccount, ...bound].find((value) => value instanceof AnyOf || value instanceof Unresolved);
  return {
    groups,
    targets: [...groups, policyNetwork(network), ...(account === undefined ? [] : [policyAccount(account)])],
    ...(open !== undefined &&
      open !== null && { targetDoubt: { reason: `which rules are for ${owner} hangs on ${index.keyOf(open)}`, place } }),
  };
}

function mapped(index: ResourceIndex, property: Value | undefined): readonly Value[] {
  const value = index.follow(property);
  if (isFields(value)) return Object.values(value);
  return value instanceof AnyOf || value instanceof Unresolved ? [value] : [];
}

const bindings = oncePerIndex((index) =>
  grouped(index.ofType('google_tags_tag_binding', 'google_tags_location_tag_binding'), ({ properties }) =>
    index.keyOf(properties.parent),
  ),
);

const boundTags = (index: ResourceIndex, owner: string): readonly Value[] =>
  (bindings(index).get(owner) ?? []).flatMap(({ properties }) => properties.tag_value ?? []);

const hasPublicSixth = (index: ResourceIndex, subnet: Resource): boolean =>
  !subnetRanges(index, subnet.id).sixth.isEmpty() && isExternal(index, subnet.properties.ipv6_access_type);

const sixthSource = (place: Place): PublicSource => ({ family: 6, inbound: false, hop: hop(place, 'has a public IPv6 address') });
