import type { Interface } from '../../model/interface';
import type { Credential } from '../../model/workload';
import type { Doubt } from '../../world/doubt';
import { within } from '../../world/place';
import { Unresolved, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { textCredentials } from '../credentials/environment';
import { networkInterface, placedIn } from '../interfaces';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';
import type { FoundWorkload } from './found-workload';
import { type Connection, type Launch, launchOf } from './launch';
import { launchData } from './launch-template';

/** EC2 instances. */
export const instances = (index: ResourceIndex): FoundWorkload[] =>
  index.ofType('AWS::EC2::Instance').map((instance) => instanceWorkload(index, instance));

function instanceWorkload(index: ResourceIndex, instance: Resource): FoundWorkload {
  const launch = instanceLaunch(index, instance);
  const template = launchData(index, instance.properties.LaunchTemplate, instance.place)?.template;
  return {
    workload: launchedWorkload(index, instance, [launch], template ? [template.id] : []),
    interfaces: instanceInterfaces(index, instance, launch),
    registrations: [],
    doubts: launch.doubt ? [launch.doubt] : [],
  };
}

/** How an instance is started. */
export function instanceLaunch(index: ResourceIndex, instance: Resource): Launch {
  const place = within(instance.place, 'Properties');
  return launchOf(index, instance.properties, place, launchData(index, instance.properties.LaunchTemplate, place));
}

/** A workload of instances that are started in one of several ways. */
export function launchedWorkload(
  index: ResourceIndex,
  resource: Resource,
  launches: readonly Launch[],
  aliases: readonly string[],
): FoundWorkload['workload'] {
  const { doubt } = resource;
  return {
    id: resource.id,
    aliases,
    place: resource.place,
    identities: [...new Set(launches.flatMap(({ roles }) => roles))],
    credentials: [...launches.flatMap(({ credentials }) => credentials), ...initCredentials(index, resource)],
    storage: [],
    openings: [],
    ...(doubt && { doubt }),
  };
}

/** What cfn-init reads on the instance: "AWS::CloudFormation::Init". */
const initCredentials = (index: ResourceIndex, { metadata, place }: Resource): Credential[] =>
  textCredentials(
    index,
    'cfn-init',
    metadata['AWS::CloudFormation::Init'],
    within(place, 'Metadata', 'AWS::CloudFormation::Init'),
  );

function instanceInterfaces(index: ResourceIndex, instance: Resource, launch: Launch): Interface[] {
  const forwards = truth(index, instance.properties.SourceDestCheck, ['false'], false) !== false;
  const placed = launch.connections.flatMap((each) => connected(index, instance, each, launch.doubt, forwards));
  const attached = index
    .referring('AWS::EC2::NetworkInterfaceAttachment', 'InstanceId', instance.id)
    .flatMap(({ properties }) => existing(index, properties.NetworkInterfaceId, instance));
  return apart([...placed, ...attached]);
}

/** The interfaces that a connection makes; without a subnet it is in the account's default VPC. */
export function connected(
  index: ResourceIndex,
  owner: Resource,
  connection: Connection,
  doubt?: Doubt,
  forwards = false,
): Interface[] {
  if (connection.existing !== undefined) return existing(index, connection.existing, owner);
  const { subnets = defaultVpc, securityGroups, publicIp, ipv6, addresses } = connection;
  return [
    ...placedIn(index, {
      ...{ owner: owner.id, place: owner.place, subnets, ipv6: ipv6 || 'subnet', addresses, forwards },
      ...(securityGroups !== undefined && { securityGroups }),
      publicIp: publicIp === undefined ? 'subnet' : truth(index, publicIp, ['true'], false),
      ...(doubt && { doubt }),
    }),
  ];
}

const defaultVpc = new Unresolved("the account's default VPC isn't in the inputs");

function existing(index: ResourceIndex, id: Value | undefined, owner: Resource): Interface[] {
  const key = index.keyOf(id);
  const made = key === undefined ? undefined : networkInterface(index, key, owner.id);
  if (made) return [made];
  const doubt = { reason: `the network interface '${key}' isn't in the inputs`, place: owner.place };
  return [...placedIn(index, { owner: owner.id, place: owner.place, subnets: new Unresolved(doubt.reason), doubt })];
}

/** Interfaces with ids of their own: a second one in the same subnet is numbered. */
export function apart(interfaces: readonly Interface[]): Interface[] {
  const seen = new Map<string, number>();
  return interfaces.map((each) => {
    const number = seen.get(each.id) ?? 0;
    seen.set(each.id, number + 1);
    return number === 0 ? each : { ...each, id: `${each.id}#${number}` };
  });
}
