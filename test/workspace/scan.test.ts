import { execFileSync } from 'node:child_process';
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { scanWorkspace } from '../../lib/workspace/scan';
import { cpuTime } from '../cpu-time';
import { scratchFolder } from '../runtime/scratch';
import { hiddenPaths, shownPaths } from './paths';
import { plant, type Tree } from './tree';

const scratch = scratchFolder();
const planted = (tree: Tree) => plant(mkdtempSync(join(scratch, 'tree-')), tree);
const found = (tree: Tree, expose: readonly string[] = []) =>
  scanWorkspace(planted(tree), { expose }).findings.map(({ path }) => path);

/** Root may read everything. */
function asNobody<T>(look: () => T): T {
  if (process.geteuid?.() !== 0) return look();
  chmodSync(scratch, 0o755);
  process.seteuid?.(65534);
  try {
    return look();
  } finally {
    process.seteuid?.(0);
  }
}

describe('a look at a workspace finds', () => {
  test.each([
    ...hiddenPaths,
    // the same to macOS
    '.s\u200csh',
    '\u212aey.\u212aey',
  ])('%j', (path) => {
    expect(found({ [path]: 'SECRET', 'src/main.ts': '' })).toEqual([path]);
  });

  test.each([
    ['.aws/credentials', '.aws'],
    ['.config/gcloud/application_default_credentials.json', '.config'],
    ['deep/.ssh/id_rsa', 'deep/.ssh'],
    ['.env/production', '.env'],
    ['.env.example/production', '.env.example'],
  ])('of %s the whole folder', (path, folder) => {
    expect(scanWorkspace(planted({ [path]: 'SECRET' })).findings).toMatchObject([{ path: folder, type: 'folder' }]);
  });

  test.each([
    ['a password in a remote', '.git/config', 'url = https://me:secret@example.org/a.git'],
    ['a token in a remote', '.git/config', 'url = https://ghp_1@example.org/a.git'],
    ['the header that pipelines write', '.git/config', 'extraheader = AUTHORIZATION: basic c2VjcmV0'],
    ['another header', '.git/config', 'extraHeader = PRIVATE-TOKEN: glpat-1'],
    ['a password for mail', '.git/config', 'smtpPass = secret'],
    ['one of a submodule', '.git/modules/a/b/config', 'url = https://me:secret@example.org/a.git'],
    ['one of a worktree', '.git/worktrees/a/config.worktree', 'url = https://me:secret@example.org/a.git'],
    ['one of a repository in it', 'vendor/x/.git/config', 'url = https://me:secret@example.org/a.git'],
    ['one that is too long to be looked at', '.git/config', '#'.repeat(1_048_576)],
  ])("%s in git's configuration", (_, path, text) => {
    expect(found({ [path]: text })).toEqual([path]);
  });

  test.each(['.bare/config', 'mirror.git/config', 'config'])('one in %s, which is a repository by its HEAD', (path) => {
    const tree = { [path]: 'url = https://me:secret@example.org/a.git' };
    expect(found({ ...tree, [path.replace(/[^/]*$/, 'HEAD')]: 'ref: refs/heads/main' })).toEqual([path]);
    expect(found(tree)).toEqual([]);
  });

  test('a socket, wherever it is, unless exactly it is exposed', async () => {
    const folder = planted({ 'run/notes': '' });
    const server = createServer().listen(join(folder, 'run/agent.1'));
    await new Promise((resolve) => server.once('listening', resolve));
    expect(scanWorkspace(folder, { expose: ['run'] }).findings).toMatchObject([{ path: 'run/agent.1', type: 'file' }]);
    expect(scanWorkspace(folder, { expose: ['run/agent.1'] }).findings).toEqual([]);
    server.close();
  });

  test.each([
    ['a file', 'settings/production', '.env'],
    ['a folder', 'settings', '.config'],
  ])('%s that a link with a sensitive name points to', (_, target, link) => {
    expect(found({ 'settings/production': 'SECRET', [link]: { link: target } })).toEqual([target]);
  });

  test('nothing for links that lead outside or nowhere, as what they lead to is not mounted', () => {
    const outside = planted({ secret: '' });
    expect(found({ '.env': { link: join(outside, 'secret') }, '.ssh': { link: 'nowhere' }, '.aws': { link: '.aws' } })).toEqual(
      [],
    );
  });

  test('and says that it cannot hide all of it by a link to the folder itself', () => {
    expect(scanWorkspace(planted({ 'a/.config': { link: '../a' } })).problems).toEqual([
      "a link with a sensitive name must not point to a folder that it lies in: remove it, got 'a/.config'",
    ]);
  });
});

describe('it passes over', () => {
  test.each(shownPaths)('%s', (path) => {
    expect(found({ [path]: '' })).toEqual([]);
  });

  test.each(['url = https://example.org/a.git', 'url = git@example.org:a.git', 'url = ssh://git@example.org/a.git', ''])(
    "git's configuration with %j",
    (text) => {
      expect(found({ '.git/config': text })).toEqual([]);
    },
  );

  test('what is exposed by name, file or folder, and nothing beside it', () => {
    const tree = {
      '.env': '',
      '.env.local': '',
      'certificates/a.pem': '',
      'certificates/deep/b.pem': '',
      'certificates2/c.pem': '',
    };
    expect(found(tree, ['.env', './certificates/'])).toEqual(['.env.local', 'certificates2/c.pem']);
  });

  test('what is exposed in a sensitive folder, all beside it stays hidden', () => {
    const tree = { '.config/a/one': '', '.config/a/two': '', '.config/b/three': '', '.config/c': '' };
    expect(found(tree, ['.config/a/one'])).toEqual(['.config/a/two', '.config/b', '.config/c']);
  });
});

describe('exposing is refused for', () => {
  test.each(['', '.', '/', '..', '../other', 'a/../..', '/etc/passwd'])('%j', (path) => {
    expect(() => scanWorkspace(planted({}), { expose: [path] })).toThrow(/^--expose must be a path in the workspace, .*, got/);
  });

  test('what would not be hidden, which is named', () => {
    expect(scanWorkspace(planted({ '.env': '', 'a.txt': '' }), { expose: ['.env', 'a.txt', '.evn'] }).unmet).toEqual([
      'a.txt',
      '.evn',
    ]);
  });
});

describe('it holds against', () => {
  test('a folder that it may not read, which its owner could open, and hides it', () => {
    const folder = planted({ 'closed/.env': '', 'open/.env': '' });
    chmodSync(folder, 0o755);
    chmodSync(join(folder, 'closed'), 0);
    const found = asNobody(() => scanWorkspace(folder).findings);
    chmodSync(join(folder, 'closed'), 0o700);
    expect(found).toMatchObject([
      { path: 'closed', kind: 'a folder that cannot be read', type: 'folder' },
      { path: 'open/.env' },
    ]);
  });

  test('links that go round', () => {
    expect(found({ 'a/b/up': { link: '../..' }, 'a/self': { link: '.' }, 'a/.env': '' })).toEqual(['a/.env']);
  });

  test('2,500 folders in each other, of which it hides all below where it can look', () => {
    const folder = planted({});
    execFileSync('python3', ['-c', "import os\nfor i in range(2500):\n os.mkdir('d'); os.chdir('d')\nopen('.env', 'w')"], {
      cwd: folder,
    });
    const { findings } = scanWorkspace(folder);
    expect(findings).toMatchObject([{ kind: 'a folder too deep to be looked into', type: 'folder' }]);
    expect(findings[0]?.path.length).toBeLessThan(3500);
    execFileSync('rm', ['-rf', folder]);
  });

  test.each([
    ['a folder', (path: Buffer) => mkdirSync(path)],
    ['a sensitive file', (path: Buffer) => writeFileSync(Buffer.concat([path, Buffer.from('.pem')]), '')],
  ])('names that are no text: %s with one is a problem', (_, make) => {
    const folder = planted({});
    make(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff])]));
    expect(scanWorkspace(folder).problems).toHaveLength(1);
  });

  test('20,000 files, in a few seconds', () => {
    const folder = planted({});
    for (let index = 0; index < 200; index += 1) {
      mkdirSync(join(folder, `d${index}`));
      for (let file = 0; file < 100; file += 1) closeSync(openSync(join(folder, `d${index}`, `f${file}.js`), 'w'));
    }
    expect(cpuTime(() => expect(scanWorkspace(folder).entries).toBe(20_200))).toBeLessThan(15_000);
  });
});
