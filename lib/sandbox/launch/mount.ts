/** A file or folder of this machine that is seen in the sandbox. */
export interface Mount {
  readonly source: string;
  readonly target: string;
  readonly mode: 'ro' | 'rw';
  /** Whether a folder, read-only, is seen by way of an overlay: what covers a file stays there when that is replaced. @default false */
  readonly isSteady?: boolean;
}

/** A folder of this machine that is seen in the sandbox, whose changes go to a layer beside it. */
export interface Layered {
  readonly source: string;
  readonly target: string;
  readonly mode: 'overlay';
  /** Holds `upper`, with the changes, and `work`, which is the kernel's. */
  readonly layer: string;
}

/** Folders before what is inside them, which would be covered otherwise. */
export const inOrder = <T extends { readonly target: string }>(mounts: readonly T[]): readonly T[] =>
  [...mounts].sort((a, b) => depth(a.target) - depth(b.target) || (a.target < b.target ? -1 : 1));

const depth = (path: string): number => path.split('/').length;
