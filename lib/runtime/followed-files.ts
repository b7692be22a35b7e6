import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sdsFile } from '../envoy/watched-secret';
import { writeAtomically } from './atomic-file';
import { FollowedState } from './followed-state';
import { repeating } from './repeating';
import type { Look } from './secret-state';

/** Something that Envoy reads from a file, mostly as a watched secret, and that may change while it runs. */
export interface Followed {
  /** Name of the watched secret, or of what else it is. */
  readonly name: string;
  /** How a person knows it, such as `certificate 'corp-ca'`. */
  readonly label: string;
  /** Name of its file. @default - that of an SDS file: NAME.json */
  readonly file?: string;
  /** What the file says at the start. */
  readonly document: string;
  /** The document as it is now; throws an Error whose message says what can't be used, and why. @default - it never changes */
  readonly read?: () => Promise<string>;
}

/** Files (mode 0600) that Envoy reads and watches, kept equal to what they come from. What is damaged changes nothing. */
export class FollowedFiles {
  private stop: (() => void) | undefined;
  private readonly stuck = new Set<string>();

  /** Writes all of them into a new `folder`. */
  constructor(
    private readonly folder: string,
    private readonly all: readonly Followed[],
  ) {
    mkdirSync(folder, { mode: 0o700 });
    for (const one of all) this.write(one, one.document);
  }

  /** Follows what can be read again until `close`; a change takes less than a second. `report` is told of each in one line. */
  follow(report: (line: string) => void): void {
    const states = this.all.filter(({ read }) => read).map((one) => [one, new FollowedState(one.document)] as const);
    if (states.length === 0) return;
    this.stop = repeating(async () => {
      for (const [one, state] of states) await this.lookAt(one, state, report);
    });
  }

  close(): void {
    this.stop?.();
    this.stop = undefined;
  }

  private async lookAt(one: Followed, state: FollowedState, report: (line: string) => void): Promise<void> {
    const seen = await look(one);
    const step = this.stop && state.look(seen, Date.now());
    if (!step) return;
    if ('complaint' in step) return report(`${step.complaint}; the last good one stays in force`);
    if (!this.handOver(one, step.value, report)) return;
    state.accept(step.value);
    report(`${one.label} was replaced`);
  }

  private handOver(one: Followed, document: string, report: (line: string) => void): boolean {
    const { name, label } = one;
    try {
      this.write(one, document);
      this.stuck.delete(name);
      return true;
    } catch (error) {
      if (!this.stuck.has(name)) report(`${label} can't be handed to Envoy, retrying: ${(error as Error).message}`);
      this.stuck.add(name);
      return false;
    }
  }

  private write({ name, file = sdsFile(name) }: Followed, document: string): void {
    writeAtomically(join(this.folder, file), document);
  }
}

async function look({ read, document }: Followed): Promise<Look> {
  try {
    return { value: read ? await read() : document };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
