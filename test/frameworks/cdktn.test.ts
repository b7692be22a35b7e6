import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { build, link, projectWith, run } from '../installed';
import { scratchFolder } from '../runtime/scratch';

const readme = readFileSync(join(__dirname, '../../docs/cdktn.md'), 'utf8');
const moved = JSON.parse(/```json\n([^`]+)```/.exec(readme)?.[1] ?? '');
const bindings = '@cdktf/provider-google';

const built = scratchFolder();
let project = '';

beforeAll(() => {
  build(built);
  const { 'agent-airlock': _, [bindings]: _large, ...packages } = moved.dependencies;
  project = projectWith(built, { packages, overrides: moved.overrides });
  link(project, bindings);
});

/** What the example synthesizes in a folder, and by which version of the framework. */
function synthesized(
  folder: string,
  app: string,
  ...options: readonly string[]
): { readonly version: string; readonly text: string } {
  run(folder, process.execPath, ...options, join(app, 'dist/examples/gcp-cloud-run-claude/app.js'));
  const text = readFileSync(join(folder, 'cdktf.out/stacks/agent-airlock/cdk.tf.json'), 'utf8');
  const { version } = JSON.parse(text)['//'].metadata;
  return { version, text: JSON.stringify(JSON.parse(text)).replace(`"version":"${version}"`, '') };
}

describe('a project that moved to cdktn as docs/cdktn.md says', () => {
  test('has it by the name of cdktf', () => {
    const { name, version } = JSON.parse(readFileSync(join(project, 'node_modules/cdktf/package.json'), 'utf8'));
    expect(`npm:${name}@${version}`).toBe(moved.dependencies.cdktf);
  });

  test('synthesizes what cdktf does', () => {
    // as if the bindings, which are large, were not linked but installed
    const [moved, before] = [synthesized(project, 'node_modules/agent-airlock', '--preserve-symlinks'), synthesized(built, '.')];
    expect([moved.version, before.version]).toEqual(['0.24.0', '0.21.0']);
    expect(moved.text).toBe(before.text);
    expect(moved.text).toContain('google_cloud_run_v2_job');
  });

  test('is a tree that npm takes, and not without the override', () => {
    const { dependencies, overrides } = moved;
    const { 'agent-airlock': _, ...packages } = dependencies;
    const options = ['--dry-run'];
    expect(projectWith(built, { packages, overrides, options })).toBeTruthy();
    expect(() => projectWith(built, { packages, options })).toThrow(/ERESOLVE/);
  });
});
