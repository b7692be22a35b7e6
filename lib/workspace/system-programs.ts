import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Environment of programs that are started beside a workspace: those of the system, as a folder of the workspace, in which an agent writes, may be on PATH. */
export const systemPrograms = {
  // the last is where NixOS has all of its own
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/run/current-system/sw/bin',
  LC_ALL: 'C',
} as const;

/** Whole path of a program of the system's, or nothing if it has none of that name. */
export const systemProgram = (name: string): string | undefined =>
  systemPrograms.PATH.split(delimiter)
    .map((folder) => join(folder, name))
    .find(isProgram);

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
