import type { EgressPolicy } from './egress-policy';
import { modelEnvironment } from './model-environment';

/** Clients that need variables of their own to trust the proxy's certificates or to use the proxy. */
export type Client = 'claude-code' | 'curl' | 'deno' | 'git' | 'node' | 'npm' | 'pip' | 'python';

export interface AgentEnvironmentProps {
  /** @default - the only agent of the policy */
  readonly agent?: string;
  /** Name or address of the proxy as the agent reaches it. */
  readonly proxyHost: string;
  readonly gatewayPort: number;
  readonly proxyPort: number;
  /**
   * Certificates that the agent trusts, as a path at the agent: the boundary's CA and, as most clients trust nothing
   * beside it, the public ones.
   * @default - no CA variable is set
   */
  readonly caFile?: string;
  /** @default - all */
  readonly clients?: readonly Client[];
}

/**
 * The variables that make clients use the proxy, sorted by name; no secret is among them.
 * Sources: https://code.claude.com/docs/en/env-vars, https://code.claude.com/docs/en/llm-gateway-protocol,
 * https://code.claude.com/docs/en/network-config and each client's own documentation.
 * Throws an Error if the policy has no such agent.
 */
export function agentEnvironment(policy: EgressPolicy, props: AgentEnvironmentProps): Record<string, string> {
  const agent = policy.agent(props.agent);
  const clients = props.clients ?? allClients;
  const variables = {
    ...proxyVariables(props),
    ...(clients.includes('claude-code') && modelEnvironment(agent.destinations, origin(props.proxyHost, props.gatewayPort))),
    ...(clients.some((client) => nodeClients.includes(client)) && { NODE_USE_ENV_PROXY: '1' }),
    ...(props.caFile !== undefined && certificateVariables(props.caFile, clients)),
  };
  return Object.fromEntries(Object.entries(variables).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const allClients: readonly Client[] = ['claude-code', 'curl', 'deno', 'git', 'node', 'npm', 'pip', 'python'];
const nodeClients: readonly Client[] = ['claude-code', 'node', 'npm'];

/** The address of the ECS agent's credentials endpoint, which is on the task's own link. */
const ecsCredentials = '169.254.170.2';

function proxyVariables({ proxyHost, proxyPort }: AgentEnvironmentProps): Record<string, string> {
  const proxy = origin(proxyHost, proxyPort);
  const direct = [proxyHost, 'localhost', '127.0.0.1', ecsCredentials];
  const variables = { HTTP_PROXY: proxy, HTTPS_PROXY: proxy, NO_PROXY: [...new Set(direct)].join(',') };
  const lowerCase = Object.entries(variables).map(([name, value]) => [name.toLowerCase(), value]);
  return { ...variables, ...Object.fromEntries(lowerCase) };
}

/** What each client reads the path of its certificates from. */
const certificateNames: Readonly<Record<Client, readonly string[]>> = {
  'claude-code': ['NODE_EXTRA_CA_CERTS'],
  curl: ['CURL_CA_BUNDLE'],
  deno: ['DENO_CERT'],
  git: ['GIT_SSL_CAINFO'],
  node: ['NODE_EXTRA_CA_CERTS'],
  npm: ['NODE_EXTRA_CA_CERTS', 'npm_config_cafile'],
  pip: ['PIP_CERT'],
  python: ['REQUESTS_CA_BUNDLE', 'SSL_CERT_FILE'],
};

const certificateVariables = (caFile: string, clients: readonly Client[]): Record<string, string> =>
  Object.fromEntries(clients.flatMap((client) => certificateNames[client]).map((name) => [name, caFile]));

/** The URL of a port of the proxy, without a slash at its end. */
const origin = (host: string, port: number): string => `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
