import { readFileSync } from 'node:fs';
import type { System } from '../system';

/** What was read: the systems, and the files that they stand in. */
export interface Input {
  readonly files: readonly InputFile[];
  readonly systems: readonly System[];
}

export interface InputFile {
  /** As it was given. */
  readonly path: string;
  readonly content: () => Uint8Array;
}

/** A file on disk. */
export const fileAt = (path: string): InputFile => ({ path, content: () => readFileSync(path) });
