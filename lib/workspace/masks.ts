import { scanWorkspace } from './scan';

/** What is done about what a scan finds. */
export interface MaskOptions {
  /** Paths from the workspace's root, files or whole folders, that stay visible. @default - none */
  readonly expose?: readonly string[];
  /** Cover what is sensitive, or refuse the workspace. @default 'hide' */
  readonly sensitive?: 'hide' | 'refuse';
}

/** What must be covered, by paths from the workspace's root: no path lies in a folder of the same list, none goes through a link. */
export interface Masks {
  /** Each by an empty file that nobody can write to. */
  readonly files: readonly string[];
  /** Each by an empty folder that nobody can write to. */
  readonly folders: readonly string[];
}

// each is a mount of its own, and mounting takes the longer the more there are
const most = 1000;

/** What to cover in a workspace before an agent gets it; throws an Error, a line for each problem, if that would not be enough. */
export function workspaceMasks(folder: string, { expose = [], sensitive = 'hide' }: MaskOptions = {}): Masks {
  const { findings, problems, unmet } = scanWorkspace(folder, { expose });
  const found = sensitive === 'refuse' ? findings.map(refusalOf) : [];
  const all = [...problems, ...unmet.map(noSuch), ...found, ...(findings.length > most ? [tooMany(findings)] : [])];
  if (all.length > 0) throw new Error(all.join('\n'));
  const folders = findings.filter(({ type }) => type === 'folder').map(({ path }) => path);
  const isCovered = (path: string) => folders.some((other) => path.startsWith(`${other}/`));
  const outermost = findings.filter(({ path }) => !isCovered(path));
  const pathsOf = (wanted: string) => outermost.filter(({ type }) => type === wanted).map(({ path }) => path);
  return { files: pathsOf('file'), folders: pathsOf('folder') };
}

const refusalOf = ({ path, kind }: { path: string; kind: string }): string =>
  `the workspace must have nothing sensitive in it: remove '${path}' (${kind}), or expose it by name`;

const noSuch = (path: string): string => `--expose must name something that would be hidden: remove it, got '${path}'`;

function tooMany(findings: readonly { path: string }[]): string {
  const counts = new Map<string, number>();
  for (const { path } of findings) {
    const top = path.split('/')[0] ?? '';
    counts.set(top, (counts.get(top) ?? 0) + 1);
  }
  const worst = [...counts].sort(([, one], [, other]) => other - one).slice(0, 3);
  const where = worst.map(([name, count]) => `'${name}' (${count})`).join(', ');
  return `${most} places can be hidden at most: remove or expose folders that hold no credential of yours, got ${findings.length}, most in ${where}`;
}
