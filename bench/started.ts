import type { Contender, Running } from './contender';
import type { Scene } from './scene';

/** The contenders that run on this machine and do the job, by name, and why the others don't. */
export interface Started<R extends Running> {
  readonly running: ReadonlyMap<string, R>;
  readonly missing: ReadonlyMap<string, string>;
  stop(): Promise<void>;
}

/** Starts all that can be started; `check` throws for one that does another job than the others. */
export async function startAll<R extends Running>(
  contenders: readonly Contender<R>[],
  scene: Scene,
  check: (running: R) => Promise<void>,
): Promise<Started<R>> {
  const running = new Map<string, R>();
  const missing = new Map<string, string>();
  for (const contender of contenders) {
    try {
      running.set(contender.name, await start(contender, scene, check));
    } catch (error) {
      missing.set(contender.name, (error as Error).message);
    }
  }
  return { running, missing, stop: async () => void (await Promise.all([...running.values()].map((each) => each.stop()))) };
}

async function start<R extends Running>(contender: Contender<R>, scene: Scene, check: (running: R) => Promise<void>): Promise<R> {
  const why = await contender.missing?.(scene);
  if (why !== undefined) throw new Error(why);
  const running = await contender.start(scene);
  try {
    await check(running);
    return running;
  } catch (error) {
    await running.stop();
    throw error;
  }
}
