import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clients } from './clients/index';

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'clients.md'), 'utf8');
const rows = [...page.matchAll(/^\| ([^|]+) \| [^|]+ \| ([a-z, ]+) \|/gm)].map(([, name, ways]) => [name, ways]);

test('docs/clients.md lists every client with the ways that are tried', () => {
  expect(rows).toEqual([['client', 'ways'], ...clients.map(({ name, ways }) => [name, ways.join(', ')])]);
});
