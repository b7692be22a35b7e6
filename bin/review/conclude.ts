import { createInterface } from 'node:readline/promises';
import { Review } from '../../lib/workspace/review/review';
import { changeLine } from './change-lines';
import { applied, counted, discarded } from './outcome';

/** How a run with `--review` ends. */
export interface Conclusion {
  readonly workspace: string;
  readonly say: (line: string) => void;
  /** What somebody answers: `apply` or `discard`; all else keeps. @default - asks on a terminal, and keeps without one */
  readonly ask?: () => Promise<string>;
  /** @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
}

const most = 200;

/** Says how many changes wait, and what shows them. */
export async function remind({
  workspace,
  say,
  environment,
}: Pick<Conclusion, 'workspace' | 'say' | 'environment'>): Promise<void> {
  const review = await Review.open(workspace, environment);
  if (!review) return;
  if (review.changes.length > 0) say(waiting(review));
  await review.release();
}

/** Lists what an agent changed, and on a terminal asks what to do; call it once the run's layer is released. What isn't applied or discarded waits. */
export async function conclude({ workspace, say, environment, ask = askOnTerminal }: Conclusion): Promise<void> {
  const review = await Review.open(workspace, environment);
  if (!review) return;
  try {
    tell(review, say);
    if (review.changes.length > 0) await act(review, say, await ask());
  } finally {
    await review.release();
  }
}

function tell({ changes }: Review, say: (line: string) => void): void {
  // what must be named is shown however many there are before it
  const shown = changes.filter(({ runBy }, index) => index < most || runBy !== undefined);
  for (const change of shown) say(changeLine(change));
  if (shown.length < changes.length) say(`and ${changes.length - shown.length} more`);
  if (changes.length === 0) say('the command changed nothing');
}

async function act(review: Review, say: (line: string) => void, answered: string): Promise<void> {
  if (answered === 'apply') applied(review, [], say);
  else if (answered === 'discard') discarded(review, [], say);
  if (review.changes.length > 0) say(waiting(review));
}

function waiting({ changes, place }: Review): string {
  const workspace = `'${place.workspace.replaceAll("'", "'\\''")}'`;
  return `${counted(changes.length)} waiting: agent-airlock review [list|diff|apply|discard] [FILE...] --workspace ${workspace}`;
}

async function askOnTerminal(): Promise<string> {
  if (!(process.stdin.isTTY && process.stderr.isTTY)) return 'keep';
  const reader = createInterface({ input: process.stdin, output: process.stderr });
  // the end of input is no answer
  const ended = new Promise<string>((resolve) => reader.once('close', () => resolve('keep')));
  const answer = await Promise.race([reader.question('apply, discard or keep them? [keep] '), ended]);
  reader.close();
  return answer.trim().toLowerCase();
}
