import { existsSync, lstatSync, readFileSync, readlinkSync, renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { agentIn, stageOf, whyNoOverlay } from '../agent-run';
import type { Tree } from '../tree';
import { at, open, problems, project, reviewOf, text } from './reviewed';

describe.skipIf(whyNoOverlay)(`nothing is written outside by${whyNoOverlay ? `, skipped ${whyNoOverlay}` : ''}`, () => {
  const secrets = { 'home/.ssh/authorized_keys': 'mine\n', 'home/.bashrc': 'mine\n' };
  /** A workspace beside the home folder of its user. */
  async function beside(script: string, tree: Tree = project) {
    const stage = stageOf({
      ...secrets,
      ...Object.fromEntries(Object.entries(tree).map(([path, content]) => [`work/${path}`, content])),
    });
    const own = { ...stage, workspace: at(stage, 'work'), environment: { XDG_STATE_HOME: `${stage.workspace}-state` } };
    const run = agentIn(own.workspace, own.environment);
    await run(script);
    return { ...own, agent: run, home: at(stage, 'home'), review: await reviewOf({ ...own, agent: run }) };
  }
  const mine = (home: string) => [
    readFileSync(join(home, '.ssh/authorized_keys'), 'utf8'),
    readFileSync(join(home, '.bashrc'), 'utf8'),
  ];

  test('a folder that becomes a link, and what a later run writes to where it led', async () => {
    const { review, home, ...stage } = await beside('rm -r src; ln -s ../home/.ssh src');
    expect(problems(review)).toEqual(['src: it may lead out of the workspace: name it to apply it']);
    // the user names it, and the agent goes on
    review.apply(['src']);
    await open.pop()?.release();
    await stage.agent('rm src; mkdir src; echo theirs >src/authorized_keys');
    const second = await reviewOf(stage);
    expect(problems(second, ['src/authorized_keys'])).toEqual([
      expect.stringContaining("'src' in its path must be a folder, not a link"),
    ]);
    second.apply(['src']);
    expect(mine(home)).toEqual(['mine\n', 'mine\n']);
    expect(text(stage, 'src/authorized_keys')).toBe('theirs\n');
  });

  test.each([
    ['../home/.bashrc', 'it may lead out'],
    ['/etc/passwd', 'it may lead out'],
    ['src/../../home/.bashrc', 'it may lead out'],
    ['.../../../home/.bashrc', 'it may lead out'],
    ['./../../home', 'it may lead out'],
    ['..', 'it may lead out'],
    ['outside/.bashrc', 'it may lead out'],
    ['outside/../x', 'it may lead out'],
  ])('a link to %s, which waits until it is named', async (target, reason) => {
    const { review, home, ...stage } = await beside(`ln -s ${target} new`, { ...project, outside: { link: '../home' } });
    expect(problems(review)).toEqual([expect.stringContaining(reason)]);
    expect(existsSync(at(stage, 'new')) || lstatSync(at(stage, 'new'), { throwIfNoEntry: false })).toBeFalsy();
    expect(problems(review, ['new'])).toEqual([]);
    expect(readlinkSync(at(stage, 'new'))).toBe(target);
    expect(mine(home)).toEqual(['mine\n', 'mine\n']);
  });

  test.each(['src/main.ts', './src', '../work/src', 'src/nowhere'])('a link to %s is what it is', async (target) => {
    const { review, ...stage } = await beside(`ln -s ${target} new`);
    const expected = target.startsWith('../') ? ['new: it may lead out of the workspace: name it to apply it'] : [];
    expect(problems(review)).toEqual(expected);
    expect(problems(review, expected.length > 0 ? ['new'] : [])).toEqual([]);
    expect(readlinkSync(at(stage, 'new'))).toBe(target);
  });

  test('a file over a link, which is replaced', async () => {
    const { review, home, ...stage } = await beside('rm out; echo theirs >out', { out: { link: '../home/.bashrc' } });
    expect(problems(review)).toEqual([]);
    expect([lstatSync(at(stage, 'out')).isFile(), ...mine(home)]).toEqual([true, 'mine\n', 'mine\n']);
  });

  test('a folder that the user makes a link meanwhile', async () => {
    const { review, home, ...stage } = await beside('echo theirs >src/.bashrc; echo theirs >src/main.ts; rm src/deep/a.ts');
    renameSync(at(stage, 'src'), at(stage, 'old'));
    symlinkSync(home, at(stage, 'src'));
    expect(problems(review, ['src/.bashrc', 'src/main.ts', 'src/deep/a.ts'])).toEqual([
      ...Array(3).fill(expect.stringContaining("'src' in its path must be a folder, not a link")),
    ]);
    expect(mine(home)).toEqual(['mine\n', 'mine\n']);
  });

  test.each(['../home/.bashrc', '/etc/passwd', 'src/../../home/.bashrc', '', '.', 'src//main.ts'])(
    'a name such as %j',
    async (name) => {
      const { review } = await beside('echo x >new');
      expect(() => review.apply([name])).toThrow(/^nothing that waits is called so/);
      expect(() => review.discard([name])).toThrow(/^nothing that waits is called so/);
    },
  );

  test('what it discards by way of links', async () => {
    const { review, home } = await beside('ln -s ../../../../home out; rm -r src; ln -s / src');
    review.discard(['out']);
    review.discard([]);
    expect(mine(home)).toEqual(['mine\n', 'mine\n']);
  });
});
