import { doubtIn, type Truth } from '../../choice/truth';
import { grouped } from '../../indexing/grouped';
import type { PublicSource } from '../../model/interface';
import type { Doubt } from '../../world/doubt';
import { hop } from '../../world/hop';
import type { Resource } from '../../world/world';
import { blocks, openBlocks } from '../evaluate/blocks';
import { networkKey, regionOf, subnetKey } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import type { SubnetPlace } from '../subnet-place';
import { truth } from '../truth';

/** How Cloud NAT gives a subnetwork's hosts a public source address. */
export function natSources(
  index: ResourceIndex,
  { subnet, network }: SubnetPlace,
  region: string | undefined,
): readonly PublicSource[] {
  const { listed, whole } = gateways(index);
  const all = (whole.get(network) ?? []).flatMap((each) => inRegion(each, region));
  return [...(listed.get(subnet) ?? []), ...all].map(({ resource, family, doubt }) => ({
    family,
    inbound: false,
    hop: hop(resource.place, `gives ${subnet} public source addresses`),
    ...(doubt && { doubt }),
  }));
}

const literalRegion = /^[a-z]+(?:-[a-z]+)+\d+$/;

/** A gateway as far as it is in a region; two that aren't both literal may be one. */
function inRegion(gateway: Gateway, region: string | undefined): readonly Gateway[] {
  if (!gateway.region || !region || gateway.region === region) return [gateway];
  if (literalRegion.test(gateway.region) && literalRegion.test(region)) return [];
  const doubt = { reason: `whether ${gateway.region} is ${region}`, place: gateway.resource.place };
  return [{ ...gateway, doubt: gateway.doubt ?? doubt }];
}

interface Gateway {
  readonly resource: Resource;
  readonly network?: string;
  readonly subnet?: string;
  readonly region?: string;
  readonly family: 4 | 6;
  readonly doubt?: Doubt;
}

const gateways = oncePerIndex((index) => {
  const all = index.ofType('google_compute_router_nat').flatMap((nat) => [...plain(index, nat), ...sixth(index, nat)]);
  return {
    listed: grouped(all, ({ subnet }) => subnet),
    whole: grouped(
      all.filter(({ subnet }) => subnet === undefined),
      ({ network }) => network,
    ),
  };
});

/** "google_compute_router_nat": PUBLIC, and for virtual machines, where the arguments are left out. */
function serves(index: ResourceIndex, { properties, doubt }: Resource): Truth {
  const isPublic = truth(index, properties.type, ['public'], true);
  const kinds = index.elements(properties.endpoint_types);
  const forHosts = kinds.map((kind) => truth(index, kind, ['endpoint_type_vm'], true));
  if (isPublic === false || (kinds.length > 0 && forHosts.every((each) => each === false))) return false;
  return (
    doubt ??
    doubtIn(isPublic) ??
    (forHosts.includes(true) || kinds.length === 0 ? true : (forHosts.find((each) => each) as Doubt))
  );
}

function plain(index: ResourceIndex, nat: Resource): readonly Gateway[] {
  return gateway(
    index,
    nat,
    4,
    nat.properties.subnetwork,
    truth(index, nat.properties.source_subnetwork_ip_ranges_to_nat, ['list_of_subnetworks'], false),
  );
}

/** "NAT64": hosts that have no IPv4 address. */
function sixth(index: ResourceIndex, nat: Resource): readonly Gateway[] {
  const { source_subnetwork_ip_ranges_to_nat64: ranges, nat64_subnetwork: listed } = nat.properties;
  if (index.elements(ranges).length === 0) return [];
  return gateway(index, nat, 6, listed, truth(index, ranges, ['list_of_ipv6_subnetworks'], false));
}

function gateway(
  index: ResourceIndex,
  nat: Resource,
  family: 4 | 6,
  property: Resource['properties'][string] | undefined,
  isListed: Truth,
): readonly Gateway[] {
  const answer = serves(index, nat);
  if (answer === false) return [];
  const router = index.resourceOf(nat.properties.router, 'google_compute_router');
  const region = regionOf(index, router ?? nat);
  const network = router && networkKey(index, router, router.properties.network);
  const stated = index.property(router ?? nat, 'region');
  const untold =
    region === undefined && stated !== undefined && stated !== null
      ? { reason: `the region of ${nat.id} isn't known`, place: nat.place }
      : undefined;
  const doubt = doubtIn(answer) ?? router?.doubt ?? untold;
  const base = { resource: nat, family, ...(region !== undefined && { region }), ...(doubt && { doubt }) };
  const whole = network === undefined ? [] : [{ ...base, network }];
  if (isListed === false) return whole;
  const value = index.follow(property);
  const listed = blocks(value).flatMap(({ name }) => {
    const subnet = subnetKey(index, nat, name, region);
    return subnet === undefined ? [] : [{ ...base, subnet }];
  });
  const unsure =
    doubtIn(isListed) ?? (openBlocks(value) && { reason: `the subnetworks of ${nat.id} aren't known`, place: nat.place });
  return unsure ? [...listed, ...whole.map((each) => ({ ...each, doubt: unsure }))] : listed;
}
