import { isAbsolute, relative } from 'node:path';
import { Argument, type Command } from 'commander';
import { layerPlace } from '../../lib/workspace/layer/place';
import { waitingAbove } from '../../lib/workspace/layer/waiting-above';
import { Review } from '../../lib/workspace/review/review';
import { textDiff } from '../../lib/workspace/review/text-diff';
import { visible } from '../../lib/workspace/review/visible';
import { Unusable } from '../exit';
import { refuseNoFolder } from '../folder-given';
import { changeLine } from '../review/change-lines';
import { applied, discarded, listed } from '../review/outcome';
import { unusable, usable } from '../usable';

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
  refuseNoFolder(workspace, '--workspace');
  const waiting = await opened(workspace);
  if (!waiting) {
    if (files.length > 0) throw new Unusable(`${nothingFor(workspace)}, got '${files[0]}'`);
    console.error(nothingFor(workspace));
    return;
  }
  try {
    if (waiting.changes.length === 0) console.error(nothingFor(workspace));
    process.exitCode = action(
      waiting,
      files.map((file) => nameOf(file, waiting)),
    );
  } finally {
    await waiting.release();
  }
}

async function opened(workspace: string): Promise<Review | undefined> {
  try {
    return await Review.open(workspace);
  } catch (error) {
    throw unusable(error);
  }
}

/** In a user's own words where another user's layer, or that of the folder above, may be meant. */
function nothingFor(workspace: string): string {
  const { workspace: real, folder } = layerPlace(workspace);
  const above = waitingAbove(real);
  const fix =
    above === undefined ? 'check --workspace, and whose run it was' : `changes wait for --workspace '${visible(above)}'`;
  return `nothing waits for '${visible(real)}' in '${visible(folder)}': ${fix}`;
}

/** From the workspace's root, without what a shell's completion adds; with control characters as the list shows them or as they are. */
function nameOf(file: string, { place, changes }: Review): string {
  const inside = isAbsolute(file) ? relative(place.workspace, file) : file;
  const name = inside.replace(/^\.\//, '').replace(/(?<=.)\/$/, '');
  const isThere = changes.some(({ path }) => path === name);
  return isThere ? name : (changes.find(({ path }) => visible(path) === name)?.path ?? name);
}

function shown(review: Review, names: readonly string[]): number {
  const changes = usable(() => review.chosen(names));
  for (const change of changes)
    for (const line of [changeLine(change), ...textDiff(review.place, change, names.includes(change.path))]) say(line);
  return changes.length === 0 ? 0 : 1;
}
