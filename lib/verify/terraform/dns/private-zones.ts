import { literalAddresses } from '../../choice/address-choice';
import { publicAddresses } from '../../traffic/public-addresses';
import type { Doubt } from '../../world/doubt';
import { AnyOf, type Fields, Unresolved, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { blocks, openBlocks } from '../evaluate/blocks';
import { networkKey } from '../network-key';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';
import { boundTo } from './bound';
import { plainName } from './dns-name';

const zoneType = 'google_dns_managed_zone';

/** A private zone that a network sees. */
export interface PrivateZone {
  /** The name that it begins at; undefined if it can't be told. */
  readonly suffix: string | undefined;
  readonly resource: Resource;
  /** Who answers: its own records and nobody else, servers, or another network's resolver. */
  readonly source:
    | { readonly kind: 'records' }
    | { readonly kind: 'servers'; readonly doubt?: Doubt }
    | { readonly kind: 'network'; readonly network: string };
  /** Of whether the network sees it. */
  readonly doubt?: Doubt;
}

/** The private zones that a network sees. */
export const privateZones = (index: ResourceIndex, network: string): readonly PrivateZone[] =>
  boundTo(index, zoneType, (zone) => visibleIn(index, zone), network).flatMap(({ resource, doubt }) => {
    const name = index.follow(resource.properties.dns_name);
    const suffix = typeof name === 'string' ? plainName(name) : undefined;
    const source = sourceOf(index, resource);
    return [{ suffix, resource, source, ...(doubt && { doubt }) }, ...delegated(index, resource, suffix, doubt)];
  });

/** "google_dns_managed_zone": public where visibility is left out. */
function visibleIn(index: ResourceIndex, { properties }: Resource): Value | undefined {
  const isPrivate = truth(index, properties.visibility, ['private'], false);
  if (isPrivate === false) return undefined;
  if (properties.visibility instanceof AnyOf || isPrivate !== true) return new Unresolved('whether the zone is private');
  const value = index.follow(properties.private_visibility_config);
  return openBlocks(value) ?? blocks(value).flatMap(({ networks }) => index.follow(networks) ?? []);
}

function sourceOf(index: ResourceIndex, zone: Resource): PrivateZone['source'] {
  const { forwarding_config: forwarding, peering_config: peering } = zone.properties;
  const [targets] = blocks(index.follow(forwarding));
  if (targets || openBlocks(forwarding)) {
    const doubt = serverDoubt(index, zone, targets?.target_name_servers);
    return { kind: 'servers', ...(doubt && { doubt }) };
  }
  const [peered] = blocks(index.follow(peering));
  const [target] = blocks(index.follow(peered?.target_network));
  if (peered) return { kind: 'network', network: networkKey(index, zone, target?.network_url) ?? `network of ${zone.id}` };
  return { kind: 'records' };
}

/** Why it can't be told whether servers answer any name: they aren't the internet's. "DNS zones overview", forwarding targets. */
export function serverDoubt(index: ResourceIndex, by: Resource, servers: Value | undefined): Doubt | undefined {
  const onInternet = blocks(index.follow(servers)).some((server) => isOnInternet(index, server));
  return onInternet
    ? undefined
    : { reason: `what the servers answer that ${by.id} forwards to isn't in the inputs`, place: by.place };
}

function isOnInternet(index: ResourceIndex, server: Fields): boolean {
  if (index.keyOf(server.forwarding_path)?.toLowerCase() === 'private') return false;
  const addresses = literalAddresses(index.follow(server.ipv4_address ?? server.ipv6_address));
  return addresses !== undefined && publicAddresses.covers(addresses);
}

/** Names that a zone's records leave to other servers. */
function delegated(
  index: ResourceIndex,
  zone: Resource,
  suffix: string | undefined,
  bound: Doubt | undefined,
): readonly PrivateZone[] {
  const sets = index.referring('google_dns_record_set', 'managed_zone', zone.id, zoneType);
  return sets.flatMap((set): readonly PrivateZone[] => {
    const name = index.follow(set.properties.name);
    const at = typeof name === 'string' ? plainName(name) : undefined;
    if (index.keyOf(set.properties.type)?.toUpperCase() !== 'NS' || at === suffix) return [];
    const servers = { reason: `what the servers of ${set.id} answer isn't in the inputs`, place: set.place };
    return [{ suffix: at, resource: set, source: { kind: 'servers', doubt: servers }, ...(bound && { doubt: bound }) }];
  });
}
