import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Why the real Terraform can't be asked; undefined if it can. */
export function terraformMissing(): string | undefined {
  try {
    execFileSync('terraform', ['version'], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    return `terraform can't be run: ${(error as Error).message}`;
  }
}

/** What the real Terraform plans for a configuration that needs no provider: the output of `terraform show -json`. */
export function planOf(configuration: object, variables: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'airlock-terraform-'));
  try {
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(configuration));
    writeFileSync(join(folder, 'given.auto.tfvars.json'), JSON.stringify(variables));
    const run = (...args: string[]): string =>
      execFileSync('terraform', args, {
        cwd: folder,
        encoding: 'utf8',
        stdio: 'pipe',
        env: { ...process.env, CHECKPOINT_DISABLE: '1' },
        maxBuffer: 1 << 26,
      });
    run('init', '-no-color', '-input=false');
    run('plan', '-no-color', '-input=false', '-out=plan');
    return JSON.parse(run('show', '-json', 'plan')) as Record<string, unknown>;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
