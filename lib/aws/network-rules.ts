import type { Properties } from './template-properties';
import { groupPlaces, waysOut } from './ways-out';

/** What the parts of a network are called wherever the app mentions them. */
export interface NetworkParts {
  readonly subnets: ReadonlySet<string>;
  readonly routeTables: ReadonlySet<string>;
  readonly defaultGroup: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
}

/** A resource that mentions a part of a network. */
export interface Suspect {
  readonly type: string;
  readonly properties: Properties;
  readonly mentioned: ReadonlySet<string>;
  readonly parts: NetworkParts;
  readonly isDoor: boolean;
}

/** How a resource breaks a network's rules, and what to do about it; empty if it doesn't. */
export function breaksOf(suspect: Suspect, rules: readonly Rule[]): string[] {
  return rules.map((rule) => rule(suspect)).filter((message) => message !== undefined);
}

/** Whether two sets share an element. */
export const meets = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean => [...one].some((item) => other.has(item));

/** What is wrong with a resource, if anything. */
export type Rule = (suspect: Suspect) => string | undefined;

const wayOut: Rule = ({ type }) => {
  const how = waysOut[type];
  return how && `${how}: a sealed network has one way out, the door; put it into another network`;
};

const openEndpoint: Rule = ({ type, properties, isDoor }) =>
  type === 'AWS::EC2::VPCEndpoint' && !isDoor && !properties.PolicyDocument
    ? 'has no policy and so lets everything through: give it a policy that names what it is for, or leave it out'
    : undefined;

const otherRouteTable: Rule = ({ type, mentioned, parts }) =>
  type === 'AWS::EC2::SubnetRouteTableAssociation' && !meets(mentioned, parts.routeTables)
    ? 'moves a sealed subnet to another route table: leave it at its own'
    : undefined;

const publicSubnet: Rule = ({ type, properties }) =>
  type === 'AWS::EC2::Subnet' && properties.MapPublicIpOnLaunch === true
    ? 'gives public addresses in a sealed network: leave MapPublicIpOnLaunch out'
    : undefined;

const ipv6: Rule = ({ type, properties }) =>
  ['AWS::EC2::Subnet', 'AWS::EC2::VPCCidrBlock'].includes(type) && ipv6Properties.some((name) => properties[name])
    ? 'gives a sealed network IPv6 addresses: IPv4 is all that agents need'
    : undefined;

const ipv6Properties = ['AmazonProvidedIpv6CidrBlock', 'Ipv6CidrBlock', 'Ipv6IpamPoolId', 'Ipv6Native', 'Ipv6Pool'];

const defaultGroup: Rule = ({ mentioned, parts }) =>
  meets(mentioned, parts.defaultGroup)
    ? "uses the network's default security group, which lets its members reach each other and everything else: make one of its own"
    : undefined;

const groupsLeftOut: Rule = ({ type, properties, mentioned, parts }) => {
  const places =
    type === 'AWS::EC2::VPCEndpoint' && properties.VpcEndpointType !== 'Gateway' ? ['SecurityGroupIds'] : groupPlaces[type];
  if (!places || !meets(mentioned, parts.subnets)) return undefined;
  if (places.some((place) => valuesAt(properties, place.split('.')).length > 0)) return undefined;
  return `has no security group and so gets the network's default one: set ${places.join(' or ')}`;
};

/** No security group but those made on purpose. */
export const groupRules: readonly Rule[] = [defaultGroup, groupsLeftOut];

/** No way out. */
export const sealRules: readonly Rule[] = [wayOut, openEndpoint, otherRouteTable, publicSubnet, ipv6, ...groupRules];

/** The values at a path; `*` is every element of a list. */
function valuesAt(value: unknown, [head, ...rest]: readonly string[]): unknown[] {
  if (head === undefined) return Array.isArray(value) ? value : value === undefined ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  const next = head === '*' ? Object.values(value) : [(value as Properties)[head]];
  return next.flatMap((child) => valuesAt(child, rest));
}
