import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import * as command from '../../bin/commands/review';
import { conclude } from '../../bin/review/conclude';
import { type Stage, stageOf, whyNoOverlay } from '../workspace/agent-run';
import type { Tree } from '../workspace/tree';
import { airlockHere } from './airlock-here';

afterEach(() => vi.unstubAllEnvs());
const why = whyNoOverlay ? `, skipped ${whyNoOverlay}` : '';

async function ran(stage: Stage, ...args: readonly string[]) {
  vi.stubEnv('XDG_STATE_HOME', stage.environment.XDG_STATE_HOME);
  return airlockHere(command, ['review', ...args, '--workspace', stage.workspace]);
}

async function after(tree: Tree, script: string): Promise<Stage> {
  const stage = stageOf(tree);
  await stage.agent(script);
  return stage;
}

const project = { 'README.md': 'one\ntwo\n', 'src/main.ts': 'x', 'logo.png': '\x89PNG\0' };

describe.skipIf(whyNoOverlay)(`review list${why}`, () => {
  test('is what review does: a line for each change, and status 1', async () => {
    const stage = await after(
      project,
      `echo three >>README.md; rm src/main.ts; mkdir d; echo x >d/tool; chmod 755 d/tool; ln -s d/tool l; rm logo.png; mkdir logo.png
       chmod 600 src/../README.md; chmod 700 src; mkfifo p; echo x >.envrc`,
    );
    const { status, stdout, stderr } = await ran(stage);
    expect(stdout).toBe(`created  .envrc  (2 bytes, ! run by direnv: applied only if it is named)
changed  README.md  (8 to 14 bytes)
created  d  (folder)
created  d/tool  (2 bytes, executable)
created  l  (link to d/tool)
type     logo.png  (file before, folder)
created  p  (neither file, folder nor link: not applied)
mode     src  (folder 700)
deleted  src/main.ts
`);
    expect([status, stderr]).toEqual([1, '']);
    expect((await ran(stage, 'list', 'd/')).stdout.split('\n')).toHaveLength(3);
  });

  test.each([
    ['where no run was', undefined],
    ['where a run changed nothing', 'true'],
  ])('says that nothing waits, and where it looked, with status 0, %s', async (_, script) => {
    const stage = script === undefined ? stageOf(project) : await after(project, script);
    const { status, stdout, stderr } = await ran(stage);
    expect([status, stdout]).toEqual([0, '']);
    expect(stderr).toContain(
      `nothing waits for '${stage.workspace}' in '${stage.environment.XDG_STATE_HOME}/agent-airlock/layers/`,
    );
  });

  test('names the folder above that is meant', async () => {
    const stage = await after(project, 'echo x >new');
    const { stderr } = await ran({ ...stage, workspace: join(stage.workspace, 'src') });
    expect(stderr).toContain(`: changes wait for --workspace '${stage.workspace}'`);
  });

  test('takes a name as it is shown', async () => {
    const stage = await after({}, `touch "$(printf 'a\\nb')" other`);
    expect((await ran(stage, 'list', 'a\\u{a}b')).stdout).toBe('created  a\\u{a}b  (0 bytes)\n');
    expect((await ran(stage, 'apply', 'a\\u{a}b')).stdout).toBe('1 change applied, 1 change waiting\n');
  });

  test('says what everybody could write to', async () => {
    const stage = await after(
      project,
      'echo x >a; chmod 666 a; mkdir b; chmod 777 b; echo three >>README.md; chmod 602 README.md; ln -s a l',
    );
    expect((await ran(stage)).stdout.match(/writable by everybody/g)).toHaveLength(3);
  });

  test('shows no control character that an agent put into names and links', async () => {
    const stage = await after({}, `touch "$(printf 'a\\033[2J\\nb\\342\\200\\256')"; ln -s "$(printf '\\033]0;x\\007')" l`);
    expect((await ran(stage)).stdout).toBe(
      'created  a\\u{1b}[2J\\u{a}b\\u{202e}  (0 bytes)\ncreated  l  (link to \\u{1b}]0;x\\u{7})\n',
    );
  });
});

describe.skipIf(whyNoOverlay)(`review diff${why}`, () => {
  test('shows text as a unified diff', async () => {
    const stage = await after(project, 'echo three >>README.md; echo new >d; rm src/main.ts');
    expect((await ran(stage, 'diff')).stdout).toBe(`changed  README.md  (8 to 14 bytes)
--- a/README.md
+++ b/README.md
@@ -1,2 +1,3 @@
 one
 two
+three
created  d  (4 bytes)
--- /dev/null
+++ b/d
@@ -0,0 +1 @@
+new
deleted  src/main.ts
--- a/src/main.ts
+++ /dev/null
@@ -1 +0,0 @@
-x
\\ No newline at end of file
`);
  });

  test('shows the sizes only of what is binary or long', async () => {
    const stage = await after(
      project,
      'printf "a\\0b" >logo.png; head -c 2000000 /dev/zero | tr "\\0" a >long; truncate -s 1T sparse',
    );
    expect((await ran(stage, 'diff')).stdout).toBe(`changed  logo.png  (6 to 3 bytes)
binary: 6 bytes before, 3 after
created  long  (2000000 bytes)
too long to be shown: 0 bytes before, 2000000 after
created  sparse  (1099511627776 bytes)
too long to be shown: 0 bytes before, 1099511627776 after
`);
    await ran(stage, 'discard');
  });

  test("runs no program that the agent chose, by git's attributes and configuration or the environment", async () => {
    const driver = `printf '* diff=evil\\n' >.gitattributes; mkdir -p .git bin; printf '#!/bin/sh\\ntouch ../ran' >bin/evil; chmod 755 bin/evil
      printf '[diff]\\nexternal = ./bin/evil\\n[diff "evil"]\\ncommand = ./bin/evil\\ntextconv = ./bin/evil\\n[core]\\npager = ./bin/evil' >.git/config`;
    const stage = await after(project, `${driver}; echo three >>README.md`);
    for (const name of ['GIT_EXTERNAL_DIFF', 'PAGER', 'GIT_PAGER']) vi.stubEnv(name, './bin/evil');
    expect((await ran(stage, 'diff', 'README.md')).stdout).toContain('+three\n');
    await ran(stage, 'apply', '.gitattributes', '.git', 'bin');
    await stage.agent('echo four >>README.md');
    expect((await ran(stage, 'diff', 'README.md')).stdout).toContain('+four\n');
    expect(existsSync(join(stage.workspace, '..', 'ran'))).toBe(false);
  });

  test('runs no program that the agent put into a folder on PATH', async () => {
    const stage = stageOf(project);
    const names = ['diff', 'rm', 'flock', 'sh', 'cat', 'chmod', 'find', 'unshare', 'mount', 'xargs'];
    await stage.agent(`mkdir bin; for name in ${names.join(' ')}; do printf '#!/bin/sh\\ntouch "${stage.workspace}.ran"' >bin/$name; done
      chmod 755 bin/*`);
    await ran(stage, 'apply');
    await stage.agent('rm -r src logo.png; mkdir src logo.png; echo two >src/two; echo three >>README.md; echo x >new');
    vi.stubEnv('PATH', `${stage.workspace}/bin:${process.env.PATH}`);
    expect((await ran(stage, 'diff')).stdout).toContain('+three\n');
    await ran(stage, 'discard', 'new');
    expect((await ran(stage, 'apply')).stdout).toMatch(/applied$/m);
    expect(existsSync(`${stage.workspace}.ran`)).toBe(false);
  });

  test('shows no escape sequence of a file, nor a name that looks like a line of the diff', async () => {
    const stage = await after({}, `printf '\\033[31mred\\r\\tx\\n' >"$(printf 'a\\n+++ b')"`);
    expect((await ran(stage, 'diff')).stdout.split('\n').slice(2)).toEqual([
      '+++ b/a\\u{a}+++ b',
      '@@ -0,0 +1 @@',
      '+\\u{1b}[31mred\\u{d}\tx',
      '',
    ]);
  });

  test('shows nothing that may hold a credential, unless it is named itself', async () => {
    const tree = { '.env': 'KEY=before\n', '.git/config': 'url = https://me:before@example.org/x\n', 'sub/a.key': 'before\n' };
    const stage = await after(tree, 'echo KEY=new >.env; echo >.git/config; rm sub/a.key; echo new >sub/id_rsa');
    const { stdout } = await ran(stage, 'diff');
    expect([stdout.match(/not shown, as it may hold/g)?.length, /[-=:]before/.test(stdout), stdout.includes('new')]).toEqual([
      ...[4, false, false],
    ]);
    expect((await ran(stage, 'diff', 'sub')).stdout).not.toContain('-before');
    expect((await ran(stage, 'diff', '.env')).stdout).toContain('-KEY=before\n+KEY=new\n');
  });

  test('reads nothing that a link leads to', async () => {
    const stage = await after({ 'a/b': 'x' }, 'rm -r a; ln -s /etc a; ln -s /etc/passwd p');
    const { stdout } = await ran(stage, 'diff');
    expect(stdout).toBe('type     a  (folder before, link to /etc)\ncreated  p  (link to /etc/passwd)\n');
  });
});

describe.skipIf(whyNoOverlay)(`review apply and discard${why}`, () => {
  test('apply all that may be, say what waits, and end with status 1 if anything does', async () => {
    const stage = await after(project, 'echo three >>README.md; echo x >.envrc; echo y >d');
    expect(await ran(stage, 'apply')).toEqual({
      status: 1,
      stdout: 'not applied: .envrc: it is run by direnv: name it to apply it\n2 changes applied, 1 change waiting\n',
      stderr: '',
    });
    expect(await ran(stage, 'apply', './.envrc')).toEqual({ status: 0, stdout: '1 change applied\n', stderr: '' });
    expect(readFileSync(join(stage.workspace, 'README.md'), 'utf8')).toBe('one\ntwo\nthree\n');
    expect(await ran(stage)).toMatchObject({ status: 0, stdout: '' });
  });

  test('discard by file, and the rest', async () => {
    const stage = await after(project, 'echo three >>README.md; mkdir d; echo y >d/e');
    expect((await ran(stage, 'discard', join(stage.workspace, 'd'))).stdout).toBe('2 changes discarded, 1 change waiting\n');
    expect((await ran(stage, 'discard')).stdout).toBe('1 change discarded\n');
    expect(existsSync(join(stage.workspace, 'd'))).toBe(false);
  });

  test('keep what the user changed meanwhile', async () => {
    const stage = await after(project, 'echo theirs >README.md');
    writeFileSync(join(stage.workspace, 'README.md'), 'mine');
    const { status, stdout } = await ran(stage, 'apply');
    expect([status, stdout]).toEqual([1, expect.stringContaining('not applied: README.md: it changed in the workspace since')]);
    expect(readFileSync(join(stage.workspace, 'README.md'), 'utf8')).toBe('mine');
  });
});

describe(`review is refused${why}`, () => {
  test.skipIf(whyNoOverlay).each(['nothing', '../README.md', '/etc/passwd', 'READ'])(
    'for %s, that nothing waits of',
    async (file) => {
      const stage = await after(project, 'echo three >>README.md');
      expect(await ran(stage, 'apply', file)).toMatchObject({
        status: 3,
        stderr: expect.stringContaining('nothing that waits is called so'),
      });
    },
  );

  test('for a file where nothing waits, or a workspace that is not there', async () => {
    const stage = stageOf(project);
    expect(await ran(stage, 'apply', 'x')).toMatchObject({ status: 3, stderr: expect.stringContaining('check --workspace') });
    expect(await ran({ ...stage, workspace: '/nowhere' })).toMatchObject({ status: 3 });
  });

  test.skipIf(whyNoOverlay)('to nobody but its user, who alone may enter the layer again', async () => {
    const stage = await after(project, 'echo x >new');
    const ours = join(stage.environment.XDG_STATE_HOME ?? '', 'agent-airlock');
    chmodSync(ours, 0o777);
    await ran(stage);
    expect(statSync(ours).mode & 0o777).toBe(0o700);
  });
});

describe.skipIf(whyNoOverlay)(`a run with --review ends${why}`, () => {
  async function concluded(script: string, answer?: string) {
    const stage = await after(project, script);
    const lines: string[] = [];
    const { workspace, environment } = stage;
    const ask = answer === undefined ? undefined : async () => answer;
    await conclude({ workspace, environment, say: (line) => lines.push(line), ...(ask && { ask }) });
    return { lines, workspace };
  }

  test.each([undefined, 'keep', '', 'yes', 'applying'])('with what to do later, answered %j', async (answer) => {
    const { lines, workspace } = await concluded('echo y >d', answer);
    expect(lines).toEqual([
      'created  d  (2 bytes)',
      `1 change waiting: agent-airlock review [list|diff|apply|discard] [FILE...] --workspace '${workspace}'`,
    ]);
    expect(existsSync(join(workspace, 'd'))).toBe(false);
  });

  test('with what was applied, and what then waits', async () => {
    const { lines, workspace } = await concluded('echo y >d; echo x >.envrc', 'apply');
    expect(lines.slice(2, -1)).toEqual([
      'not applied: .envrc: it is run by direnv: name it to apply it',
      '1 change applied, 1 change waiting',
    ]);
    expect(existsSync(join(workspace, 'd'))).toBe(true);
  });

  test('with all that must be named, however much there is before it', async () => {
    const { lines } = await concluded(
      'for i in $(seq 300); do echo >a$i; done; echo x >z.txt; mkdir .vscode sub; echo >sub/.envrc',
    );
    expect(lines.filter((line) => line.includes('!'))).toHaveLength(2);
    expect(lines).toContainEqual(expect.stringMatching(/^and \d+ more$/));
  });

  test('with nothing left', async () => {
    expect((await concluded('echo y >d', 'discard')).lines.at(-1)).toBe('1 change discarded');
    expect((await concluded('true', 'apply')).lines).toEqual(['the command changed nothing']);
  });
});
