import type { EgressPolicy } from '../../lib/policy/egress-policy';

/** What is rendered, and for whom. */
export interface RenderProps {
  readonly policy: EgressPolicy;
  readonly agent: string;
  /** Name or address of the proxy as agents reach it. */
  readonly proxyHost: string;
  readonly gatewayPort: number;
  readonly proxyPort: number;
  /** What the agent trusts, as a path at the agent. @default - certificates/bundle.pem, if anything is intercepted */
  readonly caFile?: string;
}

/** A rendered file and what its reader must know. */
export interface Rendered {
  readonly text: string;
  readonly mode: number;
  readonly notes: readonly string[];
}

/** Names of the agent's intercept destinations. */
export const interceptedBy = ({ policy, agent }: RenderProps): readonly string[] =>
  policy
    .agent(agent)
    .destinations.filter(({ access }) => access === 'intercept')
    .map(({ name }) => name);
