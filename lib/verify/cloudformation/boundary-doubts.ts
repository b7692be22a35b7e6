import { connected } from '../boundary/connected';
import { touching } from '../boundary/touching';
import type { Interface } from '../model/interface';
import type { Workload } from '../model/workload';
import type { Doubt } from '../world/doubt';
import { isFields, Reference, Text, type Value } from '../world/value';
import type { Resource } from '../world/world';
import type { ResourceIndex } from './resource-index';
import { treatmentOf } from './resource-types';
import { networkTypes } from './resource-types/network-types';

/** The agents' and the proxies' workloads, and all interfaces. */
export interface Boundary {
  readonly hosts: readonly Workload[];
  readonly interfaces: readonly Interface[];
}

/**
 * Resources of types that aren't modelled and that could touch the boundary: they name something of the agents' or the proxies' networks,
 * identities or workloads, by way of others that aren't modelled too. What such a resource gives to others is unresolved there by itself.
 */
export function boundaryDoubts(index: ResourceIndex, boundary: Boundary): Doubt[] {
  const strangers = [...index.world.resources.values()].filter(({ type }) => treatmentOf(type).kind === 'unmodelled');
  if (strangers.length === 0) return [];
  const names = namesIn(index);
  const ids = index.ofType(...Object.keys(networkTypes)).map(({ id }) => id);
  const networks = connected(ids, names, networkSeeds(index, boundary), (id) => isNetwork(index, id));
  const inside = new Set([...networks, ...ownResources(index, boundary)]);
  const touch = touching(names, inside, (id) => passes(index, id));
  return strangers.flatMap((stranger) => {
    const touched = touch(stranger.id);
    return touched === undefined
      ? []
      : [
          {
            reason: `${stranger.id} is a ${stranger.type}, which isn't modelled and has to do with ${touched}`,
            place: stranger.place,
          },
        ];
  });
}

type Names = (id: string) => ReadonlySet<string>;

/** What each resource names: others by reference, and what lies outside the inputs by its id. */
export function namesIn(index: ResourceIndex): Names {
  const known = new Map<string, ReadonlySet<string>>();
  return (id) => {
    const names = known.get(id) ?? new Set(namesOf(ownProperties(index.get(id))));
    known.set(id, names);
    return names;
  };
}

/** A custom resource's code is handed nothing by the token that names it. */
function ownProperties(resource: Resource | undefined): Value {
  const { ServiceToken: _, ...properties } = resource?.properties ?? {};
  return properties;
}

const foreignId = /\b(?:vpc|subnet|sg|rtb|igw|nat|eni|tgw|pcx|vpce|acl|i)-[0-9a-f]{8,}\b/g;

function namesOf(value: Value): string[] {
  if (value instanceof Reference) return [value.resource];
  if (typeof value === 'string') return value.match(foreignId) ?? [];
  if (value instanceof Text) return value.parts.flatMap(namesOf);
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(namesOf);
  return isFields(value) ? Object.values(value).flatMap(namesOf) : [];
}

/** Where agents and proxies stand. */
function networkSeeds(index: ResourceIndex, { hosts, interfaces }: Boundary): string[] {
  const owners = new Set(hosts.map(({ id }) => id));
  const own = interfaces.filter(({ owner }) => owners.has(owner));
  return own.flatMap(({ id, subnet, groups }) => [
    id,
    subnet,
    ...groups,
    index.keyOf(index.get(subnet)?.properties.VpcId) ?? subnet,
  ]);
}

/** A network resource, or an id of one that the inputs don't make. */
function isNetwork(index: ResourceIndex, id: string): boolean {
  const resource = index.get(id);
  return resource ? Object.hasOwn(networkTypes, resource.type) : !id.startsWith('AWS::');
}

/** The agents' and proxies' own resources: workloads, what stands for them, their roles. */
const ownResources = (index: ResourceIndex, { hosts }: Boundary): string[] =>
  hosts.flatMap(({ id, aliases, identities }) => [id, ...aliases, ...identities]).filter((id) => index.get(id) !== undefined);

/** Resources that hand on what they name: groups of subnets, templates, connections, and all that isn't modelled. */
function passes(index: ResourceIndex, id: string): boolean {
  const type = index.get(id)?.type;
  if (type === undefined) return false;
  return (
    treatmentOf(type).kind === 'unmodelled' ||
    /SubnetGroup$|::LaunchTemplate$|::Connection$|::VpcConnector$|::InstanceProfile$/.test(type)
  );
}
