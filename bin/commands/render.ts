import { Argument, type Command } from 'commander';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { writeAtomically } from '../../lib/runtime/atomic-file';
import { Unusable } from '../exit';
import { parseKnownPort } from '../parse-port';
import { env } from '../render/env';
import { envoy } from '../render/envoy';
import type { Rendered, RenderProps } from '../render/rendered';
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

const targets: Readonly<Record<string, (props: RenderProps) => Rendered>> = { envoy, env };

function render(target: string, file: string, options: RenderOptions): void {
  const policy = EgressPolicy.fromFile(file);
  if (target !== 'env' && options.caFile !== undefined)
    throw new Unusable(`--ca-file is for env only: remove it, got '${options.caFile}'`);
  const rendered = targets[target]?.({ policy, agent: usable(() => policy.agent(options.agent)).name, ...placeOf(options) });
  if (!rendered) return;
  if (options.output === undefined) process.stdout.write(rendered.text);
  else write(options.output, rendered);
  for (const note of rendered.notes) console.error(note);
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

function write(path: string, { text, mode }: Rendered): void {
  usable(() => writeAtomically(path, text, mode));
}
