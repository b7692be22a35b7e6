import type { Agent } from '../policy/agent';
import type { Destination } from '../policy/destination';
import type { EgressPolicy } from '../policy/egress-policy';
import type { Credential } from '../policy/schema';

/** A destination that is rendered: a gateway or a tunnel. */
export type Rendered = Destination & {
  readonly access: 'gateway' | 'tunnel';
  readonly credential?: Extract<Credential, { type: 'header' | 'basic' }>;
  /** Whether it is what report mode sends to an upstream that has a credential, without it. @default false */
  readonly isReported?: true;
};

/**
 * The destinations that any of these agents may use, if all of them can be enforced; what nobody uses isn't rendered.
 * @throws if the policy asks for what this version can't do: nothing is left out silently
 */
export function renderable(policy: EgressPolicy, agents: readonly Agent[]): readonly Rendered[] {
  const used = policy.destinations.filter((destination) => agents.some(({ destinations }) => destinations.includes(destination)));
  const problems = used.flatMap(destinationProblems);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return used as readonly Rendered[];
}

function destinationProblems({ name, access, credential }: Destination): string[] {
  const where = `destination '${name}'`;
  const problems: string[] = [];
  if (access === 'intercept')
    problems.push(`${where}: access must be 'gateway' or 'tunnel' in this version of the proxy, got 'intercept'`);
  if (credential && credential.type !== 'header' && credential.type !== 'basic')
    problems.push(`${where}: credential type must be 'header' or 'basic' in this version of the proxy, got '${credential.type}'`);
  return problems;
}

export const isGateway = ({ access }: Destination) => access === 'gateway';
export const isTunnel = ({ access }: Destination) => access === 'tunnel';
