import type { Workload } from '../model/workload';
import { isFields, Text } from '../world/value';
import type { Resource } from '../world/world';
import { groupMetadata } from './group-metadata';
import { byProject, doesNothing, type Given, others, scripts } from './project-set-up';
import type { ResourceIndex } from './resource-index';

/** Metadata that a host runs or takes its container from besides its user data ("About startup scripts"), or that makes something else of that. */
const run = [...scripts, ...others];

/** What a host is set up by besides the user data of its definition; undefined if there is nothing. */
export function otherSetUp(index: ResourceIndex, { id, aliases }: Workload): string | undefined {
  const own = [...new Set([id, ...aliases])].flatMap((name) => index.get(name) ?? []);
  const scripted = own.find(({ properties: { metadata_startup_script: script } }) => script !== undefined && script !== null);
  if (scripted) return `its host also runs the start-up script of ${scripted.id}`;
  const given: readonly Given[] = [
    ...own.map((by) => ({ by, metadata: by.properties.metadata, keys: run })),
    ...own.flatMap((by) => byGroup(index, by)),
    ...byProject(index, own.filter(isDefinition)),
  ];
  return given.map((each) => changed(index, each)).find((reason) => reason !== undefined);
}

/** A group's own metadata, where it has some, is read with that of single hosts. */
const isDefinition = ({ type }: Resource): boolean => !type.endsWith('_manager');

function changed(index: ResourceIndex, { by, metadata, keys }: Given): string | undefined {
  const value = index.follow(metadata);
  if (value === undefined || value === null) return undefined;
  if (!isFields(value)) return `the metadata that ${by.id} gives its host isn't known: ${index.keyOf(value)}`;
  const data = index.follow(value['user-data']);
  if (data !== undefined && data !== null && typeof data !== 'string' && !(data instanceof Text))
    return `the user-data of ${by.id} isn't known: ${index.keyOf(data)}`;
  const key = Object.keys(value).find((name) => keys.includes(name) && !doesNothing(index, value[name]));
  return key === undefined ? undefined : `its host also runs the ${key} of ${by.id}`;
}

/** The metadata that a group gives to all its hosts, or to single ones, takes the place of the template's. */
const byGroup = (index: ResourceIndex, manager: Resource): readonly Given[] =>
  groupMetadata(index, manager).map(({ by, metadata }) => ({ by, metadata, keys: [...run, 'user-data'] }));
