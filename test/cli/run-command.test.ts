import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { until } from '../runtime/scratch';
import { whyNoSandbox } from '../sandbox/launch/why-no-sandbox';
import { airlock } from './airlock-process';
import { realKey } from './airlock-stage';
import { CommandStage } from './command-stage';
import { listeningPorts } from './listening-ports';

const stage = new CommandStage({ key: realKey });
const why = whyNoSandbox();
const ask = 'curl --silent --json {} http://127.0.0.1:8080/claude';

describe.skipIf(why)(`run POLICY -- COMMAND${why ? `: skipped, ${why}` : ''}`, () => {
  test('reaches what the policy allows, with a key that the command never held', async () => {
    const { stdout, stderr } = await stage.script(`${ask}/v1/messages; env`);
    expect(stdout).toContain('"type":"message"');
    expect(stdout).not.toContain(realKey);
    expect(stage.model.requests[0]?.headers['x-api-key']).toBe(realKey);
    expect(stderr).not.toContain('denied');
  });

  test('has a proxy that nobody else on this machine reaches, unless a port is asked for', async () => {
    for (const [options, count] of [
      [[], 0],
      [['--gateway-port', '0'], 2],
    ] as const) {
      const process = stage.begin(['sh', '-c', 'echo up; sleep 600'], { options });
      await until(
        () => process.stdout === 'up\n',
        () => process.stderr,
      );
      expect(listeningPorts(process.envoy ?? 0)).toBe(count);
      await process.end('SIGTERM');
    }
  });

  test('says what was denied when the command has ended, in the order in which it came', async () => {
    const { stderr } = await stage.script(`${ask}/v1/files; ${ask}/v1/batches; ${ask}/v1/files`);
    expect(stderr).toMatch(
      /denied: 3 requests\n {2}POST api\.anthropic\.com\/v1\/files path-not-allowed \(2 times\)\n {2}POST api\.anthropic\.com\/v1\/batches /,
    );
  });

  test('is told by a denial where the gateways are inside', async () => {
    const { stdout } = await stage.script('curl --silent http://127.0.0.1:8080/nothing');
    expect(JSON.parse(stdout).hint).toContain('gateways: http://127.0.0.1:8080/claude/;');
  });

  test.each([
    ['its status', 'exit 7', 7],
    ['128 and the number of its signal', 'kill -KILL $$', 137],
  ])('ends with %s', async (_what, script, status) => {
    expect((await stage.script(script)).status).toBe(status);
  });

  test('keeps changes out of the workspace', async () => {
    const workspace = stage.newWorkspace();
    const { stdout } = await stage.script('echo changed > main.c; echo new > fresh; cat main.c fresh', { workspace });
    expect(stdout).toBe('changed\nnew\n');
    expect(readFileSync(join(workspace, 'main.c'), 'utf8')).toBe('int main;\n');
    expect(existsSync(join(workspace, 'fresh'))).toBe(false);
  });

  test('says at the end that they wait, and of nothing nothing', async () => {
    expect((await stage.script('echo changed > main.c')).stderr).toMatch(/^1 change waiting: agent-airlock review /m);
    expect((await stage.script('cat main.c')).stderr).not.toContain('waiting');
  });

  test('makes them with --workspace-mode rw', async () => {
    const workspace = stage.newWorkspace();
    await stage.script('echo changed > main.c', { workspace, options: ['--workspace-mode', 'rw'] });
    expect(readFileSync(join(workspace, 'main.c'), 'utf8')).toBe('changed\n');
  });

  test('refuses them with --workspace-mode ro', async () => {
    const { stderr } = await stage.script('echo changed > main.c', { options: ['--workspace-mode', 'ro'] });
    expect(stderr).toContain('Read-only file system');
  });

  test('says what holds the command to its limits, and does', async () => {
    const many = "perl -e 'for (1..150) { my $pid = fork; last unless defined $pid; $pid or sleep 60 or exit; $n++ } print $n'";
    const { stdout, stderr } = await stage.script(many, { options: ['--processes', '60'] });
    expect(stderr).toMatch(/^limits: (cgroup|rlimits).*\b60 processes/m);
    expect(Number(stdout)).toBeGreaterThan(10);
    expect(Number(stdout)).toBeLessThan(60);
  });

  test('lists changes at the end with --review', async () => {
    const { stderr } = await stage.script('echo changed > main.c', { options: ['--review'] });
    expect(stderr).toMatch(/^changed\s+main\.c/m);
  });

  test('goes on with the changes of an earlier run, and says so', async () => {
    const [workspace, state] = [stage.newWorkspace(), stage.newFolder()];
    const run = { workspace, environment: { XDG_STATE_HOME: state } };
    await stage.script('echo first > fresh', run);
    const { stdout, stderr } = await stage.script('cat fresh', run);
    expect(stdout).toBe('first\n');
    expect(stderr).toContain('changes of an earlier run wait: this one goes on with them\n');
  });

  test('hides what is sensitive in the workspace, unless it is exposed by name', async () => {
    expect((await stage.script('cat .env')).stderr).toContain('Permission denied');
    const { stdout, stderr } = await stage.script('cat .env', { options: ['--expose', '.env'] });
    expect(stdout, stderr).toBe('TOKEN=of-the-project\n');
  });

  test('shows what --ro names, at its own path, and sets what --env says', async () => {
    const folder = stage.newFolder();
    writeFileSync(join(folder, 'text'), 'read me\n');
    const options = ['--ro', folder, '--env', 'COLOUR=blue'];
    const { stdout, stderr } = await stage.script(`cat ${folder}/text; echo $COLOUR; touch ${folder}/new`, { options });
    expect(stdout).toBe('read me\nblue\n');
    expect(stderr).toContain('Read-only file system');
  });

  test('hides what is sensitive there too, unless it is exposed by its whole path', async () => {
    const folder = stage.newFolder();
    writeFileSync(join(folder, '.env'), 'TOKEN=of-another\n');
    const script = `cat ${folder}/.env .env`;
    const { stdout, stderr } = await stage.script(script, { options: ['--ro', folder] });
    expect([stdout, stderr.match(/Permission denied/g)?.length]).toEqual(['', 2]);
    const options = ['--ro', folder, '--expose', `${folder}/.env`];
    expect((await stage.script(script, { options })).stdout).toBe('TOKEN=of-another\n');
  });

  test.each([
    [
      'rw',
      '.env',
      /^replaced while the command ran, and no longer held back from it: .*\.env: what is in it now may have been seen$/m,
    ],
    ['rw', '.envrc', /^replaced while .*\.envrc: it may have been changed$/m],
  ])('in mode %s, says that %s was replaced meanwhile, which uncovers it', async (mode, name, message) => {
    const workspace = stage.newWorkspace();
    writeFileSync(join(workspace, '.envrc'), '');
    const process = stage.begin(['sh', '-c', 'echo up; read line'], { workspace, options: ['--workspace-mode', mode] });
    await until(
      () => process.stdout === 'up\n',
      () => process.stderr,
    );
    writeFileSync(join(workspace, 'new'), 'TOKEN=new');
    renameSync(join(workspace, 'new'), join(workspace, name));
    expect((await process.end('SIGTERM')).stderr).toMatch(message);
  });

  test.each([
    ['overlay', 'the workspace'],
    ['ro', 'the workspace'],
    ['overlay', 'what --ro names'],
  ])('in mode %s, keeps what is hidden in %s so when it is replaced meanwhile', async (mode, where) => {
    const [workspace, other, flags] = [stage.newWorkspace(), stage.newWorkspace(), stage.newFolder()];
    const hidden = join(where === 'the workspace' ? workspace : other, '.env');
    const script = `echo up; until [ -e ${flags}/go ]; do sleep 0.1; done; cat ${hidden}`;
    const options = ['--workspace-mode', mode, '--ro', flags, '--ro', other];
    const process = stage.begin(['sh', '-c', script], { workspace, options });
    await until(
      () => process.stdout === 'up\n',
      () => process.stderr,
    );
    writeFileSync(`${hidden}.new`, 'TOKEN=new');
    renameSync(`${hidden}.new`, hidden);
    writeFileSync(join(flags, 'go'), '');
    const { stdout, stderr } = await process.ended();
    expect([stdout, stderr]).toEqual(['up\n', expect.stringContaining('Permission denied')]);
    expect(stderr).not.toContain('replaced');
  });

  test('in mode rw, changes nothing that this machine runs, and names what it makes of that kind', async () => {
    const workspace = stage.newWorkspace();
    mkdirSync(join(workspace, '.git', 'hooks'), { recursive: true });
    const script = 'touch .git/hooks/pre-commit; mv .git elsewhere; echo evil > .envrc; touch .git/HEAD';
    const { stderr } = await stage.script(script, { workspace, options: ['--workspace-mode', 'rw'] });
    expect(readdirSync(join(workspace, '.git')).sort()).toEqual(['HEAD', 'hooks']);
    expect(readdirSync(join(workspace, '.git', 'hooks'))).toEqual([]);
    expect(stderr).toContain('made in the workspace: .envrc, from which direnv runs what it says: look at it first');
  });

  test('in mode rw, renames no folder by whose name the next run knows what is sensitive', async () => {
    const workspace = stage.newWorkspace();
    const files = ['.docker/config.json', 'part/.kube/config', '.git/modules/x/config'];
    for (const file of files) {
      mkdirSync(join(workspace, dirname(file)), { recursive: true });
      writeFileSync(join(workspace, file), 'url = https://me:word@host/\n');
    }
    const script = 'mv .docker d; mv part/.kube part/k; mv .git/modules .git/m; echo more > .docker/other; mv part elsewhere';
    const { stdout, stderr } = await stage.script(script, { workspace, options: ['--workspace-mode', 'rw'] });
    expect([stdout, stderr.match(/Device or resource busy/g)?.length]).toEqual(['', 3]);
    const moved = files.map((file) => file.replace('part', 'elsewhere'));
    for (const file of [...moved, '.docker/other']) expect(existsSync(join(workspace, file))).toBe(true);
    expect((await stage.script('cat .docker/config.json', { workspace })).stderr).toContain('Permission denied');
  });

  test('is refused while another goes on in the same workspace, unless it keeps no changes', async () => {
    const [workspace, state] = [stage.newWorkspace(), stage.newFolder()];
    const run = { workspace, environment: { XDG_STATE_HOME: state } };
    const first = stage.begin(['sh', '-c', 'echo up; sleep 600'], run);
    await until(
      () => first.stdout === 'up\n',
      () => first.stderr,
    );
    const second = await stage.script('echo ran', run);
    expect([second.status, second.stdout]).toEqual([3, '']);
    expect(second.stderr).toMatch(/^changes to a workspace can be worked with by one at a time: wait for the other, got /m);
    expect((await stage.script('echo ran', { ...run, options: ['--workspace-mode', 'ro'] })).stdout).toBe('ran\n');
    await first.end('SIGTERM');
  });

  test('hands SIGTERM on, and ends as the command does', async () => {
    const process = stage.begin(['sh', '-c', 'trap "echo told; exit 9" TERM; echo up; while :; do sleep 0.1; done']);
    await until(
      () => process.stdout === 'up\n',
      () => process.stderr,
    );
    expect(await process.end('SIGTERM')).toMatchObject({ status: 9, stdout: 'up\ntold\n' });
  });

  test('leaves no process when it is killed', async () => {
    const mark = `900${Date.now() % 100_000}`;
    const process = stage.begin(['sh', '-c', `echo up; sleep ${mark}`]);
    await until(
      () => process.stdout === 'up\n',
      () => process.stderr,
    );
    expect(running(mark)).not.toEqual([]);
    await process.end('SIGKILL');
    await until(
      () => running(mark).length === 0,
      () => running(mark).join(' '),
    );
  });

  test('ends when the command kills what leads it out', async () => {
    const { status, stdout, stderr } = await stage.script('kill -KILL 2; sleep 30; echo still here');
    expect([status, stdout], stderr).toEqual([137, '']);
  });
});

describe('run refuses', () => {
  const rows: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a home folder as workspace', ['--workspace', homedir()], /^--workspace: what an agent is given must not be or hold /],
    ['a folder of credentials', ['--ro', '/etc'], /^--ro: what an agent is given must not be /],
    ['the machine', ['--ro', '/'], /^--ro: what an agent is given must not be or hold /],
    ['a workspace that is not there', ['--workspace', '/nowhere'], /^--workspace: what an agent is given must be there/],
    ['a credential in a variable', ['--env', 'KEY=sk-ant-0123456789abcdef'], /^--env KEY holds an Anthropic key: /],
    ['a credential by its name', ['--env', 'GH_TOKEN=0123456789'], /^--env GH_TOKEN holds what its name is for: /],
    ['a password in a URL', ['--env', 'DATABASE_URL=pg://me:sk-ant-@db/x'], /^--env DATABASE_URL holds a URL with a password: /],
    ['too few processes to lead out', ['--processes', '5'], /^--processes must be 16 or more, .*got '5'/],
    ['too little memory to lead out', ['--memory', '8'], /^--memory must be 64 or more, .*got '8'/],
    ['another way out', ['--env', 'HTTPS_PROXY=http://10.0.0.1'], /^--env may not set HTTPS_PROXY, which leads to the proxy/],
    ['a variable without a value', ['--env', 'sk-ant-0123456789abcdef'], /^--env must be NAME=VALUE, but number 1 is not$/m],
    ['no memory', ['--memory', '0'], /^--memory must be a whole number above 0, got '0'/],
    ['no /tmp, by the name that render has for it', ['--tmp-size', '0'], /^--tmp-size must be a whole number above 0, got '0'/],
    ['another mode', ['--workspace-mode', 'rwx'], /Allowed choices are overlay, ro, rw/],
    ['what nothing would hide', ['--expose', 'main.c'], /^--expose must name something that would be hidden/],
    ['a user without a number', ['--user', 'nobody'], /^--user must be UID or UID:GID in digits/],
    ['a socket of its own', ['--gateway-socket', '/tmp/x'], /^--gateway-socket is for others than a COMMAND/],
  ];

  test.each(rows)('%s', async (_what, options, message) => {
    const { status, stdout, stderr } = await stage.command(['echo', 'it ran'], { options });
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(new RegExp(message.source, 'm'));
    expect(stderr).not.toContain('sk-ant');
  });

  test('a program that is not there', async () => {
    const { status, stderr } = await stage.command(['no-such-program']);
    expect(status).toBe(3);
    expect(stderr).toContain("COMMAND must be a program that is on PATH, or a path of one, got 'no-such-program'");
  });

  test.each([
    [
      'a file that may not be executed',
      '/etc/passwd',
      "COMMAND must be a program that may be executed: chmod +x, got '/etc/passwd'",
    ],
    ['a line in one word', 'echo hi', "as words of their own: sh -c 'LINE' takes a line, got 'echo hi'"],
  ])('%s', async (_what, word, message) => {
    const { status, stderr } = await stage.command([word]);
    expect(status).toBe(3);
    expect(stderr).toContain(message);
  });

  describe('what the proxy goes by', () => {
    const inWorkspace = (name: string, text = 'x') => {
      const workspace = stage.newWorkspace();
      writeFileSync(join(workspace, name), text);
      return { workspace, path: join(workspace, name) };
    };

    test.each(['overlay', 'ro', 'rw'])('a secret in the workspace, in mode %s', async (mode) => {
      const { workspace, path } = inWorkspace('key.txt');
      const options = ['--workspace-mode', mode, '--secret', `other=file:${path}`];
      const { status, stderr } = await stage.script('cat key.txt', { workspace, options });
      expect([status, stderr]).toEqual([
        3,
        expect.stringContaining('--secret other may not be where COMMAND reads it: keep it '),
      ]);
    });

    test('a secret by way of a link, and among what --ro names', async () => {
      const { workspace, path } = inWorkspace('key.txt');
      const link = join(stage.newFolder(), 'link');
      symlinkSync(path, link);
      const byLink = await stage.script('true', { workspace, options: ['--secret', `other=file:${link}`] });
      const given = await stage.script('true', { options: ['--ro', workspace, '--secret', `other=file:${path}`] });
      for (const { status, stderr } of [byLink, given])
        expect([status, stderr]).toEqual([3, expect.stringContaining('--secret other may not be where COMMAND reads it')]);
    });

    test.each(['--audit-log', '--upstream-ca', '--certificates'])('%s in a workspace of mode rw', async (option) => {
      const { workspace, path } = inWorkspace('own');
      const options = ['--workspace-mode', 'rw', option, path];
      const { status, stderr } = await stage.script('true', { workspace, options });
      expect([status, stderr]).toEqual([3, expect.stringContaining(`${option} may not be in a workspace of mode rw`)]);
    });

    test('a link there, by which it goes to one elsewhere', async () => {
      const workspace = stage.newWorkspace();
      const link = join(workspace, 'link');
      symlinkSync(stage.newFolder(), link);
      const options = ['--workspace-mode', 'rw', '--certificates', link];
      const { status, stderr } = await stage.script('true', { workspace, options });
      expect([status, stderr]).toEqual([3, expect.stringContaining('--certificates may not be in a workspace of mode rw')]);
    });

    test('a policy there', async () => {
      const { workspace, path } = inWorkspace('own.yaml', readFileSync(stage.policy, 'utf8'));
      const args = ['run', path, '--workspace', workspace, '--workspace-mode', 'rw', '--', 'true'];
      const { status, stderr } = await airlock(args);
      expect([status, stderr]).toEqual([3, expect.stringContaining('POLICY may not be in a workspace of mode rw')]);
    });
  });

  test('a program among credentials, which would have to be seen', async () => {
    const folder = join(stage.newFolder(), '.ssh');
    mkdirSync(folder);
    writeFileSync(join(folder, 'program'), '#!/bin/sh\n', { mode: 0o755 });
    const { status, stderr } = await stage.command([join(folder, 'program')]);
    expect(status).toBe(3);
    expect(stderr).toMatch(/^COMMAND: what an agent is given must not be /m);
  });

  test('a link of the workspace to a program elsewhere, which an agent may have made to read it', async () => {
    const [workspace, folder] = [stage.newWorkspace(), stage.newFolder()];
    writeFileSync(join(folder, 'program'), '#!/bin/sh\necho word\n', { mode: 0o755 });
    symlinkSync(join(folder, 'program'), join(workspace, 'tool'));
    const command = [join(workspace, 'tool')];
    const { status, stdout, stderr } = await stage.command(command, { workspace });
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain(
      `COMMAND must not be a link that leads out of what it sees: name '${join(folder, 'program')}' itself`,
    );
    expect(await stage.command(command, { workspace, options: ['--ro', folder] })).toMatchObject({ status: 0, stdout: 'word\n' });
  });

  test('but not a program of a home folder, which is seen alone', async () => {
    const folder = stage.newFolder();
    writeFileSync(join(folder, 'program'), '#!/bin/sh\nls "$(dirname "$0")"\n', { mode: 0o755 });
    writeFileSync(join(folder, 'other'), '');
    expect((await stage.command([join(folder, 'program')])).stdout).toBe('program\n');
  });

  test.each(['--workspace=/tmp/x', '--env=A=b', '--review', '--memory=9', '--ro=/usr'])(
    '%s without a COMMAND',
    async (option) => {
      const { status, stderr } = await airlock(stage.args(option));
      expect(status).toBe(3);
      expect(stderr).toMatch(/^--[a-z]+ is for a COMMAND: give one after --, or leave the option out$/m);
    },
  );
});

/** Processes of this machine that have a word among their arguments. */
function running(word: string): readonly string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(word);
    } catch {
      return false;
    }
  });
}
