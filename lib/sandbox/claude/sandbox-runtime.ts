import type { Destination } from '../../policy/destination';
import { credentialVariables } from './credential-variables';
import { type DomainPort, judgedByName } from './judged-by-name';
import { sensitiveGlobs } from './sensitive-globs';

/** What settings of sandbox-runtime are made of. */
export interface SandboxRuntimeProps {
  /** Those of the agent. */
  readonly destinations: readonly Destination[];
  /** Port on this machine's loopback of the gateways. */
  readonly gatewayPort: number;
  /** Port on this machine's loopback for HTTPS_PROXY. */
  readonly proxyPort: number;
  /** Absolute path of the only folder that may be written. */
  readonly workspace: string;
  /** Absolute paths of files that may not be written, in the workspace too. @default - none */
  readonly keep?: readonly string[];
  /** Absolute paths that may be read although they lie in a home folder or have a sensitive name. @default - none */
  readonly readable?: readonly string[];
}

/** Settings of `@anthropic-ai/sandbox-runtime`, in the form of its `SandboxRuntimeConfigSchema`. */
export interface SandboxRuntimeSettings {
  readonly network: {
    readonly allowedDomains: readonly DomainPort[];
    readonly deniedDomains: readonly string[];
    readonly strictAllowlist: true;
    readonly httpProxyPort: number;
    readonly socksProxyPort: number;
    readonly allowUnixSockets: readonly string[];
    readonly allowAllUnixSockets: false;
    readonly allowLocalBinding: false;
    readonly allowMachLookup: readonly string[];
  };
  readonly filesystem: {
    readonly disabled: false;
    readonly denyRead: readonly string[];
    readonly allowRead: readonly string[];
    readonly allowWrite: readonly string[];
    readonly denyWrite: readonly string[];
    readonly allowGitConfig: false;
  };
  readonly credentials: { readonly envVars: readonly { readonly name: string; readonly mode: 'deny' }[] };
  readonly enableWeakerNestedSandbox: false;
  readonly enableWeakerNetworkIsolation: false;
  readonly allowAppleEvents: false;
  readonly mandatoryDenySearchDepth: number;
}

/** Where a sandboxed command on Linux finds what `httpProxyPort` and `socksProxyPort` name; fixed in `linux-sandbox-utils` of sandbox-runtime. */
export const insideLinux = { host: '127.0.0.1', proxyPort: 3128, gatewayPort: 1080 } as const;

/** Home folders, other disks, sockets, and what services keep. */
const places = ['~', '/home', '/root', '/Users', '/media', '/mnt', '/run', '/var/lib'];

/**
 * Settings that leave a command no way but the two ports of the proxy, which alone judges what passes, and no file to write but the workspace's.
 * With both ports given, sandbox-runtime starts no proxy of its own: the second one, meant for SOCKS, is handed on byte by byte, and leads to
 * the gateways. Source: `NetworkConfigSchema`, `FilesystemConfigSchema` and the README of `@anthropic-ai/sandbox-runtime` 0.0.83.
 */
export function sandboxRuntimeSettings(props: SandboxRuntimeProps): SandboxRuntimeSettings {
  return {
    network: networkOf(props),
    filesystem: filesystemOf(props),
    credentials: { envVars: credentialVariables.map((name) => ({ name, mode: 'deny' })) },
    enableWeakerNestedSandbox: false,
    enableWeakerNetworkIsolation: false,
    allowAppleEvents: false,
    // the most that it takes: hooks of repositories further down are still protected
    mandatoryDenySearchDepth: 10,
  };
}

const networkOf = ({ destinations, proxyPort, gatewayPort }: SandboxRuntimeProps): SandboxRuntimeSettings['network'] => ({
  allowedDomains: judgedByName(destinations),
  deniedDomains: [],
  strictAllowlist: true,
  httpProxyPort: proxyPort,
  socksProxyPort: gatewayPort,
  allowUnixSockets: [],
  allowAllUnixSockets: false,
  allowLocalBinding: false,
  allowMachLookup: [],
});

const filesystemOf = ({ workspace, keep = [], readable = [] }: SandboxRuntimeProps): SandboxRuntimeSettings['filesystem'] => ({
  disabled: false,
  denyRead: [...places, ...sensitiveGlobs(workspace)],
  allowRead: [workspace, ...readable],
  allowWrite: [workspace],
  denyWrite: keep,
  allowGitConfig: false,
});
