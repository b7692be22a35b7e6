import type { Credential } from '../../model/workload';
import type { AddressSet } from '../../traffic/address-set';
import type { Doubt } from '../../world/doubt';
import { type Place, within } from '../../world/place';
import { type Fields, isFields, type Value } from '../../world/value';
import { statedAddresses } from '../addresses/stated-addresses';
import { userDataCredentials } from '../credentials/user-data';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';
import type { LaunchData } from './launch-template';
import { profileRoleKeys } from './role-keys';

/** How instances are started: the same of an instance, a launch template and a launch configuration. */
export interface Launch {
  readonly place: Place;
  readonly connections: readonly Connection[];
  /** Ids of the instance profile's roles, as the metadata service hands them out. */
  readonly roles: readonly string[];
  /** Whether a container behind one more hop can ask the metadata service too. */
  readonly metadataReachesContainers: boolean;
  readonly userData?: Value;
  readonly credentials: readonly Credential[];
  readonly doubt?: Doubt;
}

/** One network interface that an instance is started with. */
export interface Connection {
  readonly subnets?: Value;
  readonly securityGroups?: Value;
  /** Whether it asks for a public address. @default - its subnet decides */
  readonly publicIp?: Value;
  /** Whether it asks for IPv6 addresses. @default false */
  readonly ipv6: boolean;
  /** Its private IPv4 addresses; none if it may have any of its subnet's. */
  readonly addresses: AddressSet;
  /** An interface that exists by itself. */
  readonly existing?: Value;
}

/** How a resource and its launch template start instances; what the resource states goes first. */
export function launchOf(index: ResourceIndex, own: Fields, place: Place, data?: LaunchData): Launch {
  const stated = { ...data?.fields, ...withoutNothing(own) };
  const userData = stated.UserData;
  const at = own.UserData === undefined && data ? data.place : place;
  return {
    place,
    connections: connectionsOf(index, stated),
    roles: hasMetadata(index, stated) ? profileRoleKeys(index, profileOf(stated.IamInstanceProfile)) : [],
    metadataReachesContainers: !isOneHop(index, stated),
    ...(userData !== undefined && { userData }),
    credentials: userDataCredentials(index, userData, within(at, 'UserData')),
    ...(data?.doubt && { doubt: data.doubt }),
  };
}

const withoutNothing = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));

const profileOf = (profile: Value | undefined): Value | undefined =>
  isFields(profile) ? (profile.Arn ?? profile.Name) : profile;

/** "AWS::EC2::Instance": without `NetworkInterfaces`, the primary interface is told by the properties beside it. */
function connectionsOf(index: ResourceIndex, stated: Fields): Connection[] {
  const groups = stated.SecurityGroupIds ?? stated.SecurityGroups;
  const listed = index.elements(stated.NetworkInterfaces).filter(isFields);
  const primary = { subnets: stated.SubnetId, securityGroups: groups, publicIp: stated.AssociatePublicIpAddress };
  if (listed.length === 0) return [{ ...primary, ...addressing(index, stated) }];
  return listed.map((each) => ({
    subnets: each.SubnetId ?? stated.SubnetId,
    securityGroups: each.GroupSet ?? each.Groups ?? groups,
    publicIp: each.AssociatePublicIpAddress,
    ...addressing(index, each),
    existing: each.NetworkInterfaceId,
  }));
}

const addressing = (index: ResourceIndex, fields: Fields): Pick<Connection, 'ipv6' | 'addresses'> => ({
  ipv6: asksIpv6(index, fields),
  addresses: statedAddresses(index, fields),
});

const asksIpv6 = (index: ResourceIndex, { Ipv6AddressCount: count, Ipv6Addresses: listed }: Fields): boolean =>
  index.elements(listed).length > 0 || (index.keyOf(count) ?? '0') !== '0';

function hasMetadata(index: ResourceIndex, { MetadataOptions: options }: Fields): boolean {
  return !isFields(options) || truth(index, options.HttpEndpoint, ['enabled'], true) !== false;
}

/** IMDSv2's answer to a token request lives for `HttpPutResponseHopLimit` hops, 1 if it isn't stated: "Configure the Instance Metadata Service options". */
function isOneHop(index: ResourceIndex, { MetadataOptions: options }: Fields): boolean {
  if (!isFields(options)) return false;
  const limit = index.follow(options.HttpPutResponseHopLimit);
  return truth(index, options.HttpTokens, ['optional'], true) === false && (limit === undefined || String(limit) === '1');
}
