import { execFile } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { put } from '../runtime/scratch';
import { whyNoSandbox } from '../sandbox/launch/why-no-sandbox';
import { CommandStage } from './command-stage';

const stage = new CommandStage();
const why = whyNoSandbox();
const project = join(__dirname, '..', '..');
const shell = '"$@" <input >>output 2>&1; echo went on >>shell';
const airlock = [process.execPath, '--require', 'tsx/cjs', join(project, 'bin', 'agent-airlock.ts')];

/** What a shell of the user's, in a process group of its own, leaves of its files when it has started `script` in a sandbox. */
async function left(script: string) {
  const folder = stage.newFolder();
  put(folder, 'input', 'given\n', 0o644);
  put(folder, 'output', 'earlier\n', 0o644);
  const given = ['--secret', `anthropic-api-key=file:${stage.newKey()}`, '--workspace', stage.newWorkspace()];
  const words = [...airlock, ...stage.args(...given, '--', 'sh', '-c', `echo it ran; ${script}`)];
  const env = { ...process.env, TSX_TSCONFIG_PATH: join(project, 'tsconfig.json'), NODE_PATH: join(project, 'node_modules') };
  await new Promise((resolve) =>
    execFile('setsid', ['--wait', 'sh', '-c', shell, 'sh', ...words], { cwd: folder, env }, resolve),
  );
  const read = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : '');
  return {
    input: read('input'),
    output: read('output'),
    shell: read('shell'),
    mode: statSync(join(folder, 'input')).mode & 0o777,
  };
}

describe.skipIf(why)(`a command whose input and output are files${why ? `: skipped, ${why}` : ''}`, () => {
  test('reads and writes them', async () => {
    expect(await left('cat')).toMatchObject({
      output: expect.stringMatching(/^earlier\n(.*\n)+it ran\ngiven\n/),
      shell: 'went on\n',
    });
  });

  test.each([
    ['empties the file that it may add to', ': > /proc/self/fd/1'],
    ['reads what was in it', 'cat /proc/$$/fd/1 > copy & sleep 1; kill $!; grep -q earlier copy && echo read'],
    ['writes to the file that it may read', 'echo forged > /proc/self/fd/0'],
    ['changes its mode', 'chmod 777 /proc/self/fd/0'],
  ])('never %s', async (_what, script) => {
    const after = await left(script);
    expect(after).toMatchObject({ input: 'given\n', mode: 0o644, output: expect.stringMatching(/^earlier\n(.*\n)+it ran\n/) });
    expect(after.output).not.toContain('read');
  });

  test('ends none but its own by a signal to its process group', async () => {
    const after = await left('kill -KILL 0');
    expect(after).toMatchObject({ output: expect.stringContaining('it ran\n'), shell: 'went on\n' });
  });
});
