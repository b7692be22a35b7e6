import { dirname } from 'node:path';
import { agentEnvironment } from '../../policy/agent-environment';
import { credentialIn } from '../../policy/credential-shapes';
import type { EgressPolicy } from '../../policy/egress-policy';
import { placeholderKey } from '../../policy/placeholder-key';
import { credentialVariables } from '../claude/credential-variables';
import { bridged, places } from '../places';

export interface CommandVariablesProps {
  readonly policy: EgressPolicy;
  readonly agent: string;
  /** Variables that were asked for. */
  readonly given: Readonly<Record<string, string>>;
  /** Of this process: only the terminal's kind, the language and the time zone are taken from it. */
  readonly environment: NodeJS.ProcessEnv;
  /** Programs that are seen in the sandbox outside of the system's folders. */
  readonly programs: readonly string[];
}

/** A command's whole environment; throws an Error if a given variable would change the way to the proxy, or looks like a credential. */
export function commandVariables({
  policy,
  agent,
  given,
  environment,
  programs,
}: CommandVariablesProps): Readonly<Record<string, string>> {
  const intercepts = policy.agent(agent).destinations.some(({ access }) => access === 'intercept');
  const { host: proxyHost, gatewayPort, proxyPort } = bridged;
  const place = { agent, proxyHost, gatewayPort, proxyPort };
  const fixed = agentEnvironment(policy, { ...place, ...(intercepts && { caFile: places.caFile }) });
  for (const [name, value] of Object.entries(given)) refuse(name, value, fixed);
  const own = { PATH: pathWith(programs), HOME: places.home, TMPDIR: places.tmp, ...ofTerminal(environment) };
  return { ...own, ...given, ...fixed };
}

function refuse(name: string, value: string, fixed: Readonly<Record<string, string>>): void {
  if (Object.hasOwn(fixed, name)) throw new Error(`--env may not set ${name}, which leads to the proxy: leave it out`);
  const kind = credentialIn(value) ?? credentialOf(name, value);
  if (kind === undefined) return;
  throw new Error(
    `--env ${name} holds ${kind}: a command holds no credentials, let the policy inject it; ` +
      `'${placeholderKey}' is for programs that want one`,
  );
}

/** What kind of credential a variable holds that is known by its name, or by where a URL has its password. */
function credentialOf(name: string, value: string): string | undefined {
  if (/:\/\/[^/\s@]*:[^/\s@]+@/.test(value)) return 'a URL with a password';
  // a URL without a password is none
  const isUrl = name.endsWith('_URL');
  return !isUrl && value !== placeholderKey && credentialVariables.includes(name) ? 'what its name is for' : undefined;
}

const systemPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

function pathWith(programs: readonly string[]): string {
  const others = programs.map(dirname).filter((folder) => !systemPath.includes(folder));
  return [...new Set([...others, ...systemPath])].join(':');
}

/** What a terminal needs to be told, if it is a word and no more. */
function ofTerminal(environment: NodeJS.ProcessEnv): Record<string, string> {
  const found = ['TERM', 'COLORTERM', 'LANG', 'TZ'].map((name) => [name, environment[name] ?? ''] as const);
  return Object.fromEntries(found.filter(([, value]) => /^[A-Za-z0-9_./:+@-]{1,64}$/.test(value)));
}
