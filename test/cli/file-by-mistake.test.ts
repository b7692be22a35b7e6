import { join } from 'node:path';
import { expect, test } from 'vitest';
import { put, scratchFolder } from '../runtime/scratch';
import { sealed } from '../verify/cloudformation/network/airlock';
import { airlock } from './airlock-process';

const folder = scratchFolder();
const template = put(folder, 'Proven.template.json', JSON.stringify({ Resources: sealed }));
const roles = ['--agent', 'Agent', '--proxy', 'Proxy:3128'];
const verify = ['verify', template, ...roles];

// split, so that no scanner takes it for real
const anthropic = `sk-ant-${'api03-hunter2hunter2'}`;
const files: Readonly<Record<string, string>> = {
  'key.txt': `${anthropic}\n`,
  'password.txt': 'hunter2\n',
  'key.pem': `-----BEGIN ${'PRIVATE'} KEY-----\nhunter2/hunter2+hunter2=\n-----END ${'PRIVATE'} KEY-----\n`,
  credentials: '[default]\naws_secret_access_key = hunter2\n',
  '.env': 'PASSWORD=hunter2: hunter2\n*hunter2\n',
  'half.json': '{"private_key": "hunter2',
  'bare.json': '{"private_key": hunter2}',
  'escaped.yaml': 'key: "\\hunter2"\n',
  'alias.yaml': 'key: *hunter2\n',
  'name.yaml': `version: 1\ndestinations: [{ name: ${anthropic}, host: '${anthropic}', access: tunnel, ${anthropic}: 1 }]\n`,
  'acceptance.yaml': `- { id: a, because: b, until: ${anthropic}, ${anthropic}: 1 }\n`,
};
for (const [name, text] of Object.entries(files)) put(folder, name, text);

const refused = async (args: readonly string[]): Promise<string> => {
  const { status, stdout, stderr } = await airlock(args);
  expect([status, stdout]).toEqual([3, '']);
  expect(stderr).not.toContain('hunter2');
  return stderr;
};

test.each(Object.keys(files))('%s given by mistake is named, and no word of it is said', async (name) => {
  const path = join(folder, name);
  const said = [
    ['check', path],
    [...verify, '--accept', path],
    ['verify', path, ...roles],
  ].map(refused);
  for (const text of await Promise.all(said)) expect(text).toContain(path);
});

const policy = put(folder, 'policy.yaml', 'version: 1\ndestinations: [{ name: a, hosts: [a.example.com], access: tunnel }]\n');

test.each([
  ['parameters', 'alias.yaml', [...verify, '--parameters'], 'alias'],
  ['what exists', 'half.json', [...verify, '--assume'], ':1:25: not valid YAML: '],
  ['a log', 'key.txt', ['audit'], 'no audit record in '],
  ['authorities', 'key.pem', ['run', policy, '--upstream-ca'], 'it holds no PEM certificate'],
])('nor of a file for %s', async (_, name, command, message) => {
  expect(await refused([...command, join(folder, name)])).toContain(message);
});

test.each([
  ['check', 'credentials', ':2:1: not valid YAML: '],
  ['check', 'half.json', ':1:25: not valid YAML: '],
  ['verify', 'half.json', ':1:17: not valid JSON: a value should stand here'],
  ['verify', 'bare.json', ':1:17: not valid JSON: a value should stand here'],
  ['verify', 'escaped.yaml', ':1:7: not valid YAML: '],
])('%s says where %s is wrong', async (command, name, message) => {
  const path = join(folder, name);
  expect(await refused([command, path])).toContain(`${path}${message}`);
});
