import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Argument, type Command } from 'commander';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { writeAtomically } from '../../lib/runtime/atomic-file';
import { Unusable } from '../exit';
import { parseKnownPort } from '../parse-port';
import { claudeSettings } from '../render/claude-settings';
import { compose } from '../render/compose';
import { addContainerOptions, type ContainerParts, containerOptions } from '../render/container-parts';
import { docker, gvisor } from '../render/docker';
import { dockerignore } from '../render/dockerignore';
import { env } from '../render/env';
import { envoy } from '../render/envoy';
import { firecracker } from '../render/firecracker';
import { addMicrovmOptions, type MicrovmParts, microvmOptions } from '../render/microvm-parts';
import type { Particular, Rendered, Target } from '../render/rendered';
import { sandboxRuntime } from '../render/sandbox-runtime';
import { repeatable } from '../repeatable';
import { usable } from '../usable';
import { written } from '../write-output';

interface RenderOptions extends Omit<ContainerParts, 'command'>, MicrovmParts {
  readonly agent?: string;
  readonly proxyHost: string;
  readonly gatewayPort: string;
  readonly proxyPort: string;
  readonly caFile?: string;
  readonly ro: readonly string[];
  readonly output?: string;
}

/** `render TARGET POLICY`: what `run` would give Envoy and the agent, and what else an agent is contained by. */
export function register(program: Command): void {
  const command = program
    .command('render')
    .description("write Envoy's configuration, the variables of the agent, or what contains it")
    .addArgument(new Argument('<target>', 'what to write').choices(Object.keys(targets)))
    .argument('<policy>', 'the policy file, such as airlock.yaml')
    .argument('[command...]', 'containers and firecracker, after --: what the agent runs')
    .option('--agent <name>', 'agent that it is for; needed if the policy has several')
    .option('--proxy-host <host>', 'name or address of the proxy as the agent reaches it', '127.0.0.1')
    .option('--gateway-port <port>', 'port of the gateways', '8080')
    .option('--proxy-port <port>', 'port for HTTPS_PROXY', '3128')
    .option('--ca-file <file>', 'env: what the agent trusts (default: certificates/bundle.pem, if anything is intercepted)');
  addMicrovmOptions(addContainerOptions(command))
    .addOption(repeatable('--ro <path>', 'sandbox-runtime: more that may be read, such as programs in a home folder'))
    .option('--output <file>', 'where to write (default: standard output)')
    .action(render);
}

const ofAnyKernel: readonly Particular[] = ['workspaceMode', 'command', 'memory', 'cpus', 'processes', 'tmpSize', 'homeSize'];
const ofContainers: readonly Particular[] = [...ofAnyKernel, 'image', 'workspace', 'expose', 'bridge'];

const targets: Readonly<Record<string, Target>> = {
  envoy: { render: envoy, takes: [] },
  env: { render: env, takes: ['caFile'] },
  docker: { render: docker, takes: [...ofContainers, 'runtime'] },
  compose: { render: compose, takes: [...ofContainers, 'runtime', 'proxyImage'] },
  gvisor: { render: gvisor, takes: ofContainers },
  firecracker: { render: firecracker, takes: [...ofAnyKernel, 'kernel', 'rootfs', 'workspaceImage'] },
  'sandbox-runtime': { render: sandboxRuntime, takes: ['caFile', 'workspace', 'ro'] },
  dockerignore: { render: dockerignore, takes: [] },
  'claude-settings': { render: claudeSettings, takes: ['caFile'] },
};

/** Options that not every target takes. */
const particular: Readonly<Record<Particular, string>> = {
  caFile: '--ca-file',
  ro: '--ro',
  ...containerOptions,
  ...microvmOptions,
};

function render(name: string, file: string, command: readonly string[], options: RenderOptions): void {
  const target = targets[name];
  if (!target) return;
  const policy = EgressPolicy.fromFile(file);
  refuseForeign(target, { ...options, command });
  const agent = usable(() => policy.agent(options.agent)).name;
  const container = { ...partsOf(options, containerOptions), command };
  const microvm = partsOf(options, microvmOptions);
  const { ro, output } = options;
  const rendered = target.render({ policy, policyFile: file, agent, ...placeOf(options), container, microvm, ro, output });
  if (output === undefined) process.stdout.write(rendered.text);
  else write(output, rendered);
  for (const note of rendered.notes) console.error(note);
}

function refuseForeign({ takes }: Target, options: Readonly<Record<string, unknown>>): void {
  for (const [name, option] of Object.entries(particular)) {
    const given = [options[name] ?? []].flat();
    if (given.length === 0 || takes.includes(name as Particular)) continue;
    const takers = Object.keys(targets).filter((target) => targets[target]?.takes.includes(name as Particular));
    throw new Unusable(`${option} is for ${takers.join(', ')} only: remove it, got '${given.join(' ')}'`);
  }
}

const partsOf = (options: RenderOptions, written: object): Record<string, string> =>
  Object.fromEntries(Object.entries(options).filter(([name]) => Object.hasOwn(written, name)));

function placeOf({ proxyHost, gatewayPort, proxyPort, caFile }: RenderOptions) {
  if (!/^[\w.:-]+$/.test(proxyHost)) throw new Unusable(`--proxy-host must be a name or an address, got '${proxyHost}'`);
  return {
    proxyHost,
    gatewayPort: parseKnownPort(gatewayPort, '--gateway-port'),
    proxyPort: parseKnownPort(proxyPort, '--proxy-port'),
    ...(caFile !== undefined && { caFile }),
  };
}

function write(path: string, { text, mode, beside = {} }: Rendered): void {
  // what needs files beside it is best in a folder of its own
  if (Object.keys(beside).length > 0) written(path, () => mkdirSync(dirname(path), { recursive: true }));
  const others = Object.entries(beside).map(([name, content]) => [join(dirname(path), name), content] as const);
  for (const [place, content] of others) written(path, () => writeAtomically(place, content, 0o644));
  written(path, () => writeAtomically(path, text, mode));
}
