import type { EgressPolicy } from '../../policy/egress-policy';
import type { Limits } from '../limits';

/** What a command is to be run with. */
export interface SandboxProps {
  readonly policy: EgressPolicy;
  /** @default - the only agent of the policy */
  readonly agent?: string;
  /** Program, as it would be written in a shell, and its arguments. */
  readonly command: readonly string[];
  /** The folder that it works in. @default - the working folder */
  readonly workspace?: string;
  /** Whether it may change the workspace: not, at once, or in a layer beside it. @default 'overlay' */
  readonly workspaceMode?: WorkspaceMode;
  /** Sensitive files of the workspace that are not hidden, by their paths from its root. @default [] */
  readonly expose?: readonly string[];
  /** Files and folders that it may read, at their own paths. @default [] */
  readonly readOnly?: readonly string[];
  /** Variables beside those that lead to the proxy. @default {} */
  readonly variables?: Readonly<Record<string, string>>;
  readonly limits?: Limits;
  /** Whether programs are caught that ignore proxy variables. @default false */
  readonly transparent?: boolean;
  /** `UID` or `UID:GID` that root gives it. @default - the workspace's owner */
  readonly user?: string;
}

export type WorkspaceMode = 'ro' | 'rw' | 'overlay';
