import { roundOrders } from '../interleaved';
import { quantile } from '../statistics';
import { type Contender, command, contendersIn, synthName } from './contenders';
import { aligned } from './rows';
import type { Templates } from './templates';
import { type Ended, wholeProcess } from './whole-process';

export interface ComparisonPlan {
  /** For what the programs write. */
  readonly folder: string;
  readonly templates: Templates;
  readonly rounds: number;
  readonly signal: AbortSignal;
}

/** What each program takes on the same template, all in turn, and what each says of the leaky one. */
export async function* comparison({ folder, templates, rounds, signal }: ComparisonPlan): AsyncGenerator<string> {
  const contenders = await contendersIn(folder);
  const runs = [
    ...contenders.map((each) => ({ ...each, run: each.command(templates.example) })),
    { name: 'agent-airlock --help', run: command('--help') },
    { name: 'agent-airlock verify, small template', run: command('verify', templates.small) },
    { name: 'node, doing nothing', run: [process.execPath, '--eval', '0'] as const },
  ];
  const taken = new Map(runs.map(({ name }) => [name, [] as Ended[]]));
  for (const order of roundOrders(runs, rounds)) {
    for (const { name, run } of order) taken.get(name)?.push(await wholeProcess(run, signal));
  }
  yield `whole processes, medians of ${rounds} interleaved rounds`;
  yield* aligned([['', 'ms of processor time', 'ms of wall time'], ...runs.map((run) => rowOf(run, taken))]);
  for (const contender of contenders) yield* saidBy(contender, templates, signal);
}

type Run = Pick<Contender, 'name' | 'beyond'>;

/** A difference is taken within each round, against what ran beside it. */
function rowOf({ name, beyond }: Run, taken: ReadonlyMap<string, readonly Ended[]>): string[] {
  const own = taken.get(name) ?? [];
  const less = beyond === undefined ? [] : (taken.get(beyond) ?? []);
  const median = (of: 'wall' | 'processor') => middle(own.map((each, round) => each[of] - (less[round]?.[of] ?? 0)));
  return [beyond === undefined ? name : `${name}, beyond that`, whole(median('processor')), whole(median('wall'))];
}

const middle = (values: readonly number[]): number =>
  quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

/** What a program says of the leaky twin and doesn't say of the sealed one. */
async function* saidBy(contender: Contender, { example, leaky }: Templates, signal: AbortSignal): AsyncGenerator<string> {
  const of = async (template: string) => contender.said(await wholeProcess(contender.command(template), signal));
  const sealed = await of(example);
  const more = (await of(leaky)).filter((line) => !sealed.includes(line));
  if (contender.name === synthName) return;
  yield '';
  yield `${contender.name}: ${sealed.length} findings in the sealed example, ${more.length} more in the leaky twin:`;
  yield* more.map((line) => `  ${line}`);
}
