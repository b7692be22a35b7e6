import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  futimesSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  symlinkSync,
  writeSync,
} from 'node:fs';
import type { LayerPlace } from '../layer/place';
import type { LayerRecord } from '../layer/record';
import type { Change } from './change';
import { changedMeanwhile } from './conflict';
import { HeldFolder } from './held-folder';
import { staysInside } from './link-target';
import { removeAll, replace } from './replace';
import { withOpen } from './same-content';

/**
 * Makes one change in the workspace, following no link there or in the layer; returns the new `ctime` in nanoseconds, if something is there then.
 * Throws an Error with the reason why it must wait.
 */
export function applyChange(place: LayerPlace, record: LayerRecord, change: Change, isNamed: boolean): string | undefined {
  const { path, to } = change;
  const reason = reasonToWait(place, change, isNamed);
  if (reason !== undefined) throw new Error(reason);
  const apply = (folder: HeldFolder, name: string) => {
    if (isInPlace(change, folder, name)) return setMode(folder, name, change);
    if (changedMeanwhile(folder, name, path, record))
      throw new Error('it changed in the workspace since the run began: discard it, or take it over by hand');
    if (to === undefined) removeIfThere(folder, name);
    else replace(folder, name, (fresh) => make(place, change, folder, fresh));
    return lstatSync(folder.at(name), { bigint: true, throwIfNoEntry: false })?.ctimeNs.toString();
  };
  return HeldFolder.withParentOf(place.workspace, path, apply, to !== undefined);
}

function removeIfThere(folder: HeldFolder, name: string): void {
  if (lstatSync(folder.at(name), { throwIfNoEntry: false })) removeAll(folder, name);
}

function reasonToWait({ workspace }: LayerPlace, { path, to, runBy, target }: Change, isNamed: boolean): string | undefined {
  if (to === 'other') return 'it is neither a file, a folder nor a link, or its name is no text';
  if (isNamed) return undefined;
  if (runBy !== undefined) return `it is run by ${runBy}: name it to apply it`;
  const isSafe = target === undefined || staysInside(workspace, path, target);
  return isSafe ? undefined : 'it may lead out of the workspace: name it to apply it';
}

/** Whether what is there may stay, and at most gets other permissions. */
function isInPlace({ kind, to }: Change, folder: HeldFolder, name: string): boolean {
  if (to !== 'folder') return false;
  return kind !== 'type changed' && lstatSync(folder.at(name), { throwIfNoEntry: false })?.isDirectory() === true;
}

function make(place: LayerPlace, { path, to, mode = 0, target = '' }: Change, folder: HeldFolder, fresh: string): void {
  if (to === 'link') symlinkSync(target, folder.at(fresh));
  else if (to === 'folder') makeFolder(folder.at(fresh), mode);
  else HeldFolder.withParentOf(place.upper, path, (layer, name) => copyFile(layer.at(name), folder.at(fresh), mode));
}

// mkdir(2) takes bits away by the umask
function makeFolder(path: string, mode: number): void {
  mkdirSync(path, { mode: 0o700 });
  chmodSync(path, mode);
}

/** Without the bits by which a file runs as its owner, and without a hard link to anything. */
function copyFile(from: string, to: string, mode: number): void {
  withOpen(from, (source) => {
    const target = openSync(to, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW, 0o600);
    try {
      copyBytes(source, target);
      const { atimeMs, mtimeMs } = fstatSync(source);
      futimesSync(target, atimeMs / 1000, mtimeMs / 1000);
      fchmodSync(target, mode);
    } finally {
      closeSync(target);
    }
  });
}

const nothing = Buffer.alloc(65_536);

/** Holes stay holes: a file of an agent's may claim to be longer than the disk. */
function copyBytes(source: number, target: number): void {
  const buffer = Buffer.alloc(nothing.length);
  let at = 0;
  for (let read = readSync(source, buffer); read > 0; read = readSync(source, buffer)) {
    const bytes = buffer.subarray(0, read);
    if (!bytes.equals(nothing.subarray(0, read))) writeAll(target, bytes, at);
    at += read;
  }
  ftruncateSync(target, at);
}

function writeAll(target: number, bytes: Buffer, at: number): void {
  for (let written = 0; written < bytes.length; )
    written += writeSync(target, bytes, written, bytes.length - written, at + written);
}

// opens nothing, which a file without permissions allows too
const openPathOnly = 0o10000000;

function setMode(folder: HeldFolder, name: string, { mode = 0 }: Change): string {
  const descriptor = openSync(folder.at(name), openPathOnly | constants.O_NOFOLLOW);
  try {
    if (fstatSync(descriptor).isDirectory()) chmodSync(`/proc/self/fd/${descriptor}`, mode);
    return `${fstatSync(descriptor, { bigint: true }).ctimeNs}`;
  } finally {
    closeSync(descriptor);
  }
}
