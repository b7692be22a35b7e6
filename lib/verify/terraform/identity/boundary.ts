import { grouped } from '../../indexing/grouped';
import type { Interface } from '../../model/interface';
import type { Workload } from '../../model/workload';
import { Reference, Text, type Value } from '../../world/value';
import { partsOf } from '../credentials/secret-value';
import type { ResourceIndex } from '../resource-index';

/** What a role on one resource may be about. */
export interface Boundary {
  /** The agents' own resources. */
  readonly agents: ReadonlySet<string>;
  /** The proxies' own resources, and those that their definitions refer to. */
  readonly proxies: ReadonlySet<string>;
  /** Everything that runs code, by what it is called. */
  readonly hosts: ReadonlyMap<string, Workload>;
  /** How everything stands in networks, by its id. */
  readonly interfaces: ReadonlyMap<string, readonly Interface[]>;
  /** Whether a proxy's definition shows a credential to those who may read it. */
  readonly tellsCredentials: boolean;
  /** The literal texts in the proxies' definitions: images, names of buckets. */
  readonly texts: readonly string[];
}

/** The parts of agents and proxies, from their workloads and what these stand for. */
export function boundaryOf(
  index: ResourceIndex,
  agents: readonly Workload[],
  proxies: readonly Workload[],
  workloads: readonly Workload[],
  interfaces: readonly Interface[],
): Boundary {
  const own = proxies.flatMap(({ id, aliases }) => [id, ...aliases].flatMap((name) => index.get(name) ?? []));
  const referred = own.flatMap(({ properties }) => referencesIn(properties).map(({ resource }) => resource));
  return {
    agents: new Set(agents.flatMap(({ id, aliases }) => [id, ...aliases])),
    proxies: new Set([...own.map(({ id }) => id), ...referred]),
    hosts: new Map(workloads.flatMap((workload) => [workload.id, ...workload.aliases].map((name) => [name, workload] as const))),
    interfaces: grouped(interfaces, ({ owner }) => owner),
    tellsCredentials: proxies.some(({ credentials }) =>
      credentials.some(({ hop, doubt }) => !doubt && !/is given what the secret/.test(hop.why)),
    ),
    texts: own.flatMap(({ properties }) => textsIn(properties)),
  };
}

/** Every reference in a value. */
export function referencesIn(value: Value | undefined): Reference[] {
  return value instanceof Reference ? [value] : partsOf(value).flatMap(referencesIn);
}

function textsIn(value: Value | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (value instanceof Text) return [value.parts.map((part) => (typeof part === 'string' ? part : '*')).join('')];
  return partsOf(value).flatMap(textsIn);
}
