import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A folder for the tests of one file, removed after them. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'airlock-scratch-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file into a folder and returns its path. */
export function put(folder: string, name: string, text: string, mode = 0o600): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode });
  return path;
}

const patience = 60_000;

/** Waits until `condition` holds; throws what `otherwise` says if that takes a minute, which a busy machine must not. */
export async function until(condition: () => boolean | Promise<boolean>, otherwise: () => string): Promise<void> {
  const end = Date.now() + patience;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${patience} ms: ${otherwise()}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Waits until `condition` holds 20 times in a row: each of Envoy's threads takes by itself what is new. */
export function everywhere(condition: () => Promise<boolean>, otherwise: () => string): Promise<void> {
  const held = async () => {
    for (let time = 0; time < 20; time += 1) if (!(await condition())) return false;
    return true;
  };
  return until(held, otherwise);
}
