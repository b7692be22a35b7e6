import type { Contender, Running } from '../contender';
import type { Target } from '../generators/generator';
import { body, headers } from '../job';

/** A contender that takes requests for the upstream. */
export interface RunningGateway extends Running {
  readonly target: Target;
  /** Whether a policy is enforced on the way. */
  readonly enforces: boolean;
  /** Whole seconds of load at a time, more for what answers few requests. @default 1 */
  readonly sliceSeconds?: number;
}

export type GatewayContender = Contender<RunningGateway>;

/** Throws unless what the policy allows is answered, and what it doesn't is refused; that keys are replaced is the upstream's to check. */
export async function checkJob({ target, enforces }: RunningGateway): Promise<void> {
  if (!enforces) return;
  const ask = async (url: string) =>
    (await fetch(url, { method: 'POST', headers: { ...headers, ...target.headers }, body })).status;
  const [allowed, other] = [await ask(target.url), await ask(`${target.url}/other`)];
  if (allowed !== 200) throw new Error(`must answer 200 to what the policy allows, got ${allowed}`);
  if (other !== 403 && other !== 404) throw new Error(`must answer 403 or 404 to a path outside the policy, got ${other}`);
}
