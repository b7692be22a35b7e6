import { describe, expect, test } from 'vitest';
import { Review } from '../../../lib/workspace/review/review';
import { stageOf, whyNoOverlay } from '../agent-run';
import { after, listed, problems, project, reviewOf } from './reviewed';

describe.skipIf(whyNoOverlay)(`a review lists${whyNoOverlay ? `, skipped ${whyNoOverlay}` : ''}`, () => {
  test.each([
    ['a file that is made', 'echo x >new', ['created new']],
    ['a folder with what is in it', 'mkdir -p d/e; echo x >d/e/f', ['created d', 'created d/e', 'created d/e/f']],
    ['a file that is changed', 'echo two >>README.md', ['changed README.md']],
    ['one that is as long as before', 'echo two >README.md', ['changed README.md']],
    ['a file that is deleted', 'rm README.md', ['deleted README.md']],
    ['a folder that is deleted', 'rm -r src', ['deleted src']],
    ['a mode', 'chmod 600 README.md; chmod 700 src', ['mode changed README.md', 'mode changed src']],
    ['a file that becomes a link', 'rm README.md; ln -s src README.md', ['type changed README.md']],
    ['a folder that becomes a link', 'rm -r src; ln -s /tmp src', ['type changed src']],
    [
      'a file that becomes a folder',
      'rm README.md; mkdir README.md; echo x >README.md/x',
      ['type changed README.md', 'created README.md/x'],
    ],
    ['a link that leads elsewhere', 'ln -sfn bin link', ['changed link']],
    ['a rename as both', 'mv README.md READ.md', ['created READ.md', 'deleted README.md']],
    ['what is written by way of a link where it is', 'echo x >link/new', ['created src/new']],
    [
      'a folder that was deleted and made again, of which only what is in it now is seen',
      'rm -r src; mkdir src; echo b >src/b.ts; echo main >src/main.ts',
      ['created src/b.ts', 'deleted src/deep'],
    ],
    ['one that was made again empty', 'rm -r src/deep; mkdir src/deep', ['deleted src/deep/a.ts']],
    ['what is no file', 'mkfifo pipe', ['created pipe']],
    ['a hard link as a file', 'ln README.md other', ['created other']],
  ])('%s', async (_, script, expected) => {
    const { review } = await after(project, script);
    expect(listed(review)).toEqual(expected);
  });

  test.each([
    ['nothing', 'true'],
    ['a file that is copied up and as before', 'touch README.md; chmod 600 README.md; chmod 644 README.md'],
    ['a file that is changed back', 'echo two >README.md; echo one >README.md'],
    ['a file that is made and deleted', 'echo x >new; rm new'],
    ['a folder that is deleted and made again as it was', 'cp -r src/deep d; rm -r src/deep; mv d src/deep'],
  ])('nothing for %s', async (_, script) => {
    const { review } = await after(project, script);
    expect(listed(review)).toEqual([]);
  });

  test('who would run something by itself', async () => {
    const { review } = await after(
      project,
      'mkdir -p .git/hooks; echo x >.git/hooks/post-checkout; echo x >.envrc; echo x >Makefile',
    );
    expect(review.changes.map(({ path, runBy }) => [path, runBy])).toEqual([
      ['.envrc', 'direnv'],
      ['.git', 'git'],
      ['.git/hooks', 'git'],
      ['.git/hooks/post-checkout', 'git'],
      ['Makefile', undefined],
    ]);
  });

  test('nothing at all where no run was', async () => {
    const { workspace, environment } = stageOf(project);
    expect(await Review.open(workspace, environment)).toBeUndefined();
  });

  test('what several runs did together', async () => {
    const stage = stageOf(project);
    await stage.agent('echo x >one');
    await stage.agent('cat one; echo y >two');
    expect(listed(await reviewOf(stage))).toEqual(['created one', 'created two']);
  });

  test('names that are no text, or in folders too deep, as what is not applied', async () => {
    const deep = `python3 -c "import os
for i in range(30):
 os.mkdir('d' * 200); os.chdir('d' * 200)"`;
    const { review } = await after({ a: '' }, `touch "$(printf 'b\\377')"; ${deep}`);
    const others = review.changes.filter(({ to }) => to === 'other').map(({ path }) => path.length);
    expect(others).toEqual([2, expect.toSatisfy((length: number) => length > 3000 && length < 3300)]);
    expect(problems(review, ['b\ufffd'])).toEqual([expect.stringContaining('its name is no text')]);
    review.discard([]);
  });
});
