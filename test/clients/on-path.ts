import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Path of a program that is on PATH; rejects if there is none. */
export async function onPath(name: string): Promise<string> {
  const folders = (process.env.PATH ?? '').split(':');
  const path = folders.map((folder) => join(folder, name)).find(existsSync);
  if (path === undefined) throw new Error(`'${name}' must be on PATH: install it`);
  return path;
}
