import { accessSync, constants } from 'node:fs';
import { dirname } from 'node:path';
import { isNeverGiven } from './guarded-places';
import { HeldLocks, type Lockable } from './held-locks';
import { isWithin } from './is-within';
import { listedRuns, type Run, type RunFolder, wordsOf } from './listed-runs';
import { lockHolders } from './lock-holders';

/**
 * Keeps runs off each other for as long as this process lives: whoever changes a folder itself is alone in it, in all that it lies in, and in all that
 * lies in it; the others share. Otherwise one could put links where the other has just looked. Throws an Error that names the other run.
 */
export async function lockedWorkspace(folders: readonly RunFolder[]): Promise<HeldLocks> {
  const run = { pid: process.pid, folders };
  const wanted = lockables(folders);
  const held = await HeldLocks.take(wanted, wordsOf(run));
  try {
    return admitted(run, held, wanted);
  } catch (error) {
    // whoever lives on with the locks keeps others out
    await held?.release();
    throw error;
  }
}

function admitted(run: Run, held: HeldLocks | undefined, wanted: readonly Lockable[]): HeldLocks {
  const other = listedRuns().find((listed) => listed.pid !== run.pid && inTheWay(run, listed));
  if (held && !other) return held;
  throw new Error(refusal(run.folders, other ? runWords(other) : holderWords(wanted)));
}

/** A folder, and shared all that it lies in, from the top down: nobody above can change it then. Two that begin at once may both be refused. */
function lockables(folders: readonly RunFolder[]): readonly Lockable[] {
  const own = folders.map(({ path, mode }) => ({ path, isShared: mode !== 'rw' }));
  const above = own.flatMap(({ path }) => lockedAbove(path)).map((path) => ({ path, isShared: true }));
  // what is locked alone isn't asked for once more
  const all = new Map([...above, ...own].map((lockable) => [lockable.path, lockable]));
  for (const lockable of own.filter(({ isShared }) => !isShared)) all.set(lockable.path, lockable);
  return [...all.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Those in which a run could be: who locks others, which every user of the machine reads, is in nobody's way. */
function lockedAbove(path: string): readonly string[] {
  const folder = dirname(path);
  if (folder === path) return [];
  return [...lockedAbove(folder), ...(isReadable(folder) && !isNeverGiven(folder) ? [folder] : [])];
}

function isReadable(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

const inTheWay = (one: Run, other: Run): boolean =>
  one.folders.some((folder) => other.folders.some((their) => clash(folder, their)));

const clash = (one: RunFolder, other: RunFolder): boolean =>
  (one.mode === 'rw' || other.mode === 'rw') && (isWithin(one.path, other.path) || isWithin(other.path, one.path));

const refusal = ([workspace]: readonly RunFolder[], who: string): string =>
  `whoever changes a folder in mode rw must be alone in it: wait for ${who}, got ${workspace?.mode} in '${workspace?.path}'`;

const runWords = ({ pid, folders: [their] }: Run): string => `the run of process ${pid}, ${their?.mode} in '${their?.path}'`;

/** Of whoever has the lock: everybody may take one of what he reads. */
function holderWords(wanted: readonly Lockable[]): string {
  const [found] = wanted.flatMap((lockable) => lockHolders(lockable).map((holder) => ({ ...lockable, ...holder })));
  return found ? `process ${found.pid} of user ${found.uid}, which has locked '${found.path}'` : 'another run';
}
