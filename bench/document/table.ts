import type { Spread } from '../statistics';

/** Rows of cells, the titles first; the first column names, the others hold numbers. A row with two cells says its second across the rest. */
export type Table = readonly (readonly string[])[];

/** The table as lines for a terminal, columns aligned. */
export function terminalTable(table: Table): readonly string[] {
  const columns = table[0]?.map((_, column) => column) ?? [];
  const widths = columns.map((column) =>
    Math.max(...table.map((row) => (isRemark(row, table) && column > 0 ? 0 : (row[column]?.length ?? 0)))),
  );
  return table.map((row) =>
    row
      .map((cell, column) => aligned(cell, widths[column] ?? 0, column === 0 || isRemark(row, table)))
      .join('  ')
      .trimEnd(),
  );
}

/** The table in Markdown. */
export function markdownTable(table: Table): readonly string[] {
  const [titles = [], ...rows] = table;
  return [titles, titles.map((_, column) => (column === 0 ? '---' : '--:')), ...rows].map((row) => `| ${row.join(' | ')} |`);
}

const isRemark = (row: readonly string[], [titles = []]: Table): boolean => row.length === 2 && titles.length > 2;

const aligned = (cell: string, width: number, left: boolean): string => (left ? cell.padEnd(width) : cell.padStart(width));

/** A number without decimals, or nothing. */
export const whole = (value: number | undefined): string =>
  value === undefined ? '' : Math.round(value).toLocaleString('en-US');

/** A ratio with its quartiles, or nothing. */
export const ratio = (spread: Spread | undefined): string =>
  spread ? `${spread.median.toFixed(2)} (${spread.low.toFixed(2)}-${spread.high.toFixed(2)})` : '';
