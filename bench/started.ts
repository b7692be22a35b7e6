import type { Contender, Running } from './contender';
import type { Scene } from './scene';

/** The contenders that run on this machine, by name, and why the others don't. */
export interface Started {
  readonly running: ReadonlyMap<string, Running>;
  readonly missing: readonly string[];
  stop(): Promise<void>;
}

/** Starts all that can be started; what was started before something broke is stopped. */
export async function startAll(contenders: readonly Contender[], scene: Scene): Promise<Started> {
  const running = new Map<string, Running>();
  const missing: string[] = [];
  const stop = async () => void (await Promise.all([...running.values()].map((each) => each.stop())));
  try {
    for (const contender of contenders) {
      const why = await contender.missing?.(scene);
      if (why !== undefined) missing.push(`${contender.name}: ${why}`);
      else running.set(contender.name, await contender.start(scene));
    }
    for (const [name, each] of running) await checkDenies(name, each);
  } catch (error) {
    await stop();
    throw error;
  }
  return { running, missing, stop };
}

/** What lets everything through would be measured doing another job; that keys are replaced is the upstream's to check. */
async function checkDenies(name: string, { target, enforces }: Running): Promise<void> {
  if (!enforces) return;
  const { status } = await fetch(`${target.url}/other`, { method: 'POST', headers: target.headers });
  if (status !== 403) throw new Error(`${name} must answer 403 to a path outside the policy, got ${status}`);
}
