import { lstatSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { LayerPlace } from './place';

/** What is known of a layer besides its files. */
export interface LayerRecord {
  readonly version: 1;
  readonly workspace: string;
  /** When the first of the runs began whose changes wait, in nanoseconds by the file system's clock: what changed in the workspace since, changed meanwhile. */
  readonly since: string;
  /** Of files that were applied since, their `ctime` in nanoseconds after that. */
  readonly applied: Readonly<Record<string, string>>;
}

/** Nothing if there was no run; throws an Error if it is another workspace's, or can't be read. */
export function readRecord({ record, workspace }: LayerPlace): LayerRecord | undefined {
  if (lstatSync(record, { throwIfNoEntry: false }) === undefined) return undefined;
  const read = parsed(readFileSync(record, 'utf8'));
  if (read.version === 1 && read.workspace === workspace && /^\d+$/.test(read.since ?? '')) return read as LayerRecord;
  throw new Error(
    `a layer must be of this workspace, '${workspace}': remove its folder, got one of '${read.workspace}' in '${record}'`,
  );
}

function parsed(text: string): Partial<LayerRecord> {
  try {
    return JSON.parse(text) as Partial<LayerRecord>;
  } catch {
    return {};
  }
}

export function writeRecord({ record }: LayerPlace, content: LayerRecord): void {
  const fresh = `${record}.${process.pid}.new`;
  writeFileSync(fresh, JSON.stringify(content), { mode: 0o600 });
  renameSync(fresh, record);
}

/** The time as files get it, which lags behind the clock of programs by some milliseconds. */
export function timeOfFiles({ record }: LayerPlace): string {
  const probe = `${record}.time`;
  writeFileSync(probe, `${Math.random()}`, { mode: 0o600 });
  return `${lstatSync(probe, { bigint: true }).ctimeNs}`;
}
