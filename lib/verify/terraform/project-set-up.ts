import { isFields, type Value } from '../world/value';
import type { Resource } from '../world/world';
import { blocksAt } from './nested-blocks';
import type { ResourceIndex } from './resource-index';

/** Metadata that somebody gives a host, and the keys in it that change what the host does. */
export interface Given {
  readonly by: Resource;
  readonly metadata: Value | undefined;
  readonly keys: readonly string[];
}

/** Scripts by the host's own key that takes their place, whether they are texts or addresses. */
const families: Readonly<Record<string, readonly string[]>> = {
  'startup-script': ['startup-script', 'startup-script-url'],
  'shutdown-script': ['shutdown-script', 'shutdown-script-url'],
};

/** Metadata that a host runs as scripts. */
export const scripts: readonly string[] = Object.values(families).flat();

/** Metadata besides these that says what a host runs. */
export const others: readonly string[] = ['gce-container-declaration', 'user-data-encoding', 'vendor-data'];

/** Whether a script is there only so that no other runs. */
export const doesNothing = (index: ResourceIndex, script: Value | undefined): boolean => index.follow(script) === 'exit 0';

/**
 * What a project, or a zone of it, gives hosts of these definitions: scripts that none of their own takes the place of, and what VM Manager runs.
 * "About VM metadata": a host's goes before its zone's, and that before its project's.
 */
export function byProject(index: ResourceIndex, definitions: readonly Resource[]): readonly Given[] {
  const own = definitions.map(({ properties: { metadata } }) => index.follow(metadata));
  const has = (key: string, value: string) =>
    own.length > 0 && own.every((each) => isFields(each) && index.follow(each[key]) === value);
  const ran = Object.entries(families).flatMap(([key, family]) => (has(key, 'exit 0') ? [] : family));
  const keys = [...ran, ...others];
  const of = (by: Resource, metadata: Value | undefined): Given => ({ by, metadata, keys });
  return [
    ...index.ofType('google_compute_project_metadata').map((by) => of(by, by.properties.metadata)),
    ...index
      .ofType('google_compute_project_metadata_item')
      .flatMap((by) => itemKeys(index, by).map((key) => of(by, { [key]: '' }))),
    ...index
      .ofType('google_compute_instance_settings')
      .flatMap((by) => blocksAt(index, by.properties, 'metadata').map(({ items }) => of(by, items))),
    ...(has('enable-osconfig', 'FALSE') ? [] : managed(index)),
  ];
}

/** A key that isn't known may be any. */
function itemKeys(index: ResourceIndex, { properties: { key } }: Resource): readonly string[] {
  const stated = index.follow(key);
  return typeof stated === 'string' ? [stated] : [...scripts, ...others];
}

/** "VM Manager": policies and patches of a project run their steps on its hosts, as root. */
const managed = (index: ResourceIndex): readonly Given[] =>
  index
    .ofType('google_os_config_os_policy_assignment', 'google_os_config_patch_deployment')
    .map((by) => ({ by, metadata: { steps: '' }, keys: ['steps'] }));
