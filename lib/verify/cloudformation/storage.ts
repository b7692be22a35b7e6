import type { Storage } from '../model/workload';
import type { Doubt } from '../world/doubt';
import { hop } from '../world/hop';
import type { Place } from '../world/place';
import { isFields, type Value } from '../world/value';
import { oncePerIndex } from './reading/once-per-index';
import { referredResource } from './reading/referred-resource';
import type { ResourceIndex } from './resource-index';

/** A file system as a workload mounts it: the whole of it, or what an access point shows. */
export function fileSystem(index: ResourceIndex, id: Value | undefined, accessPoint: Value | undefined, place: Place): Storage[] {
  const point = referredResource(index, accessPoint, 'AWS::EFS::AccessPoint');
  const system = systemKey(index, id) ?? systemKey(index, point?.properties.FileSystemId);
  if (system === undefined) return accessPoint === undefined ? [] : [unknownPoint(index, accessPoint, place)];
  const folder = point ? folderOf(index, point.properties.RootDirectory) : '/';
  const why = hop(place, `mounts ${folder === '/' ? '' : `${folder} of `}file system ${system}`);
  return [...overlapping(index, system, folder)].map((key) => ({ key: `${system}:${key}`, hop: why }));
}

const systemKey = (index: ResourceIndex, id: Value | undefined): string | undefined =>
  referredResource(index, id, 'AWS::EFS::FileSystem')?.id ?? index.keyOf(id);

function unknownPoint(index: ResourceIndex, accessPoint: Value, place: Place): Storage {
  const key = index.keyOf(accessPoint) ?? '';
  return { key, hop: hop(place, `mounts access point ${key}`) };
}

/** `Path` of an access point's root; `/` if it isn't known, as it then may show everything. */
function folderOf(index: ResourceIndex, root: Value | undefined): string {
  const path = isFields(root) ? index.follow(root.Path) : undefined;
  return typeof path === 'string' ? `/${path.split('/').filter(Boolean).join('/')}` : '/';
}

/** The folders of a file system that a folder shares something with: what lies in it, and what it lies in is told by that one. */
function overlapping(index: ResourceIndex, system: string, folder: string): Set<string> {
  const below = folder === '/' ? '/' : `${folder}/`;
  return new Set([folder, ...(shownFolders(index).get(system) ?? []).filter((each) => each.startsWith(below))]);
}

/** The folders that access points show, by file system. */
const shownFolders = oncePerIndex((index): ReadonlyMap<string, readonly string[]> => {
  const folders = new Map<string, string[]>();
  for (const { properties } of index.ofType('AWS::EFS::AccessPoint')) {
    const system = systemKey(index, properties.FileSystemId) ?? '';
    folders.set(system, [...(folders.get(system) ?? []), folderOf(index, properties.RootDirectory)]);
  }
  return folders;
});

/** A folder of a host that several tasks may run on. */
export const hostFolder = (host: string, path: string, place: Place, doubt?: Doubt): Storage => ({
  key: `${host}:${path}`,
  hop: hop(place, `mounts ${path} of its host`),
  ...(doubt && { doubt }),
});
