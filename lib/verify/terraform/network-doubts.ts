import type { Doubt } from '../world/doubt';
import type { Value } from '../world/value';
import type { Resource } from '../world/world';
import { belongings } from './belongings';
import { blocks } from './evaluate/blocks';
import { globalPolicies } from './firewalls/policies';
import { policyTypes } from './firewalls/policy-rules';
import { mayBeOwn, maySpellOwn } from './may-be-own';
import { networkKey, regionOf } from './network-key';
import { readers } from './outside-readers/readers';
import type { ResourceIndex } from './resource-index';
import { subnetPlace } from './subnet-place';
import { truth } from './truth';

/** What stays open about a world's networks: resources that may change any part of them, and what isn't modelled in those of `networks`. */
export const networkDoubts = (index: ResourceIndex, networks: ReadonlySet<string>): readonly Doubt[] => [
  ...Object.entries(belongings).flatMap(([type, properties]) =>
    index.ofType(type).flatMap((resource) => properties.flatMap((property) => unplaced(index, resource, property))),
  ),
  ...mirrored(index, networks),
  ...mirroredByPolicy(index, networks),
  ...attachments(index, networks),
  ...connectionPolicies(index, networks),
  ...settlers(index, networks),
];

const unplaced = (index: ResourceIndex, { id, place, properties }: Resource, property: string): readonly Doubt[] =>
  index
    .elements(properties[property])
    .filter((value) => mayBeOwn(value) || maySpellOwn(index, value))
    .map((value) => ({ reason: `the ${property} of ${id} can't be told: ${index.keyOf(value)}`, place }));

/** "Packet Mirroring": a collector gets a copy of what hosts send and receive. */
const mirrored = (index: ResourceIndex, networks: ReadonlySet<string>): readonly Doubt[] =>
  index.ofType('google_compute_packet_mirroring').flatMap((mirroring) => {
    const urls = blocks(index.follow(mirroring.properties.network)).map(({ url }) => networkKey(index, mirroring, url) ?? '');
    return urls.some((key) => networks.has(key)) ? [about(mirroring, "where the mirrored packets go isn't modelled")] : [];
  });

/** "Network Security Integration, out-of-band integration": a network's policy has copies of its packets sent to collectors of another network. */
const mirroredByPolicy = (index: ResourceIndex, networks: ReadonlySet<string>): readonly Doubt[] => {
  if (index.ofType(mirroringRule).length === 0) return [];
  const policies = new Set([...networks].flatMap((network) => globalPolicies(index, network).map(({ policy }) => policy)));
  return [...policies]
    .flatMap((policy) => index.referring(mirroringRule, 'firewall_policy', policy, ...policyTypes))
    .filter(({ properties: { action, disabled } }) => mayHold(index, action, 'mirror') && !isOff(index, disabled))
    .map((rule) => about(rule, "where the mirrored packets go isn't modelled"));
};

const mirroringRule = 'google_compute_network_firewall_policy_packet_mirroring_rule';
const mayHold = (index: ResourceIndex, value: Value | undefined, wanted: string) => truth(index, value, [wanted], true) !== false;
const isOff = (index: ResourceIndex, value: Value | undefined) => truth(index, value, ['true'], false) === true;

/** "About network attachments": hosts of other networks get interfaces in these subnetworks. */
const attachments = (index: ResourceIndex, networks: ReadonlySet<string>): readonly Doubt[] =>
  index.ofType('google_compute_network_attachment').flatMap((attachment) => {
    const places = index
      .elements(attachment.properties.subnetworks)
      .map((subnetwork) => subnetPlace(index, attachment, { subnetwork }, regionOf(index, attachment))?.network ?? '');
    return places.some((key) => networks.has(key))
      ? [about(attachment, 'hosts of other networks may stand in its subnetworks')]
      : [];
  });

/** "About service connection policies": managed services make endpoints for themselves. */
const connectionPolicies = (index: ResourceIndex, networks: ReadonlySet<string>): readonly Doubt[] =>
  index
    .ofType('google_network_connectivity_service_connection_policy')
    .filter((policy) => networks.has(networkKey(index, policy, policy.properties.network) ?? ''))
    .map((policy) => about(policy, "which endpoints managed services make isn't in the inputs"));

/** "Shared VPC": accounts of other projects that may put hosts into these subnetworks, with whatever tags. */
const settlers = (index: ResourceIndex, networks: ReadonlySet<string>): readonly Doubt[] =>
  index
    .ofType('google_compute_subnetwork')
    .filter((subnet) => networks.has(networkKey(index, subnet, subnet.properties.network) ?? ''))
    .flatMap((subnet) => readers(index, subnet, ['compute.subnetworks.use']).map(({ hop }) => ({ hop, subnet })))
    .map(({ hop, subnet }) => ({ reason: `${subnet.id}: hosts of another project may stand in it`, place: hop }));

const about = ({ id, place }: Resource, reason: string): Doubt => ({ reason: `${id}: ${reason}`, place });
