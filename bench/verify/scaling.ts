import { join } from 'node:path';
import type { Judged } from './judge-once';
import { aligned } from './rows';
import { type ShapeName, shapes } from './shapes';
import { wholeProcess } from './whole-process';

/** How many resources, and how often they are judged in one process. */
const sizes = [
  { size: 500, times: 40 },
  { size: 5_000, times: 10 },
  { size: 20_000, times: 5 },
  { size: 100_000, times: 3 },
];

/** The judge's time after loading, by shape and number of resources; each cell is a process of its own. */
export async function* scaling({
  quick,
  signal,
}: {
  readonly quick: boolean;
  readonly signal: AbortSignal;
}): AsyncGenerator<string> {
  yield '';
  yield 'the judge after loading, ms of processor time: later runs in one process (the first one); MB of the process';
  const names = (Object.keys(shapes) as ShapeName[]).filter((name) => !quick || name === 'mixed');
  const rows: string[][] = [];
  for (const name of names) rows.push(await row(name, signal));
  yield* aligned([['', ...sizes.map(({ size }) => size.toLocaleString('en-US'))], ...rows]);
}

async function row(name: ShapeName, signal: AbortSignal): Promise<string[]> {
  const cells: string[] = [];
  for (const { size, times } of sizes) cells.push(cell(await judged(name, size, times, signal)));
  return [shapes[name].name, ...cells];
}

async function judged(name: ShapeName, size: number, times: number, signal: AbortSignal): Promise<Judged> {
  const program = join(__dirname, 'judge-once.ts');
  const { output } = await wholeProcess([process.execPath, '--import', 'tsx', program, name, `${size}`, `${times}`], signal);
  const result = JSON.parse(output) as Judged;
  if (result.verdict !== 'proven') throw new Error(`'${name}' of ${size} resources must be proven, got '${result.verdict}'`);
  return result;
}

const cell = ({ later, first, memory }: Judged): string => `${whole(later)} (${whole(first)}) ${whole(memory)} MB`;

const whole = (value: number): string => Math.round(value).toLocaleString('en-US');
