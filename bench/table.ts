import type { Result, Spread } from './summary';

type Column = readonly [title: string, cell: (result: Result) => string];

/** The results as lines of text, columns aligned. */
export function table(results: readonly Result[]): readonly string[] {
  const all = columns(results);
  const rows = [all.map(([title]) => title), ...results.map((result) => all.map(([, cell]) => cell(result)))];
  const widths = all.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => aligned(cell, widths[column] ?? 0, column)).join('  '));
}

function columns(results: readonly Result[]): readonly Column[] {
  const baselines = [...new Set(results.flatMap(({ added }) => added.map(({ to }) => to)))];
  return [
    ['', ({ name }) => name],
    ['p50 µs', ({ p50 }) => whole(p50)],
    ['p99 µs', ({ p99 }) => whole(p99)],
    ...baselines.flatMap(addedColumns),
    ['req/s', ({ rate }) => whole(rate)],
    ['/ nginx', ({ rateRatio }) => ratio(rateRatio)],
    ['cpu µs/req', ({ processor }) => (processor === undefined ? '' : whole(processor))],
  ];
}

function addedColumns(baseline: string): readonly Column[] {
  const added = (result: Result) => result.added.find(({ to }) => to === baseline);
  return [
    [`+ ${baseline}`, (result) => whole(added(result)?.latency.median)],
    ['/ nginx', (result) => ratio(added(result)?.ratio)],
  ];
}

const aligned = (cell: string, width: number, column: number): string =>
  column === 0 ? cell.padEnd(width) : cell.padStart(width);

const whole = (value: number | undefined): string => (value === undefined ? '' : Math.round(value).toLocaleString('en-US'));

const ratio = (spread: Spread | undefined): string =>
  spread ? `${spread.median.toFixed(2)} (${spread.low.toFixed(2)}-${spread.high.toFixed(2)})` : '';
