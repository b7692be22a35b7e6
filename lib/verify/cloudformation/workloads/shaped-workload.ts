import { doubtIn, type Truth } from '../../choice/truth';
import type { Firewall } from '../../model/firewall';
import type { Interface } from '../../model/interface';
import type { Credential, Workload } from '../../model/workload';
import type { Doubt } from '../../world/doubt';
import { type Hop, hop } from '../../world/hop';
import { within } from '../../world/place';
import { Unresolved, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { listedVariables, mappedVariables, textCredentials, variableCredentials } from '../credentials/environment';
import { placedIn } from '../interfaces';
import { elementsAt, firstAt, valuesAt } from '../reading/property-path';
import { referredResource } from '../reading/referred-resource';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';
import { fileSystem } from '../storage';
import type { FoundWorkload } from './found-workload';
import { profileRoleKeys, roleKeys } from './role-keys';
import type { Setting, WorkloadShape } from './workload-shape';

/** The workloads of types that state everything in properties of their own. */
export const shapedWorkloads = (index: ResourceIndex, shapes: Readonly<Record<string, WorkloadShape>>): FoundWorkload[] =>
  Object.entries(shapes).flatMap(([type, shape]) => index.ofType(type).map((resource) => shapedWorkload(index, resource, shape)));

/** A resource as a workload, as its type's shape reads it. */
export function shapedWorkload(index: ResourceIndex, resource: Resource, shape: WorkloadShape): FoundWorkload {
  const where = whereabouts(index, resource, shape);
  const doubt = resource.doubt ?? where.doubt;
  const { roles = [], profiles = [], accessPoints = [] } = shape;
  const workload: Workload = {
    id: resource.id,
    aliases: [],
    place: resource.place,
    identities: [
      ...elementsAt(index, resource.properties, roles).flatMap((role) => roleKeys(index, role)),
      ...elementsAt(index, resource.properties, profiles).flatMap((profile) => profileRoleKeys(index, profile)),
    ],
    credentials: credentialsOf(index, resource, shape),
    storage: elementsAt(index, resource.properties, accessPoints).flatMap((point) =>
      fileSystem(index, undefined, point, within(resource.place, 'Properties')),
    ),
    openings: [],
    ...(where.outside && { outside: where.outside }),
    ...(doubt && { doubt }),
  };
  return { workload, interfaces: where.interfaces, registrations: [] };
}

function credentialsOf(index: ResourceIndex, { properties, place }: Resource, shape: WorkloadShape): Credential[] {
  const at = (path: string) => within(place, 'Properties', ...path.split('.'));
  const { variables = [], variableList = [], texts = [] } = shape;
  return [
    ...variables.flatMap((path) =>
      valuesAt(index, properties, path).flatMap((map) => variableCredentials(index, mappedVariables(index, map, at(path)))),
    ),
    ...variableList.flatMap((path) =>
      variableCredentials(index, listedVariables(index, elementsAt(index, properties, [path]), at(path))),
    ),
    ...texts.flatMap((path) => valuesAt(index, properties, path).flatMap((text) => textCredentials(index, path, text, at(path)))),
  ];
}

interface Whereabouts {
  readonly interfaces: readonly Interface[];
  readonly outside?: Hop;
  readonly doubt?: Doubt;
}

function whereabouts(index: ResourceIndex, resource: Resource, shape: WorkloadShape): Whereabouts {
  const isolated = shape.isolated ? settingOf(index, resource, shape.isolated) : false;
  if (isolated === true) return { interfaces: [] };
  const subnets = subnetsOf(index, resource, shape);
  const outside = shape.outside
    ? settingOf(index, resource, shape.outside)
    : subnets === undefined && shape.otherwise === 'outside';
  const doubt = doubtIn(isolated) ?? doubtIn(outside);
  return {
    interfaces: subnets === undefined ? [] : placed(index, resource, shape, subnets),
    ...(outside === true && {
      outside: hop(resource.place, 'runs outside every network of the system, with the internet in reach'),
    }),
    ...(doubt && { doubt }),
  };
}

const settingOf = (index: ResourceIndex, { properties }: Resource, { path, wanted, otherwise }: Setting): Truth =>
  truth(index, valuesAt(index, properties, path)[0], wanted, otherwise);

const defaultVpc = new Unresolved("the account's default VPC isn't in the inputs");

function subnetsOf(index: ResourceIndex, resource: Resource, shape: WorkloadShape): Value | undefined {
  const all = elementsAt(index, resource.properties, shape.subnets);
  const own = all.length > 0 ? all : groupSubnets(index, resource, shape);
  const parent = parentOf(index, resource, shape);
  return own ?? (parent && groupSubnets(index, parent, shape)) ?? (shape.otherwise === 'default VPC' ? defaultVpc : undefined);
}

function groupSubnets(index: ResourceIndex, { properties }: Resource, { subnetGroup }: WorkloadShape): Value | undefined {
  const named = subnetGroup && firstAt(index, properties, [subnetGroup.path]);
  if (!subnetGroup || named === undefined) return undefined;
  const key = index.keyOf(named) ?? '';
  const group = referredResource(index, named, subnetGroup.type) ?? index.referring(subnetGroup.type, subnetGroup.name, key)[0];
  return group ? group.properties.SubnetIds : new Unresolved(`the subnet group '${key}' isn't in the inputs`);
}

const parentOf = (index: ResourceIndex, { properties }: Resource, { parent }: WorkloadShape): Resource | undefined =>
  parent && referredResource(index, firstAt(index, properties, [parent.path]), parent.type);

function placed(index: ResourceIndex, resource: Resource, shape: WorkloadShape, subnets: Value): Interface[] {
  const groups = groupsOf(index, resource, shape);
  const doubt = resource.doubt;
  const interfaces = placedIn(index, {
    ...{ owner: resource.id, place: resource.place, subnets },
    ...(groups.length > 0 && { securityGroups: groups }),
    publicIp: typeof shape.publicIp === 'object' ? settingOf(index, resource, shape.publicIp) : (shape.publicIp ?? false),
    ipv6: shape.ipv6 ? settingOf(index, resource, shape.ipv6) !== false : 'subnet',
    ...(doubt && { doubt }),
  });
  return interfaces.map((each) => ({ ...each, egress: each.egress.map((firewall) => opened(firewall, resource, shape)) }));
}

function groupsOf(index: ResourceIndex, resource: Resource, shape: WorkloadShape): readonly Value[] {
  const own = elementsAt(index, resource.properties, shape.groups);
  if (own.length > 0) return own;
  const parent = parentOf(index, resource, shape);
  const inherited = parent ? elementsAt(index, parent.properties, ['VpcSecurityGroupIds']) : [];
  return inherited.length === 0 && shape.ownGroup ? [new Unresolved(shape.ownGroup)] : inherited;
}

/** What a host's firewall lets out, given that the host may not be one to open connections. */
function opened(firewall: Firewall, { place }: Resource, { opens = 'freely' }: WorkloadShape): Firewall {
  if (opens === 'freely') return firewall;
  if (opens === 'never') return { lists: [], otherwise: 'deny', hop: hop(place, 'opens no connections') };
  const doubt = { reason: `whether ${place.resource} can be told to open connections isn't known`, place };
  return { ...firewall, lists: firewall.lists.map(({ rules }) => ({ rules: rules.map((rule) => ({ doubt, ...rule })) })) };
}
