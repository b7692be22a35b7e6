import type { EgressPolicy } from '../../lib/policy/egress-policy';
import type { ContainerParts } from './container-parts';
import type { MicrovmParts } from './microvm-parts';

/** What is rendered, and for whom. */
export interface RenderProps {
  readonly policy: EgressPolicy;
  /** Path of its file. */
  readonly policyFile: string;
  readonly agent: string;
  /** Name or address of the proxy as agents reach it. */
  readonly proxyHost: string;
  readonly gatewayPort: number;
  readonly proxyPort: number;
  /** What the agent trusts, as a path at the agent. @default - certificates/bundle.pem, if anything is intercepted */
  readonly caFile?: string;
  /** @default - none */
  readonly container?: ContainerParts;
  /** @default - none */
  readonly microvm?: MicrovmParts;
  /** More that the agent may read. @default - none */
  readonly ro?: readonly string[];
  /** Where the result is written. @default - standard output */
  readonly output?: string;
}

/** A rendered file and what its reader must know. */
export interface Rendered {
  readonly text: string;
  readonly mode: number;
  readonly notes: readonly string[];
  /** Files that it needs in its own folder, by name. @default - none */
  readonly beside?: Readonly<Record<string, string>>;
}

/** An option that not every target takes. */
export type Particular = 'caFile' | 'ro' | keyof ContainerParts | keyof MicrovmParts;

/** How a target is rendered, and which of the options it takes that not every target does. */
export interface Target {
  readonly render: (props: RenderProps) => Rendered;
  readonly takes: readonly Particular[];
}

/** Names of the agent's intercept destinations. */
export const interceptedBy = ({ policy, agent }: RenderProps): readonly string[] =>
  policy
    .agent(agent)
    .destinations.filter(({ access }) => access === 'intercept')
    .map(({ name }) => name);
