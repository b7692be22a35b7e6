import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { put } from '../runtime/scratch';
import { airlock } from './airlock-process';
import { Stage } from './airlock-stage';

const stage = new Stage();
const file = put(stage.folder, 'file', '');
const missing = join(stage.folder, 'missing');
const key = put(stage.folder, 'key', 'sk-test');
const run = (...more: readonly string[]) => ['run', stage.policy, '--secret', `anthropic-api-key=file:${key}`, ...more];

describe('a place that can not be used is named with the reason in words, and ends with 3:', () => {
  test.each<[string, readonly string[], string]>([
    ['what is listed is a file', ['workspace', file], `must be a folder: it is a file, got '${file}'`],
    [
      'what is reviewed is not there',
      ['review', '--workspace', missing],
      `--workspace must be a folder: there is no such file or folder, got '${missing}'`,
    ],
    ['what is reviewed is a file', ['review', 'apply', '--workspace', file], '--workspace must be a folder: it is a file, got '],
    ['authorities are not there', run('--upstream-ca', missing), `'${missing}' can't be used: there is no such file or folder`],
    ['authorities are a folder', run('--upstream-ca', stage.folder), "can't be used: it is a folder"],
    [
      'what agents trust has no folder to be in',
      run('--ca-file', join(missing, 'ca.pem')),
      '--ca-file must be a file that can be written: there is no such file or folder, got ',
    ],
    [
      'a secret is below a file',
      ['run', stage.policy, '--secret', `anthropic-api-key=file:${join(file, 'x')}`],
      'what should be a folder is a file',
    ],
    ['a template is below a file', ['verify', join(file, 'x')], "can't be read: what should be a folder is a file"],
  ])('%s', async (_, args, message) => {
    const { status, stdout, stderr } = await airlock(args);
    expect([status, stdout, stderr]).toEqual([3, '', expect.stringContaining(message)]);
    expect(stderr).not.toMatch(/\bE[A-Z]{4,}\b/);
  });
});

describe('help of a command that there is not names the nearest:', () => {
  test.each([
    [['help', 'verfy'], "error: unknown command 'verfy' (Did you mean verify?): see agent-airlock --help\n"],
    [['verfy', '--help'], "error: unknown command 'verfy' (Did you mean verify?): see agent-airlock --help\n"],
    [['help', 'bogus'], "error: unknown command 'bogus': see agent-airlock --help\n"],
  ])('%j', async (args, said) => {
    expect(await airlock(args)).toEqual({ status: 3, stdout: '', stderr: said });
  });

  test('and that of one that there is, is shown', async () => {
    const { status, stdout } = await airlock(['help', 'verify']);
    expect([status, stdout]).toEqual([0, expect.stringContaining('agent-airlock verify [options] <path...>')]);
  });
});
