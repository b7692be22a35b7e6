import { ratio, type Table, whole } from '../document/table';
import type { Rounds } from '../interleaved';
import { median, ratios, type Spread } from '../statistics';
import type { Measured } from './measure';

/** The speeds, beside both ways without a proxy, and a row for each contender that is missing. */
export function forwardTable(
  rounds: Rounds<Measured>,
  baselines: readonly string[],
  missing: ReadonlyMap<string, string>,
): Table {
  const present = baselines.filter((name) => rounds.has(name));
  const row = (name: string, own: readonly Measured[]) => [
    name,
    whole(median(own.map(({ speed }) => speed))),
    ...present.map((baseline) => (baselines.includes(name) ? '' : ratio(speedRatio(rounds, name, baseline)))),
    processorCell(own),
  ];
  return [
    ['', 'MB/s', ...present.map((name) => `/ ${name}`), 'cpu ms/GB'],
    ...[...rounds].map(([name, own]) => row(name, own)),
    ...[...missing].map(([name, why]) => [name, `left out: ${why}`]),
  ];
}

/** The speed of one contender over that of another, in each round; undefined if one of them is missing. */
export function speedRatio(rounds: Rounds<Measured>, name: string, other: string): Spread | undefined {
  const [own, theirs] = [rounds.get(name), rounds.get(other)].map((all) => all?.map(({ speed }) => speed));
  return own && theirs ? ratios(own, theirs) : undefined;
}

function processorCell(own: readonly Measured[]): string {
  const known = own.flatMap(({ processor }) => (processor === undefined ? [] : [processor]));
  return known.length > 0 ? whole(median(known)) : '';
}
