import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reasons } from '../lib/policy/reason';

const root = resolve(__dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const documents = [
  ...readdirSync(root),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' }).map((name) => `docs/${name}`),
].filter((name) => name.endsWith('.md'));

/** Code blocks that follow a comment naming the file that they show. */
const shown = documents.flatMap((document) =>
  [...read(document).matchAll(/<!-- ((?:examples|lib|bin)\/\S+) -->\n```\w+\n([\s\S]*?)```/g)].map(
    ([, file = '', code = '']) => ({ document, file, code }),
  ),
);

test('the README shows the example on both clouds, and its policy', () => {
  expect(shown.filter(({ document }) => document === 'README.md').map(({ file }) => file)).toEqual([
    'examples/aws-fargate-claude/stack.ts',
    'examples/aws-fargate-claude/airlock.yaml',
    'examples/gcp-cloud-run-claude/stack.ts',
  ]);
});

test.each(shown)('$document shows $file as it is', ({ file, code }) => {
  expect(code).toBe(read(file));
});

test('the list of reasons is complete', () => {
  const rows = Object.entries(reasons).map(([reason, meaning]) => `| \`${reason}\` | ${meaning.replaceAll('|', '\\|')} |`);
  expect(read('docs/policy.md')).toContain(`<!-- reasons -->\n| reason | meaning |\n|---|---|\n${rows.join('\n')}\n`);
});

describe('costs add up', () => {
  const tables = read('docs/costs.md').match(/(?:^\|.*\n)+/gm) ?? [];
  const columns = tables.map((table) => [...table.matchAll(/^\| (.+?) \| (?:.*? )?\| (\*{0,2})([\d.]+)\*{0,2} \|/gm)]);
  const sums = columns.filter((rows) => rows.length > 0).map((rows) => ({ first: rows[0]?.[1] ?? '', rows }));

  test.each(sums)('from $first on', ({ rows }) => {
    const figures = (bold: string) => rows.filter(([, , stars]) => stars === bold).map(([, , , figure]) => Number(figure));
    const sum = figures('').reduce((total, figure) => total + figure, 0);
    expect(figures('**')).toEqual([Number(sum.toFixed(2))]);
  });

  test('on both clouds, here and in what people usually do', () => {
    expect(sums).toHaveLength(4);
  });
});

describe(`every way out has a control, and tests that are there or 'none'`, () => {
  const rows = [...read('docs/bypasses.md').matchAll(/^\| (.+?) \| (.+?) \| (.+?) \|.*\|$/gm)].slice(1);
  test.each(rows.map(([, way = '', , tests = '']) => ({ way, tests })))('$way', ({ tests }) => {
    const named = tests.replaceAll('`', '').split(', ');
    expect(named.filter((test) => test !== 'none' && !existsSync(join(root, test)))).toEqual([]);
  });

  test('and is listed once', () => {
    const ways = rows.map(([, way]) => way);
    expect(ways).toHaveLength(new Set(ways).size);
  });
});

describe('links between documents lead somewhere', () => {
  const links = documents.flatMap((document) =>
    [...read(document).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => ({ document, target })),
  );
  test.each(links)('$document: $target', ({ document, target }) => {
    expect(existsSync(join(root, dirname(document), target))).toBe(true);
  });
});
