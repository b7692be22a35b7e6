import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { Review } from '../../../lib/workspace/review/review';
import { type Stage, stageOf } from '../agent-run';
import type { Tree } from '../tree';

export const open: Review[] = [];
afterEach(async () => {
  for (const review of open.splice(0)) await review.release();
});

export async function reviewOf(stage: Stage): Promise<Review> {
  const review = await Review.open(stage.workspace, stage.environment);
  if (!review) throw new Error('no run left anything');
  open.push(review);
  return review;
}

/** A review of what an agent does by a shell script in a workspace. */
export async function after(tree: Tree, script: string) {
  const stage = stageOf(tree);
  await stage.agent(script);
  return { ...stage, review: await reviewOf(stage) };
}

export const replaceFile = (path: string) => {
  writeFileSync(`${path}.new`, 'mine\n');
  renameSync(`${path}.new`, path);
};
export const listed = ({ changes }: Review) => changes.map(({ path, kind }) => `${kind} ${path}`);
export const problems = (review: Review, names: readonly string[] = []) =>
  review.apply(names).flatMap(({ change, problem }) => (problem === undefined ? [] : [`${change.path}: ${problem}`]));
export const at = ({ workspace }: Stage, path: string) => join(workspace, path);
export const text = (stage: Stage, path: string) => readFileSync(at(stage, path), 'utf8');

export const project: Tree = {
  'README.md': 'one\n',
  'src/main.ts': 'main\n',
  'src/deep/a.ts': 'a\n',
  'bin/run': { text: '#!', mode: 0o755 },
  link: { link: 'src' },
};
