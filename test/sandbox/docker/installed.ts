import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** Makes a folder for PATH with programs that are scripts for a shell. */
export function programs(folder: string, scripts: Readonly<Record<string, string>>): string {
  mkdirSync(folder, { recursive: true });
  for (const [name, script] of Object.entries(scripts))
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return folder;
}

const typescript = (file: string) =>
  `exec '${process.execPath}' --require '${require.resolve('tsx/cjs')}' '${join(root, file)}' "$@"`;

/** `agent-airlock` as it is here, and what stands in for `docker`. */
export const ours = {
  'agent-airlock': `exec '${process.execPath}' '${join(root, 'dist/bin/agent-airlock.js')}' "$@"`,
  docker: typescript('test/sandbox/docker/docker-engine.ts'),
} as const;
