import { existsSync, readdirSync, readlinkSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { whyNoOverlay } from '../agent-run';
import { after, at, listed, open, problems, project, reviewOf, text } from './reviewed';

describe.skipIf(whyNoOverlay)(`applying makes${whyNoOverlay ? `, skipped ${whyNoOverlay}` : ''}`, () => {
  test('of the workspace what the agent saw, and nothing waits afterwards', async () => {
    const script = `echo two >>README.md; rm -r src/deep; mkdir -p d/e; echo x >d/e/f; chmod 640 d/e/f; chmod 700 bin/run
      ln -s d/e inner; ln -sfn bin link; rm src/main.ts; mkdir src/main.ts; echo y >src/main.ts/y`;
    const { review, ...stage } = await after(project, script);
    expect(problems(review)).toEqual([]);
    expect(text(stage, 'README.md')).toBe('one\ntwo\n');
    expect([existsSync(at(stage, 'src/deep')), text(stage, 'd/e/f'), text(stage, 'src/main.ts/y')]).toEqual([
      false,
      'x\n',
      'y\n',
    ]);
    expect([statSync(at(stage, 'd/e/f')).mode & 0o7777, statSync(at(stage, 'bin/run')).mode & 0o7777]).toEqual([0o640, 0o700]);
    expect([readlinkSync(at(stage, 'inner')), readlinkSync(at(stage, 'link'))]).toEqual(['d/e', 'bin']);
    expect(readdirSync(review.place.upper)).toEqual([]);
    expect(readdirSync(stage.workspace).filter((name) => name.startsWith('.agent-airlock'))).toEqual([]);
  });

  test('what is named, and the rest waits', async () => {
    const { review, ...stage } = await after(project, 'mkdir d; echo x >d/one; echo y >d/two; echo z >three; rm README.md');
    expect(problems(review, ['d/one', 'README.md'])).toEqual([]);
    expect([existsSync(at(stage, 'd/one')), existsSync(at(stage, 'README.md')), existsSync(at(stage, 'three'))]).toEqual([
      true,
      false,
      false,
    ]);
    await open.pop()?.release();
    await stage.agent('test -e d/one; test -e three; test ! -e README.md');
    expect(listed(await reviewOf(stage))).toEqual(['created d/two', 'created three']);
  });

  test('what an agent changes after it was applied', async () => {
    const { review, ...stage } = await after(project, 'echo two >README.md; echo x >waits');
    review.apply(['README.md']);
    await open.pop()?.release();
    await stage.agent('echo three >README.md');
    expect(problems(await reviewOf(stage), ['README.md'])).toEqual([]);
    expect(text(stage, 'README.md')).toBe('three\n');
  });

  test('a folder gone whose permissions it was given before', async () => {
    const { review, ...stage } = await after(project, 'chmod 700 src; echo x >waits');
    review.apply(['src']);
    await open.pop()?.release();
    await stage.agent('rm -r src');
    expect(problems(await reviewOf(stage), ['src'])).toEqual([]);
    expect(existsSync(at(stage, 'src'))).toBe(false);
  });

  test('of bits by which a file runs as its owner nothing', async () => {
    const { review, ...stage } = await after({}, 'echo x >tool; chmod 6755 tool; mkdir d; chmod 2755 d');
    review.apply([]);
    expect(['tool', 'd'].map((path) => statSync(at(stage, path)).mode & 0o7777)).toEqual([0o755, 0o755]);
  });

  test('of a hard link a file of its own', async () => {
    const { review, ...stage } = await after({}, 'echo x >one; ln one two');
    review.apply([]);
    expect(statSync(at(stage, 'one')).nlink).toBe(1);
  });

  test('of a file that nobody may read one that its owner may', async () => {
    const { review, ...stage } = await after({}, 'echo x >one; chmod 0 one; mkdir d; echo y >d/y; chmod 0 d');
    expect(problems(review)).toEqual([]);
    expect([statSync(at(stage, 'one')).mode & 0o777, text(stage, 'd/y')]).toEqual([0o400, 'y\n']);
    expect(readdirSync(review.place.upper)).toEqual([]);
  });

  test('of a file with a hole in it one with a hole', async () => {
    const { review, ...stage } = await after(
      {},
      'truncate -s 1G sparse; printf end >>sparse; printf x | dd of=sparse conv=notrunc bs=1 seek=70000',
    );
    expect(problems(review)).toEqual([]);
    const { size, blocks } = statSync(at(stage, 'sparse'));
    expect([size, blocks < 1000]).toEqual([2 ** 30 + 3, true]);
  });

  test('500 files', async () => {
    const { review, ...stage } = await after({}, 'mkdir d; i=0; while [ $i -lt 500 ]; do echo >d/$i; i=$((i+1)); done');
    expect(problems(review)).toEqual([]);
    expect(readdirSync(at(stage, 'd'))).toHaveLength(500);
  });
});
