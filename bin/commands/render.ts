import { dirname, join } from 'node:path';
import { Argument, type Command } from 'commander';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { writeAtomically } from '../../lib/runtime/atomic-file';
import { Unusable } from '../exit';
import { parseKnownPort } from '../parse-port';
import { env } from '../render/env';
import { envoy } from '../render/envoy';
import type { Rendered, RenderProps, Target } from '../render/rendered';
import { usable } from '../usable';

interface RenderOptions {
  readonly agent?: string;
  readonly proxyHost: string;
  readonly gatewayPort: string;
  readonly proxyPort: string;
  readonly caFile?: string;
  readonly output?: string;
}

/** `render envoy|env POLICY`: what `run` would give Envoy, and the agent. */
export function register(program: Command): void {
  program
    .command('render')
    .description("write Envoy's configuration, or the variables of the agent")
    .addArgument(new Argument('<target>', 'what to write').choices(Object.keys(targets)))
    .argument('<policy>', 'the policy file, such as airlock.yaml')
    .option('--agent <name>', 'agent that it is for; needed if the policy has several')
    .option('--proxy-host <host>', 'name or address of the proxy as the agent reaches it', '127.0.0.1')
    .option('--gateway-port <port>', 'port of the gateways', '8080')
    .option('--proxy-port <port>', 'port for HTTPS_PROXY', '3128')
    .option('--ca-file <file>', 'env: what the agent trusts; certificates/bundle.pem by default, if anything is intercepted')
    .option('--output <file>', 'where to write; standard output by default')
    .action(render);
}

const targets: Readonly<Record<string, Target>> = {
  envoy: { render: envoy, takes: [] },
  env: { render: env, takes: ['caFile'] },
};

/** Options that not every target takes. */
const particular: Readonly<Partial<Record<keyof RenderProps, string>>> = { caFile: '--ca-file' };

function render(name: string, file: string, options: RenderOptions): void {
  const target = targets[name];
  if (!target) return;
  const policy = EgressPolicy.fromFile(file);
  refuseForeign(target, options);
  const rendered = target.render({ policy, agent: usable(() => policy.agent(options.agent)).name, ...placeOf(options) });
  if (options.output === undefined) process.stdout.write(rendered.text);
  else write(options.output, rendered);
  for (const note of rendered.notes) console.error(note);
}

function refuseForeign({ takes }: Target, options: RenderOptions): void {
  const given: Readonly<Record<string, unknown>> = { ...options };
  for (const [name, option] of Object.entries(particular)) {
    if (given[name] === undefined || takes.includes(name as keyof RenderProps)) continue;
    const takers = Object.keys(targets).filter((target) => targets[target]?.takes.includes(name as keyof RenderProps));
    throw new Unusable(`${option} is for ${takers.join(', ')} only: remove it, got '${given[name]}'`);
  }
}

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
  const others = Object.entries(beside).map(([name, content]) => [join(dirname(path), name), content] as const);
  for (const [place, content] of others) usable(() => writeAtomically(place, content, 0o644));
  usable(() => writeAtomically(path, text, mode));
}
