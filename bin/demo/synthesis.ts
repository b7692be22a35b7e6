import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ownProgram } from './own-program';

/** How many resources of each type a stack has. */
export type ResourceCounts = ReadonlyMap<string, number>;

/** Synthesizes an app of this package, `bin/app` say, into a folder, in a process of its own as `cdk synth` does. */
export async function synthesize(app: string, folder: string): Promise<void> {
  // the CDK's validator takes 4 s; `cdk synth` and a test run it
  const env = { ...process.env, CDK_OUTDIR: folder, CDKTF_OUTDIR: folder, CDK_VALIDATION: 'false' };
  await promisify(execFile)(process.execPath, ownProgram(app), { env });
}

/** Counts what the templates or configurations of a folder would deploy. */
export function countResources(folder: string): ResourceCounts {
  const counts = new Map<string, number>();
  for (const type of readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => typesIn(folder, name)))
    counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

function typesIn(folder: string, name: string): readonly string[] {
  const read = () => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  if (name.endsWith('.template.json'))
    return Object.values((read() as { Resources: Record<string, { Type: string }> }).Resources).map(({ Type }) => Type);
  if (!name.endsWith('cdk.tf.json')) return [];
  const { resource } = read() as { resource: Record<string, object> };
  return Object.entries(resource).flatMap(([type, made]) => Object.keys(made).map(() => type));
}
