import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { writeAtomically } from './atomic-file';
import { repeating } from './repeating';
import { type Look, SecretState } from './secret-state';

/** Something secret that Envoy reads from a file and that requests need, so that it is withdrawn when it can't be had. */
export interface CredentialFile {
  /** Name of the file. */
  readonly file: string;
  /** How a person knows it, such as `secret 'github-token'`. */
  readonly label: string;
  /** What it is at the start. */
  readonly value: string;
  /** What the file says for a value; the value is empty once it is withdrawn. */
  readonly text: (value: string) => string;
  /** What it is now; throws an Error whose message says why it can't be had. @default - it never changes */
  readonly read?: () => Promise<string>;
}

/** Credentials as files (mode 0600) that Envoy reads and watches, kept equal to what they come from. */
export class CredentialFiles {
  private stop: (() => void) | undefined;
  private readonly stuck = new Set<string>();

  /** Writes the first values into a new `folder`. */
  constructor(
    private readonly folder: string,
    private readonly all: readonly CredentialFile[],
  ) {
    mkdirSync(folder, { mode: 0o700 });
    for (const one of all) this.write(one, one.value);
  }

  /** Follows what can be read again until `close`; a change takes less than a second. `report` is told of each in one line. */
  follow(report: (line: string) => void): void {
    const states = this.all.filter(({ read }) => read).map((one) => [one, new SecretState(one.value)] as const);
    if (states.length === 0) return;
    this.stop = repeating(async () => {
      for (const [one, state] of states) await this.lookAt(one, state, report);
    });
  }

  close(): void {
    this.stop?.();
    this.stop = undefined;
  }

  private async lookAt(one: CredentialFile, state: SecretState, report: (line: string) => void): Promise<void> {
    const seen = await look(one);
    const change = this.stop && state.look(seen, Date.now());
    if (!change || !this.handOver(one, change.value, report)) return;
    state.accept(change);
    report(`${one.label} ${change.because}`);
  }

  private handOver(one: CredentialFile, value: string, report: (line: string) => void): boolean {
    try {
      this.write(one, value);
      this.stuck.delete(one.file);
      return true;
    } catch (error) {
      if (!this.stuck.has(one.file)) report(`${one.label} can't be handed to Envoy, retrying: ${(error as Error).message}`);
      this.stuck.add(one.file);
      return false;
    }
  }

  private write({ file, text }: CredentialFile, value: string): void {
    writeAtomically(join(this.folder, file), text(value));
  }
}

async function look({ read, value }: CredentialFile): Promise<Look> {
  try {
    return { value: read ? await read() : value };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}
