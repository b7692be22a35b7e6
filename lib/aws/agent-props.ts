import type { IAirlock } from './agent-airlock';
import type { PinnedImage } from './pinned-image';

/** What every agent is made of, wherever it runs. */
export interface AgentProps {
  readonly airlock: IAirlock;
  /** The agent, from a registry of your own. */
  readonly image: PinnedImage;
  /** Whose destinations it may use. @default - the policy's only agent */
  readonly agent?: string;
  /** What takes the place of the image's CMD. @default - the image's own */
  readonly command?: readonly string[];
  /** Variables besides those that lead to the proxy; no credentials. @default - HOME and TMPDIR, at /workspace and /tmp */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Where its image has the certificates to trust, `bundle.pem` of `agent-airlock certificates`, if a destination is intercepted. Fetched at the
   * start instead, they go to /tmp.
   * @default '/etc/airlock/ca.pem'
   */
  readonly caFile?: string;
}
