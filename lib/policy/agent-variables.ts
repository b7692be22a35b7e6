import { agentEnvironment } from './agent-environment';
import { credentialIn } from './credential-shapes';
import type { EgressPolicy } from './egress-policy';

/** Where an agent in a container may write. */
export const writable = { workspace: '/workspace', tmp: '/tmp' } as const;

/** How agents of a policy reach its proxy. */
export interface PolicyDoor {
  readonly policy: EgressPolicy;
  readonly door: {
    /** Name or address of the proxy as agents reach it. */
    readonly host: string;
    readonly proxy: { readonly gatewayPort: number; readonly proxyPort: number };
  };
}

/** The variables of an agent's container. */
export interface AgentVariables {
  /** Those that lead to the proxy, which nothing may change. */
  readonly fixed: Readonly<Record<string, string>>;
  readonly all: Readonly<Record<string, string>>;
}

/** What an agent's variables are made of. */
export interface AgentVariablesProps {
  readonly agent: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Path of the certificates to trust, set where the agent has an intercepted destination. */
  readonly caFile: string;
}

/** An agent's variables; throws an Error if a given one would change the way to the proxy, or looks like a credential. */
export function agentVariables({ policy, door }: PolicyDoor, props: AgentVariablesProps): AgentVariables {
  const { agent, caFile, environment: given = {} } = props;
  const { gatewayPort, proxyPort } = door.proxy;
  const intercepts = policy.agent(agent).destinations.some(({ access }) => access === 'intercept');
  const place = { agent, proxyHost: door.host, gatewayPort, proxyPort };
  const fixed = agentEnvironment(policy, { ...place, ...(intercepts && { caFile }) });
  for (const [name, value] of Object.entries(given)) refuse(name, value, fixed);
  return { fixed, all: { HOME: writable.workspace, TMPDIR: writable.tmp, ...given, ...fixed } };
}

function refuse(name: string, value: string, fixed: Readonly<Record<string, string>>): void {
  if (Object.hasOwn(fixed, name)) throw new Error(`environment may not set ${name}, which leads to the proxy: remove it`);
  const kind = credentialIn(value);
  if (kind) throw new Error(`environment variable ${name} holds ${kind}: agents hold no credentials, let the policy inject it`);
}
