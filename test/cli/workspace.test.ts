import { mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as render from '../../bin/commands/render';
import * as command from '../../bin/commands/workspace';
import { dockerignore } from '../../lib/workspace/dockerignore';
import { scratchFolder } from '../runtime/scratch';
import { plant, type Tree } from '../workspace/tree';
import { airlockHere } from './airlock-here';
import { Stage } from './airlock-stage';

const scratch = scratchFolder();
const planted = (tree: Tree) => plant(join(mkdtempSync(join(scratch, 'stage-')), 'project'), tree);
const project = { '.env': 'SECRET', 'a/.ssh/id': 'SECRET', 'b/tls.pem': 'SECRET', 'src/main.ts': '' };
const ran = (...args: readonly string[]) => airlockHere(command, ['workspace', ...args]);

describe('workspace', () => {
  test('lists what is hidden and why, and no content', async () => {
    const { status, stdout, stderr } = await ran(planted(project));
    expect(stdout).toBe(
      'hidden  .env  (variables)\nhidden  a/.ssh/  (keys of SSH)\nhidden  b/tls.pem  (a private key or a certificate)\n',
    );
    expect([status, stderr]).toEqual([0, '3 of 7 files and folders would be hidden\n']);
  });

  test('copies the rest', async () => {
    const folder = planted(project);
    const target = join(folder, '..', 'context');
    const { status, stderr } = await ran(folder, '--copy', target, '--expose', 'b');
    expect([status, stderr]).toEqual([0, `2 of 7 files and folders left out of '${target}'\n`]);
    expect(readdirSync(target, { recursive: true }).sort()).toEqual(['a', 'b', 'b/tls.pem', 'src', 'src/main.ts']);
  });

  test('shows no control character of a name', async () => {
    expect((await ran(planted({ 'a\u001b[2J\n.pem': '' }))).stdout).toBe(
      'hidden  a\\u{1b}[2J\\u{a}.pem  (a private key or a certificate)\n',
    );
  });

  test.each([
    [['--expose', '.evn'], "--expose must name something that would be hidden: remove it, got '.evn'"],
    [['--expose', '../x'], "--expose must be a path in the workspace, from its root, got '../x'"],
    [['--copy', 'PROJECT/out'], 'a copy must lie outside of what is copied'],
    [['--copy', 'PROJECT'], 'a copy must go to a folder that is empty or not there'],
    [['--copy', '/nowhere/out'], "what --copy is made in must be a folder: there is no such file or folder, got '/nowhere'"],
    [['--copy', 'PROJECT/.env/out'], "what --copy is made in must be a folder: it is a file, got '"],
    [['--copy', 'PROJECT/src/main.ts'], "main.ts' can't be used: what should be a folder is a file"],
  ])('refuses %j', async (args, message) => {
    const folder = planted(project);
    const { status, stderr } = await ran(folder, ...args.map((arg) => arg.replace('PROJECT', folder)));
    expect([status, stderr]).toEqual([3, expect.stringContaining(message)]);
    expect(stderr).not.toContain('SECRET');
  });

  test.each(['/', '/etc', '/nowhere', '/root'])('refuses %s', async (folder) => {
    expect(await ran(folder)).toMatchObject({
      status: 3,
      stdout: '',
      stderr: expect.stringContaining('what an agent is given must'),
    });
  });

  test('refuses a file', async () => {
    const file = join(planted(project), 'src/main.ts');
    const stderr = `what an agent works in must be a folder: it is a file, got '${file}'\n`;
    expect(await ran(file)).toEqual({ status: 3, stdout: '', stderr });
  });

  test('refuses what a link makes of it', async () => {
    const folder = planted(project);
    symlinkSync(join(folder, 'a/.ssh'), join(folder, 'b/link'));
    expect(await ran(join(folder, 'b/link'))).toMatchObject({ status: 3, stderr: expect.stringContaining('keys of SSH') });
  });
});

test('render dockerignore writes the same list for every policy', async () => {
  const { status, stdout, stderr } = await airlockHere(render, ['render', 'dockerignore', new Stage().policy]);
  expect([status, stdout]).toEqual([0, dockerignore()]);
  expect(stderr).toContain('agent-airlock workspace DIR');
});
