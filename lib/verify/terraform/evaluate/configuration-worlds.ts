import type { World } from '../../world/world';
import { Assumed } from './assumed';
import { plainWorld } from './plain';
import { Run } from './run';
import { type Split, splitBy } from './split';
import { evaluatedSystem, type System } from './system';

/** As many worlds are told apart at most; what else there is to decide stays in doubt. */
const mostWorlds = 1_024;

/** Fewer if the system is so large that each takes long. */
const mostSteps = 20_000_000;

/** An evaluation under what one world assumes. */
interface Attempt {
  readonly run: Run;
  readonly world: World;
}

/** The worlds of roots that are one system: evaluated, and wherever it hangs on a variable, once for each way that can be. */
export function configurationWorlds(system: System): readonly World[] {
  const [settled, impossible]: [World[], World[]] = [[], []];
  let [open, limit]: [readonly Assumed[], number] = [[new Assumed()], mostWorlds];
  while (open.length > 0) {
    const next: Assumed[] = [];
    for (const [index, assumed] of open.entries()) {
      const attempt = attempted(system, assumed);
      limit = Math.min(limit, Math.max(8, Math.floor(mostSteps / (attempt.run.steps + 1))));
      const room = limit - settled.length - next.length - (open.length - index - 1);
      if (attempt.run.impossible) {
        impossible.push(attempt.world);
        continue;
      }
      const split = attempt.run.isExhausted ? undefined : splitOf(attempt.run, assumed, room);
      if (split) next.push(...split);
      else settled.push(plainWorld(attempt.world));
    }
    open = next;
  }
  return settled.length > 0 ? settled : impossible.map(plainWorld);
}

function attempted(system: System, assumed: Assumed): Attempt {
  const run = new Run(assumed, budget(system));
  return { run, world: evaluatedSystem(system, run) };
}

/** Steps in proportion to what is written. */
function budget({ roots }: System): number {
  const written = roots.flatMap(({ source }) => source.files).reduce((sum, { document }) => sum + sizeOf(document), 0);
  return 1_000_000 + 200 * written;
}

const sizes = new WeakMap<object, number>();

function sizeOf(document: object): number {
  const found = sizes.get(document);
  if (found !== undefined) return found;
  let size = 0;
  const parts: unknown[] = [document];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    size++;
    if (typeof part === 'object' && part !== null) for (const inner of Object.values(part)) parts.push(inner ?? 0);
  }
  sizes.set(document, size);
  return size;
}

/** The first of what the evaluation hangs on that worlds can be told apart by, and for which there is room. */
function splitOf(run: Run, assumed: Assumed, room: number): Split | undefined {
  for (const value of [...run.wanted.existence, ...run.wanted.content]) {
    const split = splitBy(value, assumed);
    if (split && split.length <= room) return split;
  }
  return undefined;
}
