import { chmodSync, lstatSync, readdirSync, readlinkSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { LayerPlace } from '../layer/place';
import { type RunsHere, runsHere } from '../runs-here';
import type { Change, Sort } from './change';
import { seenIn } from './opaque-folders';
import { haveSameContent } from './same-content';

// a path of Linux has 4,095 bytes at most, and the layer's own is before it
const mostBytes = 3000;

/** All that waits in a layer, sorted by path: a folder before what is in it. What was copied up and is as before is no change. */
export function layerChanges(place: LayerPlace): readonly Change[] {
  const walk = new Walk(place.workspace, place.upper);
  walk.run();
  const seen = seenIn(place, [...walk.doubtful.keys()]);
  const gone = [...walk.doubtful]
    .flatMap(([folder, names]) => names.map((name) => `${folder}/${name}`))
    .filter((path) => !seen.has(path));
  for (const path of gone) walk.remove(path);
  return walk.changes.sort((one, other) => compare(one.path, other.path));
}

/** By their parts, so that a folder goes before what is in it and nothing goes between. */
function compare(one: string, other: string): number {
  const [first, second] = [one.replaceAll('/', '\0'), other.replaceAll('/', '\0')];
  return first < second ? -1 : Number(first > second);
}

/** A folder of the layer, and whether the workspace has it too. */
interface Folder {
  readonly path: string;
  readonly isBelow: boolean;
}

class Walk {
  readonly changes: Change[] = [];
  /** Folders of both trees, and what only the workspace's has in them: gone if the layer's is opaque. */
  readonly doubtful = new Map<string, readonly string[]>();
  private readonly waiting: Folder[] = [{ path: '', isBelow: true }];
  private readonly device: number;
  private readonly runs: RunsHere;

  constructor(
    private readonly lower: string,
    private readonly upper: string,
  ) {
    this.device = lstatSync(lower).dev;
    this.runs = runsHere(lower);
  }

  run(): void {
    for (let next = this.waiting.pop(); next !== undefined; next = this.waiting.pop()) this.compareFolder(next);
  }

  remove(path: string): void {
    const stat = lstatSync(join(this.lower, path), { throwIfNoEntry: false });
    if (stat) this.add({ path, kind: 'deleted', from: sortOf(stat), ...(stat.isFile() && { sizes: [stat.size, 0] }) });
  }

  private compareFolder({ path, isBelow }: Folder): void {
    const names = readdirSync(opened(join(this.upper, path)));
    for (const name of names) this.compareEntry(path === '' ? name : `${path}/${name}`, isBelow);
    if (path === '' || !isBelow) return;
    const own = new Set(names);
    const below = readdirSync(join(this.lower, path)).filter((name) => !own.has(name));
    if (below.length > 0) this.doubtful.set(path, below);
  }

  private compareEntry(path: string, isBelow: boolean): void {
    const is = lstatSync(join(this.upper, path), { throwIfNoEntry: false });
    const was = isBelow ? lstatSync(join(this.lower, path), { throwIfNoEntry: false }) : undefined;
    // a name that isn't UTF-8 reads as another, and a path that is too long leads nowhere
    if (is === undefined || Buffer.byteLength(path) > mostBytes) this.add({ path, kind: 'created', to: 'other' });
    else if (isWhiteout(is)) this.remove(path);
    else {
      this.addDifference(path, was, is);
      // overlayfs shows what lies under another mount, which is not what is there
      if (is.isDirectory()) this.waiting.push({ path, isBelow: was?.isDirectory() === true && was.dev === this.device });
    }
  }

  private addDifference(path: string, was: Stats | undefined, is: Stats): void {
    const [from, to] = [was && sortOf(was), sortOf(is)];
    const kind = was ? this.differenceOf(path, was, is) : 'created';
    if (kind === undefined) return;
    const target = is.isSymbolicLink() ? readlinkSync(join(this.upper, path)) : undefined;
    const sizes = is.isFile() ? ([was?.isFile() ? was.size : 0, is.size] as const) : undefined;
    this.add({
      path,
      kind,
      to,
      mode: permissions(is),
      ...(from && { from }),
      ...(target && { target }),
      ...(sizes && { sizes }),
    });
  }

  private differenceOf(path: string, was: Stats, is: Stats): Change['kind'] | undefined {
    if (sortOf(was) !== sortOf(is)) return 'type changed';
    const [below, above] = [join(this.lower, path), join(this.upper, path)];
    if (is.isSymbolicLink()) return readlinkSync(below) === readlinkSync(above) ? undefined : 'changed';
    if (is.isFile() && !haveSameContent(above, below)) return 'changed';
    return permissions(was) === permissions(is) ? undefined : 'mode changed';
  }

  private add(change: Change): void {
    const runBy = this.runs(change.path, change.to === 'link');
    this.changes.push({ ...change, ...(runBy !== undefined && { runBy }) });
  }
}

/** Without the bits by which a file runs as its owner, and never less than its owner needs to look at it: the layer is made readable so. */
const permissions = (stat: Stats): number => (stat.mode & 0o777) | (stat.isDirectory() ? 0o700 : 0o400);

/** A folder of the layer, which is the user's own, made readable if it isn't. */
function opened(folder: string): string {
  const { mode, uid } = lstatSync(folder);
  if ((mode & 0o700) !== 0o700 && uid === process.geteuid?.()) chmodSync(folder, mode | 0o700);
  return folder;
}

// overlayfs marks what is deleted by a character device 0/0
const isWhiteout = (stat: Stats): boolean => stat.isCharacterDevice() && stat.rdev === 0;

function sortOf(stat: Stats): Sort {
  if (stat.isFile()) return 'file';
  if (stat.isDirectory()) return 'folder';
  return stat.isSymbolicLink() ? 'link' : 'other';
}
