import type { Agent } from '../policy/agent';
import type { Destination } from '../policy/destination';
import type { EgressPolicy } from '../policy/egress-policy';
import type { BootstrapProps, Interception } from './bootstrap-props';

/** A destination that is rendered. */
export type Rendered = Destination & {
  /** Whether it is what report mode sends to an upstream that has a credential, without it. @default false */
  readonly isReported?: true;
};

/**
 * The destinations that any of these agents may use, if all of them can be enforced; what nobody uses isn't rendered.
 * @throws if the policy asks for what this version can't do: nothing is left out silently
 */
export function renderable(
  policy: EgressPolicy,
  agents: readonly Agent[],
  { interception }: Pick<BootstrapProps, 'interception'>,
): readonly Rendered[] {
  const used = policy.destinations.filter((destination) => agents.some(({ destinations }) => destinations.includes(destination)));
  const problems = used.flatMap((each) => destinationProblems(each, interception));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return used as readonly Rendered[];
}

function destinationProblems({ name, access }: Destination, interception?: Interception): string[] {
  if (access !== 'intercept' || interception) return [];
  return [
    `destination '${name}': access 'intercept' needs certificates of the boundary's own authority: give interception, got none`,
  ];
}

export const isGateway = ({ access }: Destination) => access === 'gateway';
export const isIntercept = ({ access }: Destination) => access === 'intercept';
export const isTunnel = ({ access }: Destination) => access === 'tunnel';
