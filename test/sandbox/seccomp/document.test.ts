import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { absent } from '../../../lib/sandbox/seccomp/rules/absent';
import { conditional } from '../../../lib/sandbox/seccomp/rules/conditional';
import { denied } from '../../../lib/sandbox/seccomp/rules/denied';

const page = readFileSync(resolve(__dirname, '../../../docs/seccomp.md'), 'utf8');
const code = (names: string) => names.split(/\s+/).map((name) => `\`${name}\``);

test.each([
  ['denied', denied.map((row) => [row.what, code(row.names).join(' '), row.because, row.breaks ?? ''])],
  ['refused by its arguments', conditional.map(({ what, because }) => [what, because])],
  ['absent', Object.entries(absent).map(([name, because]) => [`\`${name}\``, because])],
])('the page lists what is %s', (_, rows) => {
  const table = rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('');
  expect(page).toContain(`|\n${table}\n`);
});
