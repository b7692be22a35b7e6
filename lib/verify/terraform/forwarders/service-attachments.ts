import type { Admission, Forwarder } from '../../model/forwarder';
import type { Interface } from '../../model/interface';
import { AddressSet } from '../../traffic/address-set';
import { PortSet } from '../../traffic/port-set';
import { ServiceSet } from '../../traffic/service-set';
import { hop } from '../../world/hop';
import { AnyOf, type Fields, Unresolved } from '../../world/value';
import type { Resource } from '../../world/world';
import { subnetAddresses } from '../addresses/network-ranges';
import { blocks, openBlocks } from '../evaluate/blocks';
import { projectOf } from '../firewalls/hierarchy';
import { networkKey, regionOf, subnetKey } from '../network-key';
import type { ResourceIndex } from '../resource-index';
import { truth } from '../truth';
import { backendsOf } from './backends';
import { stageGroup } from './front-ends';
import { type Balancing, backendListeners, frontInterface, secondStage, stageInterface, stageListeners } from './load-balancers';

const attachmentType = 'google_compute_service_attachment';

/** Whether a forwarding rule is an endpoint of Private Service Connect for a published service. */
export const isServiceEndpoint = (
  index: ResourceIndex,
  { properties: { target, load_balancing_scheme: scheme } }: Resource,
): boolean =>
  // "google_compute_forwarding_rule": an endpoint has no scheme, which is written as an empty text
  index.follow(scheme) === '' ||
  index.idOf(target, attachmentType) !== undefined ||
  /(^|\/)serviceAttachments\//.test(index.keyOf(target) ?? '');

/** An endpoint that leads to a published service; to what the inputs don't show if they don't make the service. */
export function serviceEndpoint(index: ResourceIndex, rule: Resource): Balancing {
  const { id, place, doubt } = rule;
  const attachment = index.resourceOf(rule.properties.target, attachmentType);
  const base = { id, aliases: [], place, admits: [] };
  const missing = { reason: `the service behind ${id} isn't in the inputs: ${index.keyOf(rule.properties.target)}`, place };
  if (!attachment)
    return { forwarders: [{ ...base, listeners: [], doubt: doubt ?? missing }], interfaces: [frontInterface(index, rule, [])] };
  const to = { to: attachment.id, ports: PortSet.all, hop: hop(place, `leads to ${attachment.id}`) };
  return {
    forwarders: [{ ...base, listeners: [{ services: ServiceSet.all, targets: [to] }], ...(doubt && { doubt }) }],
    interfaces: [frontInterface(index, rule, [stageGroup(attachment.id)])],
  };
}

/** A published service: connections come from its NAT subnetworks, whoever opens them. "About published services". */
export function serviceAttachment(index: ResourceIndex, attachment: Resource): Balancing {
  const { id, place, doubt, properties } = attachment;
  const rule = index.resourceOf(properties.target_service, 'google_compute_forwarding_rule');
  const base = { id, aliases: [], place, admits: admissions(index, attachment), ...(doubt && { doubt }) };
  const missing = { reason: `what ${id} publishes isn't in the inputs`, place };
  if (!rule) return { forwarders: [{ ...base, listeners: [], doubt: doubt ?? missing }], interfaces: [] };
  const proxied = backendsOf(index, rule).proxied;
  const forwarder: Forwarder = { ...base, listeners: proxied ? stageListeners(index, rule) : backendListeners(index, rule) };
  return { forwarders: [forwarder], interfaces: natInterfaces(index, attachment, stageGroup(secondStage(rule.id))) };
}

function natInterfaces(index: ResourceIndex, attachment: Resource, group: string): readonly Interface[] {
  return index.elements(attachment.properties.nat_subnets).map((value) => {
    const subnet = subnetKey(index, attachment, value, regionOf(index, attachment)) ?? '';
    const addresses = index.get(subnet) ? subnetAddresses(index, subnet) : AddressSet.none;
    return { ...stageInterface(attachment, attachment.id, { subnet, addresses }), groups: [group] };
  });
}

/** "google_compute_service_attachment": whose endpoints are connected, by the preference and the lists. */
function admissions(index: ResourceIndex, attachment: Resource): readonly Admission[] {
  const { place, properties } = attachment;
  const automatic = truth(index, properties.connection_preference, ['accept_automatic'], false);
  if (automatic !== false) {
    const by = hop(place, 'accepts connections of anyone', 'connection_preference');
    return [{ who: 'foreign', hop: by, ...(typeof automatic === 'object' && { doubt: automatic }) }];
  }
  const value = index.follow(properties.consumer_accept_lists);
  const open = openBlocks(value);
  const listed = blocks(value).map((entry, position) => admission(index, attachment, stated(index, entry), position));
  const by = hop(place, "accepts consumers that aren't known", 'consumer_accept_lists');
  const doubt = { reason: `whom ${attachment.id} accepts isn't known`, place };
  return open ? [...listed, { who: 'foreign', hop: by, doubt }] : listed;
}

/** What an entry states: plans show an empty text for what a block in a set leaves out. */
const stated = (index: ResourceIndex, entry: Fields): Fields =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => index.follow(value) !== ''));

function admission(index: ResourceIndex, attachment: Resource, entry: Fields, position: number): Admission {
  const { place } = attachment;
  const { project_id_or_num: project, network_url: network, endpoint_url: endpoint } = entry;
  const name = index.keyOf(project ?? network ?? endpoint) ?? 'nobody';
  const by = hop(place, `accepts connections of ${name}`, 'consumer_accept_lists', position);
  if (isOwn(index, attachment, entry)) return { who: 'account', hop: by };
  const value = project ?? network ?? endpoint;
  const unknown = value instanceof Unresolved || (value instanceof AnyOf && value.admits('somebody-elses-project') === undefined);
  return { who: 'foreign', hop: by, ...(unknown && { doubt: { reason: `whose ${name} is isn't known`, place } }) };
}

/** Whether an entry is for what the inputs make: this project, a project or a network of the inputs. */
function isOwn(
  index: ResourceIndex,
  attachment: Resource,
  { project_id_or_num: project, network_url: network, endpoint_url: endpoint }: Fields,
): boolean {
  if (network !== undefined && network !== null) {
    const key = networkKey(index, attachment, network);
    return key !== undefined && (index.get(key) !== undefined || ofOwnProject(index, attachment, key));
  }
  if (endpoint !== undefined && endpoint !== null) return index.idOf(endpoint, 'google_compute_forwarding_rule') !== undefined;
  if (projectOf(index, project)) return true;
  return ofOwnProject(index, attachment, index.keyOf(project));
}

/** Whether an id or a path is the attachment's own project, or is in it. */
function ofOwnProject(index: ResourceIndex, attachment: Resource, key: string | undefined): boolean {
  const [, own] = /^(?:projects\/)?([^/]+)$/.exec(index.keyOf(index.property(attachment, 'project')) ?? '') ?? [];
  return own !== undefined && (key === own || key === `projects/${own}` || key?.startsWith(`projects/${own}/`) === true);
}
