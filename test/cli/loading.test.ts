import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { put, scratchFolder } from '../runtime/scratch';
import { sealed } from '../verify/cloudformation/network/airlock';

const root = resolve(__dirname, '..', '..');
const folder = scratchFolder();
const template = put(folder, 'Main.template.json', JSON.stringify({ Resources: sealed }));
const listing = put(
  folder,
  'listing.cjs',
  "process.on('exit', () => process.stderr.write(Object.keys(require.cache).join('\\n')));",
);

/** The files that a command loads, relative to the project. */
async function loadedBy(...args: string[]): Promise<string[]> {
  const command = ['--require', 'tsx/cjs', '--require', listing, join(root, 'bin', 'agent-airlock.ts')];
  const { stderr } = await promisify(execFile)(process.execPath, [...command, ...args], { cwd: root, maxBuffer: 10_000_000 });
  return stderr.split('\n').map((path) => path.replace(`${root}/`, ''));
}

const verify = ['verify', template, '--agent', 'Agent', '--proxy', 'Proxy'];

test.each([
  ['the other cloud', 'lib/verify/terraform/extract.ts', 'lib/verify/cloudformation/extract.ts'],
  ['what only acceptances need', 'node_modules/zod/', 'node_modules/commander/'],
  ['other commands', 'bin/commands/run.ts', 'bin/commands/verify.ts'],
  ['the CDK', 'node_modules/aws-cdk-lib/', 'lib/verify/verify-with.ts'],
])('verify loads nothing of %s', async (_, unneeded, needed) => {
  const loaded = await loadedBy(...verify);
  expect(loaded.filter((path) => path.startsWith(unneeded))).toEqual([]);
  expect(loaded.filter((path) => path.startsWith(needed))).not.toEqual([]);
});
