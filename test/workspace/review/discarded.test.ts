import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { whyNoOverlay } from '../agent-run';
import { after, listed, open, project, reviewOf, text } from './reviewed';

describe.skipIf(whyNoOverlay)(`discarding${whyNoOverlay ? `, skipped ${whyNoOverlay}` : ''}`, () => {
  test('all lets the next run see what is there', async () => {
    const { review, ...stage } = await after(project, 'echo two >README.md; rm -r src; mkdir -p d/e; chmod 0 d/e d');
    review.discard([]);
    await open.pop()?.release();
    await stage.agent('test "$(cat README.md)" = one; test -e src/main.ts; test ! -e d');
    expect((await reviewOf(stage)).changes).toEqual([]);
  });

  test.each([
    ['a file', ['README.md'], ['deleted src', 'created d', 'created d/f']],
    ['a deletion', ['src'], ['created d', 'created d/f', 'changed README.md']],
    ['a file that is made', ['d/f'], ['created d', 'changed README.md', 'deleted src']],
    ['a folder that is made', ['d'], ['changed README.md', 'deleted src']],
    ['several', ['d', 'src'], ['changed README.md']],
  ])('%s by its name', async (_, names, left) => {
    const { review, ...stage } = await after(project, 'echo two >README.md; rm -r src; mkdir d; echo x >d/f');
    review.discard(names);
    await open.pop()?.release();
    expect(new Set(listed(await reviewOf(stage)))).toEqual(new Set(left));
    expect(text(stage, 'README.md')).toBe('one\n');
  });

  test('a file in a folder that was replaced is refused, as the one below would be gone', async () => {
    const { review } = await after(project, 'rm -r src; mkdir src; echo x >src/main.ts; echo y >src/new');
    expect(() => review.discard(['src/main.ts'])).toThrow("name 'src', got 'src/main.ts'");
    expect(listed(review)).toEqual(['deleted src/deep', 'changed src/main.ts', 'created src/new']);
    review.discard(['src/new']);
    expect(listed(review)).toEqual(['deleted src/deep', 'changed src/main.ts']);
  });

  test('a part of a folder that was replaced is refused, the folder is not', async () => {
    const { review } = await after(project, 'rm -r src; mkdir src; echo x >src/new');
    expect(() => review.discard(['src/deep'])).toThrow(
      "its folder was replaced as a whole, and is discarded as a whole: name 'src', got 'src/deep'",
    );
    review.discard(['src']);
    expect(readdirSync(review.place.upper)).toEqual([]);
  });
});
