import type { Command } from 'commander';
import { isColorSupported } from 'picocolors';
import { printable } from '../../lib/audit/printable';
import type { PublicPorts } from '../../lib/envoy/bootstrap-props';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { auditLine } from '../../lib/runtime/audit-line';
import { LocalProxy } from '../../lib/runtime/local-proxy';
import type { LocalProxyOptions } from '../../lib/runtime/local-proxy-options';
import { Unusable } from '../exit';
import { aborted, Interruption } from '../interruption';
import { parseKnownPort, parsePort } from '../parse-port';
import { parseResolve } from '../parse-resolve';
import { parseSecrets } from '../parse-secrets';
import { reachableAt } from '../reachable-at';
import { repeatable } from '../repeatable';
import { refuseSeenSecrets } from '../run/own-files';
import { runCommand } from '../run/run-command';
import { refuseSandboxOptions, type SandboxOptions, sandboxProps, withSandboxOptions } from '../run/sandbox-options';
import { TerminalLines } from '../terminal-lines';

interface RunOptions extends SandboxOptions {
  readonly agent?: string;
  readonly gatewayPort?: string;
  readonly proxyPort?: string;
  readonly transparentPort?: string;
  readonly transparentHttpPort?: string;
  readonly gatewaySocket?: string;
  readonly proxySocket?: string;
  readonly transparentSocket?: string;
  readonly transparentHttpSocket?: string;
  readonly socketsOnly?: boolean;
  readonly publicPorts?: string;
  readonly secret: readonly string[];
  readonly resolve: readonly string[];
  readonly agentSees: readonly string[];
  readonly upstreamCa?: string;
  readonly certificates?: string;
  readonly caFile?: string;
  readonly auditLog?: string;
}

/**
 * `run POLICY`: serves until interrupted; `ready` goes to standard output, all else to standard error.
 * `run POLICY -- COMMAND`: runs it in a sandbox, ends when it ends, and prints nothing while it runs.
 */
export function register(program: Command): void {
  const command = program
    .command('run')
    .description('enforce a policy on this machine: a proxy on loopback until interrupted, or for COMMAND in a sandbox')
    .argument('<policy>', 'the policy file, such as airlock.yaml')
    .argument('[command...]', 'after --: started in a sandbox whose only way out is the proxy')
    .option('--agent <name>', 'agent that the proxy is for; needed if the policy has several')
    .option(
      '--gateway-port <port>',
      'port for http://127.0.0.1:PORT/NAME/…; 0 for a free one (default: 8080; for a COMMAND none)',
    )
    .option('--proxy-port <port>', 'port for HTTPS_PROXY; 0 for a free one (default: 3128; for a COMMAND none)')
    .option('--transparent-port <port>', 'port for TLS of clients that know nothing of a proxy; 0 for a free one')
    .option('--transparent-http-port <port>', 'port for their plain HTTP; 0 for a free one')
    .option('--gateway-socket <path>', 'Unix socket, for this user only, that leads to the gateway port')
    .option('--proxy-socket <path>', 'the same for the proxy port')
    .option('--transparent-socket <path>', 'Unix socket, for this user only, that is as good as a transparent port')
    .option('--transparent-http-socket <path>', 'the same for plain HTTP')
    .option('--sockets-only', 'listen at the sockets alone: at no port, by which other users of the machine would come')
    .option(
      '--public-ports <gateway:proxy>',
      'ports that agents reach the sockets by, where a bridge leads to them; denials name them',
    )
    .addOption(
      repeatable('--secret <name=source>', 'NAME=file:PATH, followed when it changes, or NAME=env:VARIABLE; one for each'),
    )
    .addOption(
      repeatable('--resolve <host:port=ip:port>', 'send an upstream to another address; TLS is still verified against HOST'),
    )
    .addOption(
      repeatable('--agent-sees <folder>', 'a folder that agents elsewhere are given: secrets may not be read from files in it'),
    )
    .option('--upstream-ca <file>', 'PEM certificates of the only authorities that may vouch for upstreams')
    .option('--certificates <folder>', "certificates of intercepted destinations, as 'certificates' keeps them")
    .option('--ca-file <file>', "write there what agents must trust: the boundary's authority, and the public ones")
    .option('--audit-log <file>', 'append every audit record to this file');
  withSandboxOptions(command).action(run);
}

async function run(file: string, command: readonly string[], written: RunOptions): Promise<void> {
  // a script whose COMMAND came out empty doesn't mean a proxy without one
  if (command.length === 0 && process.argv.at(-1) === '--')
    throw new Unusable('COMMAND must follow --: name one, or leave -- out');
  const policy = EgressPolicy.fromFile(file);
  const lines = new TerminalLines(process.stderr);
  process.exitCode = await (command.length > 0
    ? sandboxed(policy, file, command, written, lines)
    : unattended(policy, written, lines));
  await lines.flush(1000);
  // a reader that takes nothing would otherwise keep the process
  process.exit();
}

function sandboxed(
  policy: EgressPolicy,
  policyFile: string,
  command: readonly string[],
  written: RunOptions,
  lines: TerminalLines,
) {
  refuseWaysIn(written);
  for (const warning of policy.warnings) lines.write(`warning: ${warning}`);
  const sandbox = { policy, agent: written.agent, command, ...sandboxProps(written) };
  // other users of the machine may not come by the sockets, which are in a private folder
  const socketsOnly = written.gatewayPort === undefined && written.proxyPort === undefined;
  const proxy = { ...proxyOptions(policy, { gatewayPort: '0', proxyPort: '0', ...written }), socketsOnly };
  const { requireLimits: requiresLimits = false, review = false } = written;
  return runCommand({ policyFile, sandbox, proxy, requiresLimits, review }, lines);
}

/** What a COMMAND's sandbox makes for itself. */
const waysIn = [
  ...(['gatewaySocket', 'proxySocket', 'transparentSocket', 'transparentHttpSocket'] as const),
  ...(['transparentPort', 'transparentHttpPort', 'socketsOnly', 'publicPorts', 'caFile', 'agentSees'] as const),
] as const;

function refuseWaysIn(written: RunOptions): void {
  const given = waysIn.find((name) => [written[name] ?? []].flat().length > 0);
  if (given === undefined) return;
  const option = given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new Unusable(`--${option} is for others than a COMMAND, whose sandbox has its own: leave the option out`);
}

async function unattended(policy: EgressPolicy, written: RunOptions, lines: TerminalLines): Promise<number> {
  refuseSandboxOptions(written);
  if (written.socketsOnly) refusePorts(written);
  const options = proxyOptions(policy, { gatewayPort: '8080', proxyPort: '3128', ...written });
  refuseSeenSecrets(options, written.agentSees);
  const interruption = new Interruption();
  const proxy = await started(options, lines, interruption);
  return proxy ? served(proxy, lines, interruption) : 0;
}

function refusePorts(written: RunOptions): void {
  const { gatewaySocket, proxySocket, gatewayPort, proxyPort, transparentPort, transparentHttpPort } = written;
  if (gatewaySocket === undefined || proxySocket === undefined)
    throw new Unusable('--sockets-only needs --gateway-socket and --proxy-socket: name both');
  const ports = {
    ...{ '--gateway-port': gatewayPort, '--proxy-port': proxyPort },
    ...{ '--transparent-port': transparentPort, '--transparent-http-port': transparentHttpPort },
  };
  const [named] = Object.entries(ports).filter(([, port]) => port !== undefined);
  if (named) throw new Unusable(`--sockets-only has no ports: leave ${named[0]} out, got '${named[1]}'`);
}

type WithPorts = RunOptions & { readonly gatewayPort: string; readonly proxyPort: string };

function proxyOptions(policy: EgressPolicy, written: WithPorts): LocalProxyOptions {
  return {
    policy,
    agent: written.agent,
    gatewayPort: parsePort(written.gatewayPort, '--gateway-port'),
    proxyPort: parsePort(written.proxyPort, '--proxy-port'),
    transparentPort: optionalPort(written.transparentPort, '--transparent-port'),
    transparentHttpPort: optionalPort(written.transparentHttpPort, '--transparent-http-port'),
    gatewaySocket: written.gatewaySocket,
    proxySocket: written.proxySocket,
    transparentSocket: written.transparentSocket,
    transparentHttpSocket: written.transparentHttpSocket,
    socketsOnly: written.socketsOnly,
    publicPorts: publicPorts(written.publicPorts),
    secrets: parseSecrets(written.secret),
    resolve: written.resolve.map(parseResolve),
    upstreamCa: written.upstreamCa,
    certificates: written.certificates,
    caFile: written.caFile,
    auditLog: written.auditLog,
  };
}

const optionalPort = (text: string | undefined, option: string): number | undefined =>
  text === undefined ? undefined : parsePort(text, option);

function publicPorts(text: string | undefined): PublicPorts | undefined {
  if (text === undefined) return undefined;
  const [gateway = '', proxy = '', ...more] = text.split(':');
  if (proxy === '' || more.length > 0)
    throw new Unusable(`--public-ports must be GATEWAY:PROXY, such as 8080:3128, got '${text}'`);
  return { gateway: parseKnownPort(gateway, '--public-ports'), proxy: parseKnownPort(proxy, '--public-ports') };
}

/** The proxy, or nothing if it was interrupted while it started. */
async function started(
  options: LocalProxyOptions,
  lines: TerminalLines,
  { stop }: Interruption,
): Promise<LocalProxy | undefined> {
  for (const warning of options.policy.warnings) lines.write(`warning: ${warning}`);
  try {
    return await LocalProxy.start(options, { signal: stop, progress: (line) => lines.write(line) });
  } catch (error) {
    if (stop.aborted) return undefined;
    throw error;
  }
}

/** Serves until interrupted, or until Envoy ends; returns the status to end with. */
async function served(proxy: LocalProxy, lines: TerminalLines, interruption: Interruption): Promise<number> {
  const failed = new Promise<string>((resolve) => proxy.once('exit', resolve));
  proxy.on('audit', (record) => lines.write(auditLine(record, { colour: isColorSupported && process.stderr.isTTY })));
  proxy.on('log', (line) => lines.write(printable(line)));
  for (const line of reachableAt(proxy)) lines.write(line);
  new TerminalLines(process.stdout).write('ready');
  const failure = await Promise.race([failed, aborted(interruption.stop)]);
  if (failure !== undefined) {
    lines.write(printable(failure));
    return 1;
  }
  lines.write('stopping: what is being served has 10 s to end; interrupt again to end at once');
  void aborted(interruption.hurry).then(() => proxy.stop({ now: true }));
  await proxy.stop();
  return 0;
}
