import { lstatSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { HeldLocks } from '../held-locks';
import { emptied } from '../layer/emptied';
import { lockedLayer } from '../layer/lock';
import { type LayerPlace, layerPlace, makeLayer } from '../layer/place';
import { type LayerRecord, readRecord, writeRecord } from '../layer/record';
import { runsHere } from '../runs-here';
import { applyChange } from './apply-change';
import type { Change } from './change';
import { HeldFolder } from './held-folder';
import { layerChanges } from './layer-changes';
import { seenIn } from './opaque-folders';
import { problemOf } from './problem';

/** What became of a change. */
export interface Outcome {
  readonly change: Change;
  /** Why it still waits. @default - it was applied */
  readonly problem?: string;
}

/** The changes to a workspace that wait, held so that no run adds to them. */
export class Review {
  /** Times of what was applied, by path. */
  private readonly applied: Record<string, string>;
  private current: readonly Change[];

  private constructor(
    readonly place: LayerPlace,
    private readonly record: LayerRecord,
    private readonly lock: HeldLocks,
  ) {
    this.applied = { ...record.applied };
    this.current = layerChanges(place);
  }

  /** All that waits. */
  get changes(): readonly Change[] {
    return this.current;
  }

  /** Nothing if no run left anything; throws an Error if a run is going on, or the layer isn't the caller's own. */
  static async open(workspace: string, environment: NodeJS.ProcessEnv = process.env): Promise<Review | undefined> {
    const place = layerPlace(workspace, environment);
    if (lstatSync(place.folder, { throwIfNoEntry: false }) === undefined) return undefined;
    makeLayer(place);
    const lock = await lockedLayer(place);
    try {
      const record = readRecord(place);
      if (record) return new Review(place, record, lock);
    } catch (error) {
      await lock.release();
      throw error;
    }
    await lock.release();
    return undefined;
  }

  /** Changes by path, files or whole folders, or all; throws an Error for a name that there is no change of. */
  chosen(names: readonly string[]): readonly Change[] {
    const unknown = names.find((name) => !this.changes.some(({ path }) => isIn(path, name)));
    if (unknown !== undefined)
      throw new Error(`nothing that waits is called so: see 'agent-airlock review list', got '${unknown}'`);
    return names.length === 0 ? this.changes : this.changes.filter(({ path }) => names.some((name) => isIn(path, name)));
  }

  /** Applies each change or says why not; those that could harm wait until they are named themselves. */
  apply(names: readonly string[]): readonly Outcome[] {
    const runs = runsHere(this.place.workspace);
    const isNamed = ({ path }: Change) => names.some((name) => path === name || (isIn(path, name) && runs(name) !== undefined));
    const outcomes = this.chosen(names).map((change) => this.applyOne(change, isNamed(change)));
    writeRecord(this.place, this.known());
    this.finish();
    return outcomes;
  }

  /** Takes changes out of the layer, so that the workspace's own are seen again; throws an Error for what can go with its folder only. */
  discard(names: readonly string[]): void {
    this.chosen(names);
    if (names.length === 0) emptied(this.place.upper);
    else for (const name of names) this.discardOne(name);
    this.finish();
  }

  release(): Promise<void> {
    return this.lock.release();
  }

  private known(): LayerRecord {
    return { ...this.record, applied: this.applied };
  }

  private applyOne(change: Change, isNamed: boolean): Outcome {
    try {
      const time = applyChange(this.place, this.known(), change, isNamed);
      if (time !== undefined) this.applied[change.path] = time;
      return { change };
    } catch (error) {
      return { change, problem: problemOf(error as NodeJS.ErrnoException) };
    }
  }

  private discardOne(path: string): void {
    const aside = join(this.place.work, 'discarded');
    HeldFolder.withParentOf(this.place.upper, path, (folder, name) => {
      const isThere = lstatSync(folder.at(name), { throwIfNoEntry: false }) !== undefined;
      if (isThere) renameSync(folder.at(name), aside);
      if (isThere && !this.hides(path)) return emptied(this.place.work);
      if (isThere) renameSync(aside, folder.at(name));
      throw new Error(`its folder was replaced as a whole, and is discarded as a whole: name '${dirname(path)}', got '${path}'`);
    });
  }

  /** Whether a folder of the layer is opaque, so that without what it has there the workspace's own would be gone. */
  private hides(path: string): boolean {
    const isBelow = lstatSync(join(this.place.workspace, path), { throwIfNoEntry: false }) !== undefined;
    return isBelow && path.includes('/') && !seenIn(this.place, [dirname(path)]).has(path);
  }

  /** What was applied stays in the layer, where it is no change, until nothing waits: its folder may hide the workspace's. */
  private finish(): void {
    this.current = layerChanges(this.place);
    if (this.current.length === 0) emptied(this.place.upper);
  }
}

const isIn = (path: string, name: string): boolean => path === name || path.startsWith(`${name}/`);
