import type { Destination } from './destination';
import type { Limits } from './schema';

/** Who may use which destinations, within which limits. */
export interface Agent {
  readonly name: string;
  readonly destinations: readonly Destination[];
  /** Those of the policy, overridden field by field by the agent's own. */
  readonly limits: Readonly<Limits>;
}

/** The name of the one agent of a policy without `agents`; it may use every destination. */
export const defaultAgentName = 'default';

/** What a record says of a connection that was refused before its agent was known; no agent has that name. */
export const agentNotKnown = '-';
