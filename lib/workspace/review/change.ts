/** What something in a tree is; `other` is what no review applies, such as a socket or a device. */
export type Sort = 'file' | 'folder' | 'link' | 'other';

/** One change that waits. A rename is a deletion and a creation. */
export interface Change {
  /** From the workspace's root, with `/`. */
  readonly path: string;
  readonly kind: 'created' | 'changed' | 'deleted' | 'mode changed' | 'type changed';
  /** What it is in the workspace. @default - nothing */
  readonly from?: Sort;
  /** What it is in the layer. @default - nothing */
  readonly to?: Sort;
  /** Permission bits that it would get. */
  readonly mode?: number;
  /** Where a link would lead. */
  readonly target?: string;
  /** Bytes of a file before and after. */
  readonly sizes?: readonly [number, number];
  /** Who would run it, without being asked: it is applied only if it is named. */
  readonly runBy?: string;
}
