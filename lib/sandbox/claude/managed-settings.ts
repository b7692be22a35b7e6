import type { Destination } from '../../policy/destination';
import { placeholderKey } from '../../policy/placeholder-key';
import { credentialVariables } from './credential-variables';
import { judgedByName } from './judged-by-name';
import { pinnedVariables } from './pinned-variables';
import { sensitiveRules } from './sensitive-globs';

/** What Claude Code's managed settings are made of. */
export interface ManagedSettingsProps {
  /** Those of the agent. */
  readonly destinations: readonly Destination[];
  /** Port on this machine's loopback of the gateways. */
  readonly gatewayPort: number;
  /** Port on this machine's loopback for HTTPS_PROXY. */
  readonly proxyPort: number;
  /** The agent's variables, which settings of no project can change. */
  readonly environment: Readonly<Record<string, string>>;
  /** Absolute paths of files that may not be changed. @default - none */
  readonly keep?: readonly string[];
  /** Absolute paths of files that commands may read although they have a sensitive name. @default - none */
  readonly readable?: readonly string[];
}

/** The version of Claude Code that the settings were tried with. Older ones let settings of a project take commands out of the sandbox. */
export const leastVersion = '2.1.332';

/**
 * Claude Code's managed settings (`/etc/claude-code/managed-settings.json` on Linux), which settings of users and projects can't widen: commands
 * run in its sandbox, whose only ways out are the two ports of the proxy; what runs outside of it by a project's will (hooks, MCP servers,
 * plugins) doesn't run at all. docs/claude-code.md lists every key with the page that describes it; all are in
 * https://code.claude.com/docs/en/settings-reference.
 */
export const managedSettings = (props: ManagedSettingsProps) => ({
  requiredMinimumVersion: leastVersion,
  env: { ...pinnedVariables, ...props.environment },
  // the proxy strips what it prints; one that a project names would run outside of the sandbox
  apiKeyHelper: `echo ${placeholderKey}`,
  permissions: permissionsOf(props),
  allowManagedPermissionRulesOnly: true,
  allowManagedHooksOnly: true,
  allowManagedMcpServersOnly: true,
  allowedMcpServers: [],
  strictPluginOnlyCustomization: ['hooks', 'mcp'],
  disableSideloadFlags: true,
  disableCommandPluginSources: true,
  disableSkillShellExecution: true,
  disableRemoteControl: true,
  // it would ask the model's host about every domain, past the gateway
  skipWebFetchPreflight: true,
  sandbox: sandboxOf(props),
});

function permissionsOf({ destinations, keep = [] }: ManagedSettingsProps) {
  return {
    disableBypassPermissionsMode: 'disable',
    disableAutoMode: 'disable',
    blockReadsOutsideWorkingDirectories: true,
    blockWritesOutsideWorkingDirectories: true,
    allow: fetchable(destinations).map((host) => `WebFetch(domain:${host})`),
    // the provider searches, so no proxy sees what is asked
    deny: ['WebSearch', ...sensitiveRules(), ...keep.map((path) => `Edit(/${path})`)],
  };
}

/** Exact hosts of which something may be got by way of the proxy port; gateways aren't reached by their hosts. */
const fetchable = (destinations: readonly Destination[]): string[] =>
  destinations
    .filter(
      ({ access, allow }) => access !== 'gateway' && (allow === 'any' || allow.some(({ methods }) => methods.includes('GET'))),
    )
    .flatMap(({ hosts }) => hosts.filter(({ wildcard }) => !wildcard).map(({ text }) => text))
    .sort();

const sandboxOf = ({ destinations, gatewayPort, proxyPort, keep = [], readable = [] }: ManagedSettingsProps) => ({
  enabled: true,
  failIfUnavailable: true,
  allowUnsandboxedCommands: false,
  // what a command can do is what the sandbox and the proxy allow, whoever agreed to it
  autoAllowBashIfSandboxed: true,
  excludedCommands: [],
  network: {
    allowedDomains: judgedByName(destinations),
    allowManagedDomainsOnly: true,
    strictAllowlist: true,
    httpProxyPort: proxyPort,
    socksProxyPort: gatewayPort,
    allowUnixSockets: [],
    allowAllUnixSockets: false,
    allowLocalBinding: false,
  },
  filesystem: { disabled: false, allowRead: readable, denyWrite: keep },
  credentials: { envVars: credentialVariables.map((name) => ({ name, mode: 'deny' as const })) },
  enableWeakerNestedSandbox: false,
  enableWeakerNetworkIsolation: false,
  allowAppleEvents: false,
  // found by PATH otherwise, where a project could put its own
  bwrapPath: '/usr/bin/bwrap',
  socatPath: '/usr/bin/socat',
});
