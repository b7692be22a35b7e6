import { Argument, type Command } from 'commander';
import { renderBootstrap } from '../../lib/envoy/bootstrap';
import type { Interception } from '../../lib/envoy/bootstrap-props';
import { accessTokenName } from '../../lib/envoy/credential-google';
import { leafFile } from '../../lib/envoy/intercept-certificates';
import { agentEnvironment } from '../../lib/policy/agent-environment';
import { certificateNames, secretNames } from '../../lib/policy/destination';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { writeAtomically } from '../../lib/runtime/atomic-file';
import { awsCredentialsFile } from '../../lib/runtime/aws-credentials';
import { systemBundle } from '../../lib/runtime/trusted-ca';
import { usable } from '../usable';

interface RenderOptions {
  readonly agent?: string;
  readonly output?: string;
}

/** `render envoy|env POLICY`: what `run` would give Envoy, and the agent. */
export function register(program: Command): void {
  program
    .command('render')
    .description("write Envoy's configuration, or the variables of the agent")
    .addArgument(new Argument('<target>', 'what to write').choices(['envoy', 'env']))
    .argument('<policy>', 'the policy file, such as airlock.yaml')
    .option('--agent <name>', 'agent that it is for; needed if the policy has several')
    .option('--output <file>', 'where to write; standard output by default')
    .action(render);
}

const interception: Interception = {
  ca: { file: 'certificates/ca.pem' },
  certificates: { kind: 'files', directory: 'certificates' },
};

/** A rendered file and what its reader must know. */
interface Rendered {
  readonly text: string;
  readonly mode: number;
  readonly notes: readonly string[];
}

const awsFile = `secrets/${awsCredentialsFile}`;
const gatewayPort = 8080;
const proxyPort = 3128;
const address = '127.0.0.1';

const targets: Readonly<Record<string, (policy: EgressPolicy, agent: string) => Rendered>> = { envoy, env };

function render(target: string, file: string, options: RenderOptions): void {
  const policy = EgressPolicy.fromFile(file);
  const { name } = usable(() => policy.agent(options.agent));
  const rendered = targets[target]?.(policy, name);
  if (!rendered) return;
  if (options.output === undefined) process.stdout.write(rendered.text);
  else write(options.output, rendered);
  for (const note of rendered.notes) console.error(note);
}

function envoy(policy: EgressPolicy, agent: string): Rendered {
  const { destinations } = policy.agent(agent);
  const trustedCa = systemBundle() ?? 'certificates/public.pem';
  const certificates = certificateNames(destinations).map((name) => [name, { file: `certificates/${name}.pem` }]);
  const intercepted = destinations.filter(({ access }) => access === 'intercept').map(({ name }) => name);
  const bootstrap = usable(() =>
    renderBootstrap(policy, {
      address,
      gatewayPort,
      proxyPort,
      agents: [{ agent }],
      secrets: { kind: 'files', directory: 'secrets' },
      awsCredentials: { kind: 'file', file: awsFile },
      trustedCa,
      certificates: Object.fromEntries(certificates),
      ...(intercepted.length > 0 && { interception }),
      adminSocket: 'admin.sock',
    }),
  );
  const secrets = secretNames(destinations).map((name) => `secret '${name}' is read from secrets/${name}.json, an SDS file`);
  const authorities = certificateNames(destinations).map((name) => `certificate '${name}' is read from certificates/${name}.pem`);
  const tokens = destinations
    .filter(({ credential }) => credential?.type === 'google-access-token')
    .map(
      ({ name }) => `the access token of '${name}' is read from secrets/${accessTokenName(name)}.json, an SDS file to keep fresh`,
    );
  const isSigning = destinations.some(({ credential }) => credential?.type === 'aws-sigv4');
  const signing = isSigning ? [`keys for AWS are read from the default profile in ${awsFile}`] : [];
  const leafs = intercepted.map(
    (name) => `certificate and key of '${name}' are read from certificates/${leafFile(name)}, an SDS file`,
  );
  const boundary = intercepted.length > 0 ? ["the boundary's own authority is read from certificates/ca.pem"] : [];
  const notes = [
    ...secrets,
    ...tokens,
    ...signing,
    ...authorities,
    ...leafs,
    ...boundary,
    `public authorities are read from ${trustedCa}`,
  ];
  return {
    text: `${JSON.stringify(bootstrap, null, 2)}\n`,
    mode: 0o600,
    notes: [...notes, 'relative paths start where Envoy is started'],
  };
}

function env(policy: EgressPolicy, agent: string): Rendered {
  const variables = agentEnvironment(policy, { agent, proxyHost: address, gatewayPort, proxyPort });
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${quoted(value)}\n`);
  return { text: lines.join(''), mode: 0o644, notes: [] };
}

// what a shell would read differently is quoted; the rest stays as other readers of such files take it
const quoted = (value: string): string => (/^[\w.,:/@%+=-]*$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`);

function write(path: string, { text, mode }: Rendered): void {
  usable(() => writeAtomically(path, text, mode));
}
