import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hardening } from '../../../lib/sandbox/docker/hardening';

const page = readFileSync(join(__dirname, '../../../docs/containers.md'), 'utf8');
const rows = hardening({}).map(({ option, value, why }) => `| \`--${option}${value === 'true' ? '' : `=${value}`}\` | ${why} |`);

test('the page lists every option, and what it is for', () => {
  expect(page).toContain(`<!-- options -->\n| option | for |\n|---|---|\n${rows.join('\n')}\n<!-- end of options -->`);
});
