import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { build } from './installed';
import { scratchFolder } from './runtime/scratch';

const root = resolve(__dirname, '..');
const built = scratchFolder();
const { exports, files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: built, encoding: 'utf8' });

beforeAll(() => build(built));

const names = Object.keys(exports).map((path) => path.replace('.', 'agent-airlock'));
const modules = names.filter((name) => !name.endsWith('.json'));

test.each(names)('%s can be required', (name) => {
  expect(node('-p', `Object.keys(require('${name}')).length > 0`)).toBe('true\n');
});

test.each(modules)('%s can be imported, with types', (name) => {
  const names = `import * as all from '${name}'; console.log(Object.keys(all).some((key) => !/default|module/.test(key)))`;
  expect(node('--input-type=module', '-e', names)).toBe('true\n');
  const types = exports[name.replace('agent-airlock', '.')].replace(/js$/, 'd.ts');
  expect(existsSync(join(built, types))).toBe(true);
});

test('whatever the package names is there to be packed', () => {
  expect(files.filter((file: string) => file !== 'dist' && !existsSync(join(root, file)))).toEqual([]);
});

test('the installed command lists every command in one line each', () => {
  const listed = node('dist/bin/agent-airlock.js', '--help').split('Commands:\n')[1] ?? '';
  const commands = 'demo doctor init check explain render run review workspace audit certificates verify diff help'.split(' ');
  expect([...listed.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name)).toEqual(commands);
});
