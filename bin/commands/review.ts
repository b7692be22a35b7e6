import { isAbsolute, relative } from 'node:path';
import { Argument, type Command } from 'commander';
import { Review } from '../../lib/workspace/review/review';
import { textDiff } from '../../lib/workspace/review/text-diff';
import { Unusable } from '../exit';
import { changeLine } from '../review/change-lines';
import { applied, discarded, listed } from '../review/outcome';
import { usable } from '../usable';

type Action = (review: Review, names: readonly string[]) => number;

/** `review [list|diff|apply|discard] [FILE...]`: status 1 where changes wait that were asked about, 0 otherwise. */
export function register(program: Command): void {
  program
    .command('review')
    .description("list, show, apply or discard what an agent changed in a run's overlay")
    .addArgument(new Argument('[action]', 'what to do').choices(Object.keys(actions)).default('list'))
    .argument('[files...]', 'files or folders, as the list shows them; all by default')
    .option('--workspace <folder>', 'the folder that the agent worked in', '.')
    .action(review);
}

const say = (line: string): void => console.log(line);

const actions: Readonly<Record<string, Action>> = {
  list: (review, names) =>
    listed(
      usable(() => review.chosen(names)),
      say,
    ),
  diff: (review, names) => shown(review, names),
  apply: (review, names) => applied(review, names, say),
  discard: (review, names) => discarded(review, names, say),
};

async function review(name: string, files: readonly string[], { workspace }: { readonly workspace: string }): Promise<void> {
  const action = actions[name];
  if (!action) return;
  const waiting = await opened(workspace);
  const names = files.map((file) => nameOf(file, waiting));
  if (!waiting) {
    if (names.length > 0) throw new Unusable(`nothing waits for '${workspace}': check --workspace, got '${files[0]}'`);
    return;
  }
  try {
    process.exitCode = action(waiting, names);
  } finally {
    await waiting.release();
  }
}

async function opened(workspace: string): Promise<Review | undefined> {
  try {
    return await Review.open(workspace);
  } catch (error) {
    throw new Unusable((error as Error).message);
  }
}

/** From the workspace's root, without what a shell's completion adds. */
function nameOf(file: string, review: Review | undefined): string {
  const inside = review && isAbsolute(file) ? relative(review.place.workspace, file) : file;
  return inside.replace(/^\.\//, '').replace(/(?<=.)\/$/, '');
}

function shown(review: Review, names: readonly string[]): number {
  const changes = usable(() => review.chosen(names));
  for (const change of changes) for (const line of [changeLine(change), ...textDiff(review.place, change)]) say(line);
  return changes.length === 0 ? 0 : 1;
}
