import { posix } from 'node:path';

/** Paths in a workspace that stay visible whatever they are called, as `--expose` names them: each a file, or a folder with all in it. */
export class Exposed {
  private readonly paths: readonly string[];
  private readonly met = new Set<string>();

  /** Throws an Error for a path that leads out of the workspace, or is all of it. */
  constructor(paths: readonly string[]) {
    this.paths = paths.map(inWorkspace);
  }

  has(path: string): boolean {
    const found = this.paths.find((exposed) => path === exposed || path.startsWith(`${exposed}/`));
    if (found !== undefined) this.met.add(found);
    return found !== undefined;
  }

  /** Whether exactly this is exposed. */
  names(path: string): boolean {
    return this.paths.includes(path) && this.has(path);
  }

  /** Whether something in this folder is exposed. */
  liesIn(folder: string): boolean {
    return this.paths.some((exposed) => exposed.startsWith(`${folder}/`));
  }

  /** Those that exposed nothing so far: misspelt, or not needed. */
  get unmet(): readonly string[] {
    return this.paths.filter((path) => !this.met.has(path));
  }
}

function inWorkspace(path: string): string {
  const whole = posix.normalize(path).replace(/\/$/, '');
  if (whole !== '.' && whole !== '' && !whole.startsWith('/') && whole !== '..' && !whole.startsWith('../')) return whole;
  throw new Error(`--expose must be a path in the workspace, from its root, got '${path}'`);
}
