import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sdsFile } from '../envoy/watched-secret';
import { fileProblem } from '../policy/file-problem';
import { writeAtomically } from './atomic-file';
import { FollowedState, type Look } from './followed-state';
import { repeating } from './repeating';

/** Something that Envoy reads from a file, mostly as a watched secret, and that may change while it runs. */
export interface Followed {
  /** Name of the watched secret, or of what else it is. */
  readonly name: string;
  /** How a person knows it, such as `secret 'github-token'`. */
  readonly label: string;
  /** Name of its file. @default - that of an SDS file: NAME.json */
  readonly file?: string;
  /** What the file says at the start. */
  readonly document: string;
  /** What the file says once the document can't be had any more, so that requests fail. @default - the last good document stays */
  readonly withdrawn?: string;
  /** The document as it is now; throws an Error whose message says what can't be used, and why. @default - it never changes */
  readonly read?: () => Promise<string>;
}

/** Files (mode 0600) that Envoy reads and watches, kept equal to what they come from. */
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
    const states = this.all
      .filter(({ read }) => read)
      .map((one) => [one, new FollowedState(one.document, one.withdrawn)] as const);
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
    if ('complaint' in step) return report(step.complaint);
    if (!this.handOver(one, step.document, report)) return;
    state.accept(step.document);
    report(`${one.label} ${step.because}`);
  }

  private handOver(one: Followed, document: string, report: (line: string) => void): boolean {
    const { name, label } = one;
    try {
      this.write(one, document);
      this.stuck.delete(name);
      return true;
    } catch (error) {
      if (!this.stuck.has(name)) report(`${label} can't be handed to Envoy, retrying: ${fileProblem(error)}`);
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
    return { document: read ? await read() : document };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
