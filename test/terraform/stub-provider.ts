import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder, makeCacheFolder } from '../../lib/runtime/envoy/cache-folder';

const sources = join(__dirname, 'stub-provider');
const oldest = 24;

/** Why the stub provider can't be run by Terraform here; undefined if it can. */
export function stubMissing(): string | undefined {
  try {
    said('terraform', ['version']);
    const [, minor = '0'] = /go1\.(\d+)/.exec(said('go', ['env', 'GOVERSION'])) ?? [];
    return Number(minor) >= oldest ? undefined : `Go must be 1.${oldest} or later to build the stub provider, got 1.${minor}`;
  } catch (error) {
    return `it takes Terraform and Go: ${(error as Error).message}`;
  }
}

/** A program's output, without a toolchain that Go would fetch by itself. */
const said = (program: string, args: readonly string[]): string =>
  execFileSync(program, args, {
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, GOTOOLCHAIN: 'local', CHECKPOINT_DISABLE: '1' },
  });

/**
 * Path of the stub provider's program, built once for each text of its sources into the user's own cache folder, with Go's modules as Go is
 * configured here. Throws if Go fails.
 */
export async function stubProvider(): Promise<string> {
  const folder = cacheFolder(process.env);
  const program = join(folder, `stub-provider-${sourcesHash()}`);
  if (!existsSync(program)) await build(folder, program);
  return program;
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(sources).sort()) hash.update(name).update(readFileSync(join(sources, name)));
  return hash.digest('hex').slice(0, 16);
}

async function build(folder: string, program: string): Promise<void> {
  makeCacheFolder(folder);
  process.stderr.write(`building the stub provider once with Go into ${program}, which may take a minute\n`);
  const made = mkdtempSync(`${program}-`);
  try {
    const env = { ...process.env, GOTOOLCHAIN: 'local', CGO_ENABLED: '0' };
    const args = ['build', '-mod=readonly', '-trimpath', '-buildvcs=false', '-ldflags=-s -w', '-o', join(made, 'program'), '.'];
    await promisify(execFile)('go', args, { cwd: sources, env });
    renameSync(join(made, 'program'), program);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}
