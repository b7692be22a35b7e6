import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command, Option } from 'commander';
import { describe, expect, test } from 'vitest';
import { helpNote } from '../../bin/help-notes';
import { optionHelp } from '../../bin/option-help';
import { usageError } from '../../bin/usage-error';

const folder = join(__dirname, '..', '..', 'bin', 'commands');
const names = readdirSync(folder).map((file) => basename(file, '.ts'));

async function registered(name: string): Promise<Command> {
  const program = new Command();
  (await import(join(folder, `${name}.ts`))).register(program);
  return program.commands[0] as Command;
}

describe.each(names)('the help of %s', (name) => {
  test('ends with an example and the statuses', () => {
    const ending = `^\\nExample:\\n {2}agent-airlock ${name}( .+)?\\n\\nStatus: .*; 3 what is given can't be used$`;
    expect(helpNote(name)).toMatch(new RegExp(ending));
  });

  test('has an example whose options are there', async () => {
    const [example = ''] = helpNote(name).split(' -- ');
    const known = (await registered(name)).options.map(({ long }) => long);
    const used = [...(example.split('\n\n')[0]?.matchAll(/ (--[a-z-]+)/g) ?? [])].map(([, option]) => option);
    expect(used.filter((option) => !known.includes(option))).toEqual([]);
  });
});

test('the help of a command that is none has no example', () => {
  expect(helpNote('bogus')).toBe('');
});

test.each<[Option, string]>([
  [new Option('--port <port>', 'a port').default('8080'), 'a port (default: 8080)'],
  [new Option('--mode <mode>', 'a mode').choices(['ro', 'rw']), 'a mode (one of ro, rw)'],
  [new Option('--mode <mode>', 'a mode').choices(['ro', 'rw']).default('ro'), 'a mode (one of ro, rw; default: ro)'],
  [new Option('--ro <path>', 'a path').default([], 'none'), 'a path'],
  [new Option('--user <uid>', 'a user'), 'a user'],
])('%#: an option is described as one types it', (option, described) => {
  expect(optionHelp(option)).toBe(described);
});

test.each([
  [
    ['check'],
    "error: missing required argument 'policy'\n",
    "error: missing required argument 'policy': see agent-airlock check --help\n",
  ],
  [
    ['chek'],
    "error: unknown command 'chek'\n(Did you mean check?)\n",
    "error: unknown command 'chek' (Did you mean check?): see agent-airlock --help\n",
  ],
  [['verify', '--format', 'y'], 'error: … choices are text.\n', 'error: … choices are text: see agent-airlock verify --help\n'],
  [
    ['run', 'p', 'ls', '-la'],
    "error: unknown option '-la'\n",
    "error: unknown option '-la'; COMMAND's own options come after --: see agent-airlock run --help\n",
  ],
  [[], 'error: x', 'error: x: see agent-airlock --help\n'],
])('what is wrong with %j is said in one line', (words, said, line) => {
  expect(usageError(said, words, names)).toBe(line);
});
