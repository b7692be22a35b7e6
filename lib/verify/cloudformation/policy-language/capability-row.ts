/** What an agent's identity must not be able to do; each is one kind of finding. */
export type CapabilityKind =
  | 'read credentials'
  | 'become another identity'
  | 'change the network'
  | 'change identity'
  | 'control the proxy';

/** Actions with which a capability is had, and why they give it. */
export interface Capability {
  readonly kind: CapabilityKind;
  readonly actions: readonly string[];
  /** Lower case, without a final period; follows "may use … which". */
  readonly why: string;
  /** What the action is done to, as the type of a resource in the inputs; `any` if it isn't one that can be named. */
  readonly on: readonly string[] | 'any';
  /** What else it takes, `iam:PassRole` where a role is handed to what is launched. @default - nothing */
  readonly with?: string;
}

/** A capability, its actions in one text with blanks between. */
export const capability = (
  kind: CapabilityKind,
  actions: string,
  why: string,
  on: readonly string[] | 'any' = 'any',
  needed?: string,
): Capability => ({ kind, actions: actions.trim().split(/\s+/), why, on, ...(needed ? { with: needed } : {}) });
