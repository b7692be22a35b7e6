import type { Doubt } from '../../world/doubt';
import { AnyOf, Unresolved, type Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { blocks, openBlocks } from '../evaluate/blocks';
import { networkKey } from '../network-key';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';

/** A policy or zone that is or may be for a network. */
export interface Bound {
  readonly resource: Resource;
  readonly doubt?: Doubt;
}

interface Table {
  readonly byNetwork: ReadonlyMap<string, readonly Resource[]>;
  /** Those of which it isn't known what they are for. */
  readonly open: readonly Resource[];
}

const tables = oncePerIndex(() => new Map<string, Table>());

/** Resources of a type that are or may be for a network, by their blocks with `network_url`. */
export function boundTo(
  index: ResourceIndex,
  type: string,
  blocksOf: (resource: Resource) => Value | undefined,
  network: string,
): readonly Bound[] {
  const table = tables(index).get(type) ?? tableOf(index, type, blocksOf);
  tables(index).set(type, table);
  const own = table.byNetwork.get(network) ?? [];
  return [
    ...own.map((resource) => ({ resource, ...(resource.doubt && { doubt: resource.doubt }) })),
    ...table.open.filter((resource) => !own.includes(resource)).map((resource) => ({ resource, doubt: unknown(resource) })),
  ];
}

const unknown = ({ id, place }: Resource): Doubt => ({ reason: `which networks ${id} is for isn't known`, place });

function tableOf(index: ResourceIndex, type: string, blocksOf: (resource: Resource) => Value | undefined): Table {
  const byNetwork = new Map<string, Resource[]>();
  const open: Resource[] = [];
  for (const resource of index.ofType(type)) {
    const value = index.follow(blocksOf(resource));
    const urls = blocks(value).map(({ network_url: url }) => url);
    if (openBlocks(value) || urls.some((url) => url instanceof Unresolved || url instanceof AnyOf)) open.push(resource);
    for (const key of new Set(urls.map((url) => networkKey(index, resource, url) ?? ''))) {
      const all = byNetwork.get(key);
      if (all) all.push(resource);
      else byNetwork.set(key, [resource]);
    }
  }
  return { byNetwork, open };
}
