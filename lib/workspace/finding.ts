/** Something in a workspace that an agent should not see. Its content is never part of it. */
export interface Finding {
  /** From the workspace's root, with `/`. */
  readonly path: string;
  /** What its name says that it holds, or what it is. */
  readonly kind: string;
  readonly type: 'file' | 'folder';
}

/** What a look at a workspace found. */
export interface Scan {
  /** Sorted by path. */
  readonly findings: readonly Finding[];
  /** What can't be hidden, each with its reason in a line: nothing is mounted as long as there is any. */
  readonly problems: readonly string[];
  /** Files and folders that were looked at. */
  readonly entries: number;
  /** Paths of `expose` that exposed nothing. */
  readonly unmet: readonly string[];
}
