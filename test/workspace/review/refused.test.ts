import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openLayer } from '../../../lib/workspace/layer/layer';
import { Review } from '../../../lib/workspace/review/review';
import { stageOf, whyNoOverlay } from '../agent-run';
import { plant } from '../tree';
import { after, at, listed, open, problems, project, replaceFile, reviewOf, text } from './reviewed';

describe.skipIf(whyNoOverlay)(`applying refuses${whyNoOverlay ? `, skipped ${whyNoOverlay}` : ''}`, () => {
  test.each([
    ['a pipe', 'mkfifo x', 'it is neither a file, a folder nor a link'],
    ["a hook of git's", 'mkdir -p .git/hooks; echo x >.git/hooks/x', 'it is run by git: name it to apply it'],
    ["an editor's tasks", 'mkdir -p .VSCode; echo x >.VSCode/tasks.json', 'it is run by Visual Studio Code'],
    ['a repository in it', 'mkdir -p docs/.git; echo x >docs/.git/config', 'it is run by git'],
    ['what direnv runs', 'echo x >sub.txt; echo x >.envrc', 'it is run by direnv'],
  ])('%s unless it is named', async (_, script, reason) => {
    const { review } = await after(project, script);
    const refused = problems(review);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((line) => line.includes(reason))).toBe(true);
  });

  test.each([
    ['what a hook is a link to', 'echo x >tools/check', 'tools/check'],
    ['what the configuration of git names', 'mkdir hooks; echo x >hooks/pre-commit', 'hooks/pre-commit'],
    ['a link in the place of a folder above', 'rm -r tools; ln -s src tools', 'tools'],
  ])('%s, unless it is named', async (_, script, path) => {
    const tree = { ...project, 'tools/check': '', '.git/hooks/pre-commit': { link: '../../tools/check' } };
    const { review } = await after({ ...tree, '.git/HEAD': '', '.git/config': '[core]\nhooksPath = hooks' }, script);
    expect(problems(review)).toContain(`${path}: it is run by git: name it to apply it`);
    expect(problems(review, [path])).toEqual([]);
  });

  test('nothing of that once it is named, alone or by the folder that is run', async () => {
    const { review, ...stage } = await after(project, 'mkdir -p .git/hooks; echo x >.git/hooks/x; echo y >.envrc');
    expect(problems(review, ['.git/hooks', '.envrc'])).toEqual([]);
    expect([text(stage, '.git/hooks/x'), text(stage, '.envrc')]).toEqual(['x\n', 'y\n']);
  });

  test('it by the folder of the whole', async () => {
    const { review } = await after({ 'sub/x': '' }, 'echo x >sub/.envrc');
    expect(problems(review, ['sub'])).toEqual(['sub/.envrc: it is run by direnv: name it to apply it']);
  });

  test.each([
    ['changed', 'echo theirs >README.md', 'README.md', (path: string) => writeFileSync(path, 'mine\n')],
    ['changed with the same length and time', 'echo two >README.md', 'README.md', (path: string) => writeFileSync(path, 'new\n')],
    ['replaced', 'echo theirs >README.md', 'README.md', replaceFile],
    ['made too', 'echo theirs >new', 'new', (path: string) => writeFileSync(path, 'mine\n')],
    ['made too, as a folder', 'echo theirs >new', 'new', (path: string) => plant(path, { mine: '' })],
    ['changed, and the agent deleted it', 'rm README.md', 'README.md', (path: string) => writeFileSync(path, 'mine\n')],
    [
      'changed in, and the agent deleted it',
      'rm -r src',
      'src',
      (path: string) => writeFileSync(join(path, 'deep/mine'), 'mine\n'),
    ],
    [
      'put something older in the place of, and the agent deleted it',
      'rm -r src',
      'src',
      (path: string) => {
        rmSync(path, { recursive: true });
        renameSync(join(path, '../bin'), path);
      },
    ],
    [
      'changed in, and the agent made it a link',
      'rm -r src; ln -s bin src',
      'src',
      (path: string) => writeFileSync(join(path, 'deep/a.ts'), 'mine\n'),
    ],
  ])('what the user %s meanwhile', async (_, script, path, meanwhile) => {
    const stage = stageOf(project);
    await stage.agent(script);
    meanwhile(at(stage, path));
    const review = await reviewOf(stage);
    expect(problems(review)).toEqual([
      `${path}: it changed in the workspace since the run began: discard it, or take it over by hand`,
    ]);
    expect(listed(review)).toHaveLength(1);
    await open.pop()?.release();
    expect((await reviewOf(stage)).changes).toHaveLength(1);
  });

  test('a review during a run, and a run during a review', async () => {
    const stage = stageOf(project);
    await stage.agent('echo x >new');
    const layer = await openLayer(stage.workspace, stage.environment);
    await expect(Review.open(stage.workspace, stage.environment)).rejects.toThrow(/one at a time/);
    await layer.release();
    await reviewOf(stage);
    await expect(stage.agent('true')).rejects.toThrow(/one at a time/);
  });
});
