import { printable } from '../../lib/audit/printable';

/** A column: its heading, whether its cells stand at the right, and the cell of a row. */
export interface Column<T> {
  readonly heading: string;
  readonly right?: boolean;
  readonly cell: (row: T) => string;
}

const mostRows = 50;
const mostCharacters = 120;

/** Rows under headings, aligned, indented and printable, 50 at most; empty if there is none. */
export function textTable<T>(columns: readonly Column<T>[], rows: readonly T[]): string[] {
  if (rows.length === 0) return [];
  const cells = rows.slice(0, mostRows).map((row) => columns.map(({ cell }) => printable(cell(row), mostCharacters)));
  const lines = [columns.map(({ heading }) => heading), ...cells];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]?.length ?? 0)));
  const aligned = lines.map((line) => `  ${line.map((text, index) => pad(text, widths[index] ?? 0, columns[index])).join('  ')}`);
  const more = rows.length - mostRows;
  return [...aligned.map((line) => line.trimEnd()), ...(more > 0 ? [`  and ${more} more rows, which --format json lists`] : [])];
}

const pad = (text: string, width: number, column?: { readonly right?: boolean }): string =>
  column?.right ? text.padStart(width) : text.padEnd(width);
