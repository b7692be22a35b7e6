import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hardening } from '../../../lib/sandbox/docker/hardening';
import { readings, unseen } from './readings';

const page = readFileSync(join(__dirname, '../../../docs/containers.md'), 'utf8');

const whereOf = (word: string): string | undefined =>
  readings.find((reading) => word.startsWith(reading.word))?.where ??
  Object.entries(unseen).find(([start]) => word.startsWith(start))?.[1];

const rows = hardening({ hasWorkspace: true }).map(({ option, value, why }) => {
  const word = `--${option}=${value}`;
  return `| \`${word.replace('=true', '')}\` | ${why} | ${whereOf(word)} |`;
});

test('the page lists every option, what it is for, and where it is read back', () => {
  const table = `| option | for | read back inside |\n|---|---|---|\n${rows.join('\n')}`;
  expect(page).toContain(`<!-- options -->\n${table}\n<!-- end of options -->`);
});
