import type { Opening, Storage } from '../../model/workload';
import { hop } from '../../world/hop';
import { type Place, within } from '../../world/place';
import { type Fields, isFields, type Value } from '../../world/value';
import { oncePerIndex } from '../reading/once-per-index';
import { elementsAt } from '../reading/property-path';
import type { ResourceIndex } from '../resource-index';
import { fileSystem, hostFolder } from '../storage';

/** What a task's volumes let it use. */
export interface Volumes {
  readonly storage: readonly Storage[];
  readonly openings: readonly Opening[];
}

/** The volumes of a task or job definition; `hosts` are what it may run on. */
export function volumesOf(index: ResourceIndex, volumes: Value | undefined, place: Place, hosts: readonly string[]): Volumes {
  const all = index
    .elements(volumes)
    .map((volume, position) => ({ fields: isFields(volume) ? volume : {}, at: within(place, position) }));
  return {
    storage: all.flatMap(({ fields, at }) => storageOf(index, fields, at, hosts)),
    openings: all.flatMap(({ fields, at }) => openingOf(index, fields, at)),
  };
}

function storageOf(index: ResourceIndex, fields: Fields, place: Place, hosts: readonly string[]): Storage[] {
  // Batch spells the names in its own way
  const efs = [fields.EFSVolumeConfiguration, fields.EfsVolumeConfiguration].filter(isFields);
  const windows = [fields.FSxWindowsFileServerVolumeConfiguration].filter(isFields);
  return [
    ...efs.flatMap((each) => fileSystem(index, each.FilesystemId ?? each.FileSystemId, accessPointOf(each), place)),
    ...windows.flatMap((each) => fileSystem(index, each.FileSystemId, undefined, place)),
    ...hostPaths(index, fields)
      .flatMap((path) => [path, ...pathsBelow(index, path)])
      .flatMap((path) => hosts.map((host) => hostFolder(host, path, place))),
  ];
}

function accessPointOf({ AuthorizationConfig, AuthorizationConfiguration }: Fields): Value | undefined {
  const [authorization] = [AuthorizationConfig, AuthorizationConfiguration].filter(isFields);
  return authorization?.AccessPointId;
}

/** Folders of the host; a volume without a path lives as long as its task. */
function hostPaths(index: ResourceIndex, { Name, Host, DockerVolumeConfiguration: docker }: Fields): string[] {
  const path = isFields(Host) ? index.keyOf(Host.SourcePath) : undefined;
  const shared = isFields(docker) && docker.Scope === 'shared' ? [`volume ${index.keyOf(Name)}`] : [];
  return [...(path ? [path] : []), ...shared];
}

/** Folders of hosts that some task mounts inside a folder. */
const pathsBelow = (index: ResourceIndex, path: string): string[] =>
  mountedPaths(index).filter((each) => each.startsWith(path.endsWith('/') ? path : `${path}/`) && each !== path);

const mountedPaths = oncePerIndex((index): readonly string[] => {
  const definitions = index.ofType('AWS::ECS::TaskDefinition', 'AWS::Batch::JobDefinition').map(({ properties }) => properties);
  const volumes = elementsIn(index, definitions).filter(isFields);
  return [...new Set(volumes.flatMap((volume) => hostPaths(index, volume)))];
});

const elementsIn = (index: ResourceIndex, definitions: readonly Fields[]): readonly Value[] =>
  definitions.flatMap((definition) =>
    elementsAt(index, definition, ['Volumes', 'ContainerProperties.Volumes', 'EcsProperties.TaskProperties.Volumes']),
  );

/** Host paths that give power over the host. */
const powerfulPath =
  /^\/(?:$|(?:etc|proc|sys|dev|boot|root|run|var|var\/run|var\/lib|usr|bin|sbin|lib)\/?$|(?:proc|sys|dev|etc|boot|root)\/)|docker|containerd|\.sock$/;

function openingOf(index: ResourceIndex, fields: Fields, place: Place): Opening[] {
  return hostPaths(index, fields)
    .filter((path) => powerfulPath.test(path))
    .map((path) => ({ kind: 'host', hop: hop(place, `mounts ${path} of its host`) }));
}
