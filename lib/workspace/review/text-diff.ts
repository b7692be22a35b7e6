import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { hasGitCredential } from '../git-credential';
import type { LayerPlace } from '../layer/place';
import { sensitiveKind } from '../sensitive-names';
import { systemPrograms } from '../system-programs';
import type { Change } from './change';
import { HeldFolder } from './held-folder';
import { withOpen } from './same-content';
import { visible } from './visible';

const mostBytes = 1_048_576;

/** Lines of a unified diff of one change, or one line that says why there are none: for binary files, long ones, and what may hold a credential unless it is named. */
export function textDiff(place: LayerPlace, change: Change, isNamed = false): readonly string[] {
  const sides = [change.from, change.to].filter((sort) => sort !== undefined);
  if (sides.some((sort) => sort !== 'file') || change.kind === 'mode changed') return [];
  const kind = isNamed ? undefined : credentialIn(place, change);
  if (kind !== undefined) return [`not shown, as it may hold ${kind}: name it to see it`];
  const [was = 0, is = 0] = change.sizes ?? [];
  if (Math.max(was, is) > mostBytes) return [`too long to be shown: ${was} bytes before, ${is} after`];
  const from = change.from === undefined ? (use: Use) => withOpenNothing(use) : within(place.workspace, change.path);
  const to = change.to === undefined ? (use: Use) => withOpenNothing(use) : within(place.upper, change.path);
  return from((before) =>
    to((after) => (isBinary(before) || isBinary(after) ? [binary(was, is)] : compared(change, before, after))),
  );
}

function credentialIn({ workspace, upper }: LayerPlace, { path, from, to }: Change): string | undefined {
  const kind = sensitiveKind(path);
  if (kind !== undefined) return kind;
  const roots = [...(from ? [workspace] : []), ...(to ? [upper] : [])];
  return roots.some((root) => hasGitCredential(join(root, path), path)) ? 'a credential of git' : undefined;
}

type Use = (descriptor: number) => readonly string[];

const binary = (was: number, is: number): string => `binary: ${was} bytes before, ${is} after`;

const within = (root: string, path: string) => (use: Use) =>
  HeldFolder.withParentOf(root, path, (folder, name) => withOpen(folder.at(name), use));

function withOpenNothing(use: Use): readonly string[] {
  const descriptor = openSync('/dev/null', 'r');
  try {
    return use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

// git takes a file for binary by the same sign
function isBinary(descriptor: number): boolean {
  const buffer = Buffer.alloc(8000);
  return buffer.subarray(0, readSync(descriptor, buffer, 0, buffer.length, 0)).includes(0);
}

/** By diff(1), which reads no configuration, unlike git, whose drivers an agent could choose. */
function compared({ path, from, to }: Change, before: number, after: number): readonly string[] {
  const label = (side: string, sort: unknown) => ['--label', sort === undefined ? '/dev/null' : `${side}/${visible(path)}`];
  const args = ['-u', ...label('a', from), ...label('b', to), '--', '/proc/self/fd/3', '/proc/self/fd/4'];
  const { status, stdout, error } = spawnSync('diff', args, {
    stdio: ['ignore', 'pipe', 'ignore', before, after],
    env: systemPrograms,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (status !== 0 && status !== 1)
    throw new Error(`diff must be there to compare files: install diffutils, got '${error?.message ?? status}'`);
  return stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => visible(line, '\t'));
}
