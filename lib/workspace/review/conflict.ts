import { type BigIntStats, fstatSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LayerRecord } from '../layer/record';
import type { HeldFolder } from './held-folder';

/** Whether what is there now, or anything in it, isn't what the agent saw: it changed since its run began, and not by being applied, or is a mount of its own. */
export function changedMeanwhile(folder: HeldFolder, name: string, path: string, record: LayerRecord): boolean {
  const device = fstatSync(folder.descriptor, { bigint: true }).dev;
  const waiting = [{ at: folder.at(name), path }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const stat = lstatSync(next.at, { bigint: true, throwIfNoEntry: false });
    if (stat === undefined) continue;
    const { at, path: inside } = next;
    if (stat.dev !== device) return true;
    if (isLater(stat, record) && record.applied[inside] !== `${stat.ctimeNs}`) return true;
    if (stat.isDirectory())
      waiting.push(...readdirSync(at).map((entry) => ({ at: join(at, entry), path: `${inside}/${entry}` })));
  }
  return false;
}

/** Both times of a folder change by whatever is made in it, which is looked at itself; only one of them if it was put there as it is. */
function isLater(stat: BigIntStats, { since }: LayerRecord): boolean {
  const start = BigInt(since);
  return stat.ctimeNs > start && !(stat.isDirectory() && stat.mtimeNs > start);
}
