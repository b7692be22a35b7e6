import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Exposed } from './exposed';
import type { Finding, Scan } from './finding';
import { hasGitCredential } from './git-credential';
import { sensitiveKind } from './sensitive-names';

/** How a workspace is looked at. */
export interface ScanOptions {
  /** Paths from its root, files or whole folders, that stay visible. @default - none */
  readonly expose?: readonly string[];
}

// a path of Linux has 4,095 bytes at most, and something must still fit behind
const mostBytes = 3000;

interface Folder {
  readonly path: string;
  /** Of the sensitive folder that it lies in, in which something is exposed. */
  readonly kind?: string;
}

/**
 * Looks for what an agent should not see, by name, in all of a folder, without following a link: it takes about a second for 200,000 files.
 * What a link points to outside isn't mounted; what one with a sensitive name points to inside is found in its place. Throws if there is no such folder.
 */
export function scanWorkspace(folder: string, { expose = [] }: ScanOptions = {}): Scan {
  const walk = new Walk(realpathSync(folder), new Exposed(expose));
  walk.run();
  const findings = [...walk.findings.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  return { findings, problems: walk.problems, entries: walk.entries, unmet: walk.exposed.unmet };
}

class Walk {
  readonly findings = new Map<string, Finding>();
  readonly problems: string[] = [];
  entries = 0;
  private readonly waiting: Folder[] = [];

  constructor(
    private readonly root: string,
    readonly exposed: Exposed,
  ) {}

  run(): void {
    this.enter({ path: '' }, readdirSync(this.root, { withFileTypes: true }));
    for (let next = this.waiting.pop(); next; next = this.waiting.pop()) this.visit(next);
  }

  private visit(folder: Folder): void {
    try {
      if (Buffer.byteLength(folder.path) > mostBytes) this.find(folder.path, 'a folder too deep to be looked into', 'folder');
      else this.enter(folder, readdirSync(join(this.root, folder.path), { withFileTypes: true }));
    } catch {
      // whoever owns it can make it readable
      this.find(folder.path, 'a folder that cannot be read', 'folder');
    }
  }

  private enter({ path, kind }: Folder, entries: readonly Dirent[]): void {
    this.entries += entries.length;
    for (const entry of entries) this.see(entry, path === '' ? entry.name : `${path}/${entry.name}`, kind);
  }

  private see(entry: Dirent, path: string, within?: string): void {
    const kind = within ?? this.kindOf(entry, path);
    if (isUnnameable(entry, kind))
      this.problems.push(`a name must be UTF-8 to be hidden or looked into: rename it, got '${path}'`);
    else if (entry.isSocket()) this.seeSocket(path);
    else if (entry.isDirectory()) this.seeFolder(path, kind);
    else if (kind !== undefined && !this.exposed.has(path)) this.seeHidden(entry, path, kind);
  }

  private seeHidden(entry: Dirent, path: string, kind: string): void {
    if (entry.isSymbolicLink()) this.seeLink(path, kind);
    else this.find(path, kind, 'file');
  }

  /** A way out of a sandbox, and therefore not exposed with the folder that it is in. */
  private seeSocket(path: string): void {
    if (!this.exposed.names(path)) this.find(path, 'a socket, on which something else answers', 'file');
  }

  private kindOf(entry: Dirent, path: string): string | undefined {
    const kind = sensitiveKind(path, entry.isDirectory());
    if (kind !== undefined || !entry.isFile()) return kind;
    return hasGitCredential(join(this.root, path), path) ? 'a credential in the configuration of git' : undefined;
  }

  private seeFolder(path: string, kind: string | undefined): void {
    if (this.exposed.has(path) || kind === undefined) this.waiting.push({ path });
    else if (this.exposed.liesIn(path)) this.waiting.push({ path, kind });
    else this.find(path, kind, 'folder');
  }

  /** A link can't be covered, what it points to can. */
  private seeLink(path: string, kind: string): void {
    const target = realTarget(join(this.root, path));
    if (target === undefined) return;
    const inside = relative(this.root, target);
    if (inside === '..' || inside.startsWith('../')) return;
    if (inside === '' || path.startsWith(`${inside}/`)) {
      this.problems.push(`a link with a sensitive name must not point to a folder that it lies in: remove it, got '${path}'`);
    } else if (!this.exposed.has(inside)) this.find(inside, kind, statSync(target).isDirectory() ? 'folder' : 'file');
  }

  private find(path: string, kind: string, type: Finding['type']): void {
    this.findings.set(path, { path, kind, type });
  }
}

/** Whether a name that isn't UTF-8 matters: it reads so, and can be named to no mount. */
const isUnnameable = (entry: Dirent, kind: string | undefined): boolean =>
  entry.name.includes('\ufffd') && (kind !== undefined || entry.isDirectory() || entry.isSocket());

/** Nothing if it dangles, or goes round. */
function realTarget(link: string): string | undefined {
  try {
    return realpathSync(link);
  } catch {
    return undefined;
  }
}
