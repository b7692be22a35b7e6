import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { isWithin } from '../../workspace/is-within';
import type { Mount } from './mount';
import { systemFolders } from './system-files';

/** A program, and what must be seen in the sandbox for it to run. */
export interface CommandProgram {
  readonly path: string;
  readonly mounts: readonly Mount[];
}

export interface CommandProgramProps {
  /** As it was written. */
  readonly name: string;
  /** Folder that a name with a slash starts from. */
  readonly folder: string;
  /** Folders where others are looked for, as PATH lists them. */
  readonly path: string;
  /** What is seen in the sandbox anyway. */
  readonly seen: readonly string[];
}

/** Finds the program of a command outside of the sandbox; throws an Error if it isn't there. */
export function commandProgram({ name, folder, path, seen }: CommandProgramProps): CommandProgram {
  const places = candidates(name, folder, path);
  const found = places.find(isProgram);
  if (found === undefined) throw new Error(`COMMAND must be a program ${fixOf(name, places)}, got '${name}'`);
  const isIn = (file: string, folders: readonly string[]) => folders.some((folder) => isWithin(file, folder));
  const isSeen = (file: string) => isIn(file, [...systemFolders, ...seen]);
  const real = realpathSync(found);
  // an agent may have made the link, to read what it leads to
  if (isIn(found, seen) && !isSeen(real))
    throw new Error(`COMMAND must not be a link that leads out of what it sees: name '${real}' itself, got '${found}'`);
  // under its own name, as some programs go by it
  if (isSeen(found) && isSeen(real)) return { path: found, mounts: [] };
  return isSeen(real) ? { path: real, mounts: [] } : { path: real, mounts: installationOf(real) };
}

function fixOf(name: string, places: readonly string[]): string {
  if (places.some((place) => statSync(place, { throwIfNoEntry: false })?.isFile())) return 'that may be executed: chmod +x';
  const isLine = /\s/.test(name);
  return isLine ? "and its arguments as words of their own: sh -c 'LINE' takes a line" : 'that is on PATH, or a path of one';
}

function candidates(name: string, folder: string, path: string): readonly string[] {
  if (name.includes('/')) return [resolve(folder, name)];
  return path
    .split(delimiter)
    .filter(isAbsolute)
    .map((place) => join(place, name));
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** A package's program needs the packages around it and Node; another is one file. */
function installationOf(file: string): readonly Mount[] {
  const [, prefix] = /^(.+)\/lib\/node_modules\/[^/]/.exec(file) ?? [];
  return prefix === undefined ? [seenReadOnly(file)] : [seenReadOnly(join(prefix, 'lib', 'node_modules'))];
}

/** Node as it runs this process: its program, and the npm that came with it. */
export function nodeInstallation(program = realpathSync(process.execPath)): readonly Mount[] {
  if (systemFolders.some((folder) => isWithin(program, folder))) return [];
  const prefix = dirname(dirname(program));
  // such a prefix is Node's alone, and `bin` has the names that its packages go by
  const isOwn = existsSync(join(prefix, 'include', 'node')) && existsSync(join(prefix, 'lib', 'node_modules', 'npm'));
  return isOwn ? ['bin', 'lib/node_modules'].map((name) => seenReadOnly(join(prefix, name))) : [seenReadOnly(program)];
}

const seenReadOnly = (path: string): Mount => ({ source: path, target: path, mode: 'ro' });
