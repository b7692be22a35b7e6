import { readdirSync } from 'node:fs';
import type { HeldLocks } from '../held-locks';
import { layerChanges } from '../review/layer-changes';
import { emptied } from './emptied';
import { lockedLayer } from './lock';
import { type LayerPlace, layerPlace, makeLayer } from './place';
import { readRecord, timeOfFiles, writeRecord } from './record';

/** The layer of a workspace for one run, held so that no other run and no review works with it. */
export interface OpenLayer extends LayerPlace {
  /** Whether changes of an earlier run wait in it, which this run goes on with. */
  readonly isWaiting: boolean;
  /** Call it when the overlay is mounted no more. */
  readonly release: () => Promise<void>;
}

/**
 * Takes the layer of a workspace for a run, and makes it if there is none. Mount it with `userxattr` whoever mounts it, so that every review reads it;
 * overlayfs wants to be told nothing else. Throws an Error if it isn't the caller's own, lies in the workspace or is in use.
 */
export async function openLayer(workspace: string, environment: NodeJS.ProcessEnv = process.env): Promise<OpenLayer> {
  const place = layerPlace(workspace, environment);
  makeLayer(place);
  const lock = await lockedLayer(place);
  try {
    const isWaiting = begin(place);
    return { ...place, isWaiting, release: () => released(place, lock) };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Whether something waits in it. */
function begin(place: LayerPlace): boolean {
  const known = readRecord(place);
  emptied(place.work);
  // what was only touched is no change, and would hide what the user does to it
  const isWaiting = known !== undefined && readdirSync(place.upper).length > 0 && layerChanges(place).length > 0;
  if (isWaiting) return true;
  // what is there without a record is of no run that got as far as to begin
  emptied(place.upper);
  writeRecord(place, { version: 1, workspace: place.workspace, since: timeOfFiles(place), applied: {} });
  return false;
}

/** What overlayfs leaves besides changes, a folder without permissions, would be in the way of whoever removes the layer. */
async function released({ work }: LayerPlace, lock: HeldLocks): Promise<void> {
  try {
    emptied(work);
  } finally {
    await lock.release();
  }
}
