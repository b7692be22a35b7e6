import type { Forwarder, Listener } from '../../model/forwarder';
import type { Interface } from '../../model/interface';
import { AddressSet } from '../../traffic/address-set';
import { hop } from '../../world/hop';
import type { Resource } from '../../world/world';
import { ruleAddress } from '../addresses/address-choice';
import { privateV4, subnetAddresses, subnetsIn } from '../addresses/network-ranges';
import { interfaceId } from '../interface-id';
import { regionOf } from '../network-key';
import type { ResourceIndex } from '../resource-index';
import { routedRules, rulePlace } from '../routes/next-hops';
import { truth } from '../truth';
import { backendsOf } from './backends';
import { frontEndSources, frontEndSubnet, stageFirewall, stageGroup } from './front-ends';
import { takenBy } from './rule-services';

/** What a forwarding rule makes: forwarders, and the interfaces that they are reached by. */
export interface Balancing {
  readonly forwarders: readonly Forwarder[];
  readonly interfaces: readonly Interface[];
}

/** The second stage of a forwarding rule: where its connections go on from. */
export const secondStage = (rule: string): string => `${rule}@backends`;

/** A load balancer, by its forwarding rule. */
export function loadBalancer(index: ResourceIndex, rule: Resource): Balancing {
  const stated = index.follow(rule.properties.load_balancing_scheme) ?? 'EXTERNAL';
  if (typeof stated !== 'string') return eitherWay(index, rule);
  const scheme = stated.toUpperCase();
  // "google_compute_global_forwarding_rule": a service mesh has no address of its own
  if (scheme === 'INTERNAL_SELF_MANAGED') return { forwarders: [], interfaces: [] };
  return /^INTERNAL/.test(scheme) ? internal(index, rule) : external(index, rule);
}

/** A rule of which it isn't known whom it is for. */
function eitherWay(index: ResourceIndex, rule: Resource): Balancing {
  const doubt = { reason: `whether ${rule.id} faces the internet isn't known`, place: rule.place };
  const { forwarders, interfaces } = internal(index, { ...rule, doubt: rule.doubt ?? doubt });
  const [outer] = external(index, rule).forwarders;
  const admits = [{ who: 'foreign' as const, hop: hop(rule.place, 'may face the internet'), doubt }];
  return { forwarders: forwarders.map((each) => (each.id === outer?.id ? { ...each, admits } : each)), interfaces };
}

const base = ({ place, doubt }: Resource): Pick<Forwarder, 'aliases' | 'place' | 'admits' | 'doubt'> => ({
  aliases: [],
  place,
  admits: [],
  ...(doubt && { doubt }),
});

/** What a forwarding rule takes and passes on to its backends. */
export const backendListeners = (index: ResourceIndex, rule: Resource): readonly Listener[] => {
  const { targets } = backendsOf(index, rule);
  return takenBy(index, rule).map(({ services, ports, doubt }) => ({
    services,
    targets: targets(ports).map((target) => (doubt && !target.doubt ? { ...target, doubt } : target)),
  }));
};

/** What a forwarding rule takes and passes on to its second stage, port by port. */
export const stageListeners = (index: ResourceIndex, rule: Resource): readonly Listener[] =>
  takenBy(index, rule).map(({ services, ports, doubt }) => ({
    services,
    targets: [{ to: secondStage(rule.id), ports, hop: hop(rule.place, 'takes the connection'), ...(doubt && { doubt }) }],
  }));

/** Packets keep their source where Google's network passes them through; a proxy opens connections from its own subnetwork. */
function internal(index: ResourceIndex, rule: Resource): Balancing {
  const stage = secondStage(rule.id);
  const listeners = backendListeners(index, rule);
  const sources = backendsOf(index, rule).proxied ? proxySources(index, rule) : [];
  return {
    forwarders: [
      { id: rule.id, ...base(rule), listeners: stageListeners(index, rule) },
      { id: stage, ...base(rule), listeners },
    ],
    interfaces: [
      frontInterface(index, rule, [stageGroup(stage)]),
      ...sources.map((each) => ({ ...stageInterface(rule, stage, each), groups: published(index, listeners) })),
    ],
  };
}

/** How published services among the targets know what passes connections on to them. */
const published = (index: ResourceIndex, listeners: readonly Listener[]): readonly string[] => [
  ...new Set(
    listeners
      .flatMap(({ targets }) => targets.map(({ to }) => to))
      .filter((to) => index.get(to)?.type === 'google_compute_service_attachment')
      .map(stageGroup),
  ),
];

/** The interface at which an internal forwarding rule takes packets; no firewall rule is for it. */
export function frontInterface(index: ResourceIndex, rule: Resource, groups: readonly string[]): Interface {
  const { subnet } = rulePlace(index, rule);
  const text = ruleAddress(index, rule.id);
  const addresses = text === undefined ? subnetAddresses(index, subnet) : AddressSet.of(text);
  const open = { egress: [], ingress: [], publicSources: [] };
  return {
    ...{ id: interfaceId(rule.id, subnet), owner: rule.id, place: rule.place, subnet, addresses, groups, ...open },
    forwards: routedRules(index).has(rule.id),
    ...(rule.doubt && { doubt: rule.doubt }),
  };
}

const proxyPurposes = ['regional_managed_proxy', 'global_managed_proxy', 'internal_https_load_balancer'];

/** Where a second stage opens connections from. */
export interface Source {
  readonly subnet: string;
  readonly addresses: AddressSet;
}

/** "Proxy-only subnets": where a region's proxies open connections from; anywhere, if the inputs make none. */
function proxySources(index: ResourceIndex, rule: Resource): readonly Source[] {
  const region = regionOf(index, rule);
  const found = subnetsIn(index, rulePlace(index, rule).network)
    .filter((subnet) => truth(index, subnet.properties.purpose, proxyPurposes, false) !== false)
    .filter((subnet) => region === undefined || rule.type.includes('global') || regionOf(index, subnet) === region)
    .map(({ id }) => ({ subnet: id, addresses: subnetAddresses(index, id) }));
  return found.length > 0 ? found : [{ subnet: frontEndSubnet, addresses: privateV4 }];
}

/** Where a second stage stands: it takes what the first passes on, and nothing else. */
export const stageInterface = (by: Resource, stage: string, { subnet, addresses }: Source): Interface => ({
  id: interfaceId(stage, subnet),
  owner: stage,
  place: by.place,
  subnet,
  addresses,
  groups: [],
  egress: [],
  ingress: [stageFirewall(stage, by.place)],
  publicSources: [],
  forwards: false,
});

function external(index: ResourceIndex, rule: Resource): Balancing {
  const listeners = backendListeners(index, rule);
  const front = { id: rule.id, ...base(rule), listeners, internet: hop(rule.place, 'faces the internet') };
  if (!backendsOf(index, rule).proxied) return { forwarders: [front], interfaces: [] };
  // a regional one opens connections from the proxy-only subnetwork of its network
  const regional = rule.properties.network === undefined ? [] : proxySources(index, rule);
  const addresses = AddressSet.union([frontEndSources, ...regional.map((each) => each.addresses)]);
  const own = stageInterface(rule, rule.id, { subnet: frontEndSubnet, addresses });
  return { forwarders: [front], interfaces: [{ ...own, ingress: [], groups: published(index, listeners) }] };
}
