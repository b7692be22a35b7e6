import type { Chart } from '../document/chart';
import { ratio, type Table, whole } from '../document/table';
import type { Result } from './summary';

type Column = readonly [title: string, cell: (result: Result) => string];

/** The results, and a row for each contender that is missing, with its reason. */
export function gatewayTable(results: readonly Result[], missing: ReadonlyMap<string, string>): Table {
  const all = columns(results);
  return [
    all.map(([title]) => title),
    ...results.map((result) => all.map(([, cell]) => cell(result))),
    ...[...missing].map(([name, why]) => [name, `left out: ${why}`]),
  ];
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
    ['cpu µs/req', ({ processor }) => whole(processor)],
  ];
}

function addedColumns(baseline: string): readonly Column[] {
  const added = (result: Result) => result.added.find(({ to }) => to === baseline);
  return [
    [`+ ${baseline}`, (result) => whole(added(result)?.latency.median)],
    ['/ nginx', (result) => ratio(added(result)?.ratio)],
  ];
}

/** Latency that each proxy adds, and the requests that each takes. */
export function gatewayCharts(results: readonly Result[]): readonly Chart[] {
  const proxies = results.filter(({ added }) => added.length > 0);
  return [
    {
      title: 'added to a request, µs (p50, 1 connection; less is better)',
      logarithmic: true,
      bars: proxies.map(({ name, added }) => ({ name, value: added[0]?.latency.median ?? 0 })),
    },
    {
      title: 'requests per second on one processor (32 connections; more is better)',
      logarithmic: true,
      bars: proxies.map(({ name, rate }) => ({ name, value: rate })),
    },
  ];
}
