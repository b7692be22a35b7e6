import { graceMs } from '../followed-state';

/** An access token and when it ends, in milliseconds since 1970. */
export interface AccessToken {
  readonly token: string;
  readonly expiresAt: number;
}

const retryMs = 5000;
const aheadMs = 5 * 60_000;

/** An access token that is renewed before it ends: 5 minutes before, or at half of its life if that is later. */
export class GoogleToken {
  private pending = false;
  private renewAt: number;
  private problem = 'none was asked for';

  private constructor(
    private readonly ask: () => Promise<AccessToken>,
    private held: AccessToken,
  ) {
    this.renewAt = renewalOf(held);
  }

  /** Waits for the first token; throws what `ask` throws. */
  static async first(ask: () => Promise<AccessToken>): Promise<GoogleToken> {
    return new GoogleToken(ask, await ask());
  }

  /** The token of now, without waiting: a new one is asked for meanwhile. Throws an Error once there is none that is valid. */
  current(now = Date.now()): string {
    if (now >= this.renewAt && !this.pending) void this.renew();
    // withdrawing it takes a moment
    if (now >= this.held.expiresAt - graceMs) throw new Error(`it ran out, and no new one can be had: ${this.problem}`);
    return this.held.token;
  }

  private async renew(): Promise<void> {
    this.pending = true;
    try {
      this.held = await this.ask();
      this.renewAt = renewalOf(this.held);
    } catch (error) {
      this.problem = (error as Error).message;
      this.renewAt = Date.now() + retryMs;
    }
    this.pending = false;
  }
}

function renewalOf({ expiresAt }: AccessToken): number {
  const life = expiresAt - Date.now();
  return Date.now() + Math.max(life / 2, life - aheadMs);
}
