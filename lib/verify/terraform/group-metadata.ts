import type { Value } from '../world/value';
import type { Resource } from '../world/world';
import { blocksAt } from './nested-blocks';
import type { ResourceIndex } from './resource-index';

/** Metadata that takes the place of a template's. */
export interface GroupMetadata {
  /** What gives it. */
  readonly by: Resource;
  /** The block of that resource that it stands in. */
  readonly block: string;
  readonly metadata: Value | undefined;
}

/** The metadata that a group gives to all its hosts, and to single ones. */
export function groupMetadata(index: ResourceIndex, manager: Resource): readonly GroupMetadata[] {
  const single = (
    [
      ['google_compute_per_instance_config', 'instance_group_manager'],
      ['google_compute_region_per_instance_config', 'region_instance_group_manager'],
    ] as const
  ).flatMap(([type, property]) => index.referring(type, property, manager.id, manager.type));
  return [
    ...given(index, manager, 'all_instances_config'),
    ...single.flatMap((config) => given(index, config, 'preserved_state')),
  ];
}

const given = (index: ResourceIndex, by: Resource, block: string): readonly GroupMetadata[] =>
  blocksAt(index, by.properties, block).map(({ metadata }) => ({ by, block, metadata }));
