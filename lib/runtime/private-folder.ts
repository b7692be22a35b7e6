import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Name of the socket in the folder on which the folder's process answers as long as it lives. */
export const socketName = 'admin.sock';

const prefix = 'agent-airlock-';

/** A folder of this process that only its user can enter (mode 0700), in memory where the machine has such a place. */
export function makePrivateFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return mkdtempSync(join(parentOf(environment), `${prefix}${process.pid}-`));
}

/** Removes the folders that this user's dead processes left. */
export async function sweepPrivateFolders(environment: NodeJS.ProcessEnv = process.env): Promise<void> {
  const parent = parentOf(environment);
  for (const name of readdirSync(parent)) {
    const folder = join(parent, name);
    if (isCandidate(folder, name) && !(await answers(join(folder, socketName)))) rmSync(folder, { recursive: true, force: true });
  }
}

function parentOf({ XDG_RUNTIME_DIR: runtime }: NodeJS.ProcessEnv): string {
  return runtime !== undefined && isOwnFolder(runtime) ? runtime : tmpdir();
}

function isCandidate(folder: string, name: string): boolean {
  const pid = new RegExp(`^${prefix}([0-9]+)-`).exec(name)?.[1];
  return pid !== undefined && isOwnFolder(folder) && !isAlive(Number(pid));
}

function isOwnFolder(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && stat.uid === process.getuid?.();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Whether somebody takes connections on a socket: a process of another container that shares the folder looks dead by its number. */
export function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    connection.once('error', () => resolve(false));
    connection.once('connect', () => resolve(true));
    connection.once('close', () => resolve(false));
    connection.once('connect', () => connection.destroy());
  });
}
