import { realpathSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { isWithin } from '../../workspace/is-within';
import { layerPlace } from '../../workspace/layer/place';
import { workspaceMasks } from '../../workspace/masks';
import { mountProblem } from '../../workspace/mount-problem';
import { namingFolders } from '../../workspace/naming-folders';
import { selfRunningPlaces } from '../../workspace/self-running';
import type { Layered, Mount } from './mount';
import { mountPointsIn } from './mount-points';
import { placeProblem } from './own-places';
import type { SandboxProps } from './sandbox-props';
import type { Hidden } from './staging';

/** What is seen of this machine because somebody asked for it. */
export interface GivenMounts {
  readonly workspace: Mount | Layered;
  readonly readOnly: readonly Mount[];
  /** Parts of a workspace that may be changed which this machine runs something from. */
  readonly guarded: readonly Mount[];
  readonly hidden: readonly Hidden[];
}

/** Throws an Error, a line for each problem, if something of it may not be seen in a sandbox. */
export function givenMounts(props: SandboxProps, environment: NodeJS.ProcessEnv): GivenMounts {
  const { expose = [] } = props;
  const { workspace, readOnly } = givenPlaces(props);
  const seen = readOnly.map(asSeen);
  const hidden = allHidden(workspace, readOnly, expose);
  return {
    workspace: workspaceMount(workspace, props, environment),
    readOnly: seen,
    guarded: props.workspaceMode === 'rw' ? guardedIn(workspace, hidden) : [],
    hidden,
  };
}

/** Real paths of what is to be seen. Throws an Error, a line for each problem, if something of it may not be. */
export function givenPlaces({ workspace: folder = process.cwd(), readOnly = [] }: SandboxProps) {
  const problems = [...problemsOf(folder, '--workspace'), ...readOnly.flatMap((path) => problemsOf(path, '--ro'))];
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const workspace = realpathSync.native(folder);
  if (!statSync(workspace).isDirectory()) throw new Error(`--workspace must be a folder, got '${folder}'`);
  return { workspace, readOnly: readOnly.map((path) => realpathSync.native(path)) };
}

function workspaceMount(path: string, props: SandboxProps, environment: NodeJS.ProcessEnv): Mount | Layered {
  const { workspaceMode: mode = 'overlay' } = props;
  const place = { source: path, target: path };
  if (mode !== 'overlay') return { ...place, mode };
  refuseMounted(path);
  return { ...place, mode, layer: layerPlace(path, environment).folder };
}

/** An overlay shows what is below what is mounted in a folder, which was not looked at; in a user namespace the kernel makes none there. */
function refuseMounted(workspace: string): void {
  const [point] = mountPointsIn(workspace);
  if (point === undefined) return;
  throw new Error(
    `nothing may be mounted in a workspace of mode overlay, which would show what is below: use ro or rw, or unmount it, got '${point}'`,
  );
}

const asSeen = (path: string): Mount => ({ source: path, target: path, mode: 'ro' });

function guardedIn(workspace: string, hidden: readonly Hidden[]): readonly Mount[] {
  const { pinned, present } = selfRunningPlaces(workspace);
  const files = hidden.filter(({ path, isFolder }) => !isFolder && isWithin(path, workspace));
  const naming = namingFolders(files.map(({ path }) => relative(workspace, path)));
  // what may not be changed at all can't be renamed either
  const kept = new Set([...pinned, ...naming].filter((name) => !present.some((other) => isWithin(name, other))));
  const at = (name: string, mode: Mount['mode']) => ({ source: join(workspace, name), target: join(workspace, name), mode });
  return [...[...kept].map((name) => at(name, 'rw')), ...present.map((name) => at(name, 'ro'))];
}

/** In each folder that is seen; what is exposed is named from the workspace's root, or in a folder of `--ro` by its whole path. */
function allHidden(workspace: string, readOnly: readonly string[], expose: readonly string[]): readonly Hidden[] {
  const others = readOnly.filter((path) => statSync(path).isDirectory() && !isWithin(path, workspace));
  const inOthers = expose.filter((path) => others.some((folder) => isWithin(path, folder)));
  const exposedIn = (folder: string) => inOthers.filter((path) => isWithin(path, folder)).map((path) => relative(folder, path));
  return [
    ...hiddenIn(
      workspace,
      expose.filter((path) => !inOthers.includes(path)),
    ),
    ...others.flatMap((folder) => hiddenIn(folder, exposedIn(folder))).filter(({ path }) => !isWithin(path, workspace)),
  ];
}

function hiddenIn(workspace: string, expose: readonly string[]): readonly Hidden[] {
  const { files, folders } = workspaceMasks(workspace, { expose });
  return [
    ...folders.map((path) => ({ path: join(workspace, path), isFolder: true })),
    ...files.map((path) => ({ path: join(workspace, path), isFolder: false })),
  ];
}

/** Why a file or folder can't be seen in a sandbox, by the name of what asks for it; none if it can. */
export function problemsOf(path: string, option: string): string[] {
  const problem = mountProblem(path) ?? placeProblem(realpathSync.native(path));
  return problem === undefined ? [] : [`${option}: ${problem}`];
}
