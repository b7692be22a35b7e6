import { blocksOf } from './known-arguments';
import type { Properties } from './template-properties';
import { waysOut } from './ways-out';

/** A resource that is part of a sealed network, or mentions one. */
export interface Suspect {
  readonly type: string;
  readonly properties: Properties;
  /** Whether the network or its door made it. */
  readonly isOwn: boolean;
}

/** How a resource takes a lock of a sealed network away; empty if it doesn't. */
export const breaksOf = (suspect: Suspect): string[] =>
  rules.map((rule) => rule(suspect)).filter((message) => message !== undefined);

/** What is wrong with a resource, if anything. */
type Rule = (suspect: Suspect) => string | undefined;

const wayOut: Rule = ({ type, isOwn }) => {
  const how = isOwn ? undefined : waysOut[type];
  return how && `${how}: a sealed network has one way out, the door; put it into another network`;
};

const otherDoor: Rule = ({ type, properties, isOwn }) =>
  type === 'google_compute_forwarding_rule' && !isOwn && given(properties.target)
    ? 'leads to a published service: a sealed network has one door; have the policy permit what is behind it'
    : undefined;

const openFirewall: Rule = ({ type, properties, isOwn }) =>
  type === 'google_compute_firewall' && !isOwn && blocksOf(properties.allow).length > 0
    ? 'opens the firewall of a sealed network: the door is all that agents need'
    : undefined;

const googleApis: Rule = ({ type, properties }) =>
  type === 'google_compute_subnetwork' && (properties.private_ip_google_access ?? false) !== false
    ? "lets hosts of a sealed network come to Google's APIs, those of other projects too: leave private_ip_google_access out"
    : undefined;

const ipv6: Rule = ({ type, properties }) =>
  (type === 'google_compute_subnetwork' && (properties.stack_type ?? 'IPV4_ONLY') !== 'IPV4_ONLY') ||
  (type === 'google_compute_network' && (properties.enable_ula_internal_ipv6 ?? false) !== false)
    ? 'gives a sealed network IPv6 addresses: IPv4 is all that agents need'
    : undefined;

const defaultRoute: Rule = ({ type, properties, isOwn }) =>
  type === 'google_compute_network' && isOwn && properties.delete_default_routes_on_create !== true
    ? 'keeps the default route: a sealed network must have delete_default_routes_on_create'
    : undefined;

const publicHost: Rule = ({ properties }) =>
  blocksOf(properties.network_interface).some(({ access_config: access }) => given(access))
    ? 'gives a host of a sealed network a public address: leave access_config out'
    : undefined;

const otherResolver: Rule = ({ type, properties }) =>
  resolverArguments[type]?.some((name) => given(properties[name]) && properties[name] !== false)
    ? 'has names of a sealed network resolved elsewhere: those that agents need lead to the door'
    : undefined;

const resolverArguments: Readonly<Record<string, readonly string[]>> = {
  google_dns_managed_zone: ['forwarding_config', 'peering_config'],
  google_dns_policy: ['alternative_name_server_config', 'enable_inbound_forwarding'],
  google_dns_response_policy_rule: ['behavior'],
};

const given = (value: unknown): boolean => value !== undefined && value !== null && value !== '' && blocksOf(value).length > 0;

const rules: readonly Rule[] = [wayOut, otherDoor, openFirewall, googleApis, ipv6, defaultRoute, publicHost, otherResolver];
