import { realpathSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Guarded, guardedPlaces, type MountOptions } from './guarded-places';
import { sensitiveKind } from './sensitive-names';

/**
 * Why a file or folder may not be given to an agent, in one line, or nothing if it may. What is judged is what would be mounted: links are followed,
 * and folders compared by what they are, not by what they are called, so that case, `..` and other mounts of the same folder make no difference.
 */
export function mountProblem(path: string, options: MountOptions = {}): string | undefined {
  const real = realOf(path);
  if (real === undefined) return refusal(path, 'must be there and readable', 'check how it is written');
  const stats = statSync(real);
  if (stats.isSocket()) return refusal(path, 'must not be a socket, which is a way out', 'leave it out');
  if (!stats.isDirectory() && !stats.isFile()) return refusal(path, 'must be a folder or a file', 'leave it out');
  const reason = sensitivePart(real) ?? guardedPart(real, guardedPlaces(options));
  return reason && refusal(path, `must not ${reason}`, 'name a folder with nothing but the work in it', real);
}

function refusal(path: string, must: string, fix: string, real = path): string {
  return `what an agent is given ${must}: ${fix}, got '${path}'${real === path ? '' : `, which is '${real}'`}`;
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync.native(path);
  } catch {
    return undefined;
  }
}

function sensitivePart(real: string): string | undefined {
  const parts = upwards(real).slice(0, -1);
  for (const part of parts) {
    const kind = sensitiveKind(part, part !== real || statSync(real).isDirectory());
    if (kind !== undefined) return `be '${part}' or in it (${kind})`;
  }
  return undefined;
}

function guardedPart(real: string, places: readonly Guarded[]): string | undefined {
  const own = identity(statSync(real));
  const above = upwards(real).map((folder) => identity(statSync(folder)));
  for (const { path, what, inside } of places) {
    const guarded = realOf(path);
    if (guarded === undefined) continue;
    if (upwards(guarded).some((folder) => identity(statSync(folder)) === own)) return `be or hold ${what}, '${path}'`;
    if (inside && above.includes(identity(statSync(guarded)))) return `be in ${what}, '${path}'`;
  }
  return undefined;
}

/** A path, and all that it lies in. */
function upwards(path: string): readonly string[] {
  return path === dirname(path) ? [path] : [path, ...upwards(dirname(path))];
}

const identity = ({ dev, ino }: Stats): string => `${dev}:${ino}`;
