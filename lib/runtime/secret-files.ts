import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { sdsDocument } from '../envoy/credential-secret';
import { sdsFile } from '../envoy/watched-secret';
import { writeAtomically } from './atomic-file';
import { placeOf, readSource, type SecretSource, secretIn } from './secret-source';
import { type Look, SecretState } from './secret-state';
import { StartError } from './start-error';

// looking, unlike watching, sees renames over the file, swapped symlinks and file systems without notifications alike
const everyMs = 250;

type Sources = ReadonlyMap<string, SecretSource>;

/** The secrets as files (mode 0600) that Envoy reads and watches, kept equal to their sources. */
export class SecretFiles {
  private timer: NodeJS.Timeout | undefined;
  private readonly states: ReadonlyMap<string, SecretState>;
  private readonly stuck = new Set<string>();

  /** Writes the secrets' first values into a new `folder`. */
  constructor(
    private readonly folder: string,
    private readonly sources: Sources,
    values: ReadonlyMap<string, string>,
  ) {
    mkdirSync(folder, { mode: 0o700 });
    for (const [name, value] of values) this.write(name, value);
    this.states = new Map([...values].map(([name, value]) => [name, new SecretState(value)]));
  }

  /** Follows the sources that are files until `close`; a change takes less than a second. Variables are read once. */
  follow(report: (line: string) => void): void {
    const files = [...this.sources].filter(([, source]) => source.kind === 'file');
    if (files.length === 0) return;
    const round = async () => {
      for (const [name, source] of files) await this.lookAt(name, source, report);
      if (this.timer) this.timer = setTimeout(round, everyMs);
    };
    this.timer = setTimeout(round, everyMs);
  }

  close(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  private async lookAt(name: string, source: SecretSource, report: (line: string) => void): Promise<void> {
    const seen = await look(source);
    const state = this.states.get(name);
    const change = this.timer && state?.look(seen, Date.now());
    if (!change) return;
    try {
      this.write(name, change.value);
    } catch (error) {
      if (!this.stuck.has(name)) report(`secret '${name}' can't be handed to Envoy, retrying: ${(error as Error).message}`);
      this.stuck.add(name);
      return;
    }
    this.stuck.delete(name);
    state?.accept(change);
    report(`secret '${name}' ${change.because}`);
  }

  private write(name: string, value: string): void {
    writeAtomically(join(this.folder, sdsFile(name)), sdsDocument(name, value));
  }
}

/** The value of every secret; throws a StartError with all that can't be had. */
export async function readSecrets(sources: Sources): Promise<ReadonlyMap<string, string>> {
  const looks = await Promise.all([...sources].map(async ([name, source]) => [name, await look(source)] as const));
  const problems = looks.flatMap(([name, seen]) => ('problem' in seen ? [`secret '${name}': ${seen.problem}`] : []));
  if (problems.length > 0) throw new StartError(problems);
  return new Map(looks.map(([name, seen]) => [name, 'value' in seen ? seen.value : '']));
}

async function look(source: SecretSource): Promise<Look> {
  try {
    return { value: secretIn(await readSource(source)) };
  } catch (error) {
    return { problem: `${placeOf(source)} can't be used: ${(error as Error).message}` };
  }
}
