import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../report';
import { markdownLines } from './lines';
import { plot } from './plot';

const folder = join(__dirname, '..', '..', 'docs');
const [begin, end] = ['<!-- npm run bench -- --write: from here -->', '<!-- to here -->'];

/** Puts a report and its plot into the page about performance. */
export function writePage(report: Report): void {
  const page = join(folder, 'performance.md');
  writeFileSync(page, between(readFileSync(page, 'utf8'), markdownLines(report)));
  writeFileSync(join(folder, 'performance.svg'), plot(Object.values(report.sections).flatMap(({ charts }) => charts)));
}

/** The page with other lines between its two marks; throws if it lacks them. */
export function between(page: string, lines: readonly string[]): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page must have '${begin}' and then '${end}'`);
  return [page.slice(0, from + begin.length), '', ...lines, '', page.slice(to)].join('\n');
}
