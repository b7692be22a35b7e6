import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { fileProblem } from '../../lib/policy/file-problem';
import { type PresetName, type PresetOptions, preset } from '../../lib/policy/preset';
import type { PresetDestination } from '../../lib/policy/presets/preset-destination';
import { Unusable } from '../exit';
import { refuseUnmeant } from '../options-of-presets';
import { policyText } from '../policy-text';
import { configuredRegistry } from '../registry-configuration';
import { repeatable } from '../repeatable';

interface InitOptions {
  readonly preset: readonly string[];
  readonly output: string;
  readonly region: readonly string[];
  readonly registry: readonly string[];
  readonly addresses: readonly string[];
  readonly project?: string;
  readonly owner?: string;
  readonly host?: string;
  readonly files?: string;
}

/** `init`: writes a policy made of presets, with the reason of each host; never over an existing file. */
export function register(program: Command): void {
  program
    .command('init')
    .description('write an airlock.yaml')
    .addOption(repeatable('--preset <name>', 'claude, bedrock, vertex, git-fetch, npm-read, pip-read; again for more', 'claude'))
    .option('--output <file>', 'where to write', 'airlock.yaml')
    .addOption(repeatable('--region <[preset=]region>', 'bedrock, vertex: the region'))
    .option('--project <id>', 'vertex: the project')
    .option('--owner <name>', 'git-fetch: whose repositories may be read')
    .option('--host <name>', 'git-fetch: the host (default: github.com)')
    .addOption(repeatable('--registry <[preset=]url>', 'npm-read, pip-read: the registry', 'as npm or pip is configured here'))
    .option('--files <url>', 'pip-read: where package files are, if not beside the index')
    .addOption(
      repeatable(
        '--addresses <cidr>',
        'npm-read, pip-read: block that a private registry resolves to; again for more',
        'public ones only',
      ),
    )
    .action(init);
}

function init(options: InitOptions): void {
  const names = [...new Set(options.preset.length > 0 ? options.preset : ['claude'])] as PresetName[];
  refuseUnmeant(options, names);
  const destinations = names.flatMap((name) => presetOf(name, options, names));
  const policy = EgressPolicy.parse({ version: 1, destinations: destinations.map(({ destination }) => destination) });
  write(options.output, policyText(destinations));
  console.log(`wrote ${options.output}: ${destinations.map(({ destination }) => destination.name).join(', ')}`);
  if (policy.secrets.length > 0) console.log(`secrets to provide: ${policy.secrets.join(', ')}`);
  for (const warning of policy.warnings) console.log(`warning: ${warning}`);
}

function presetOf(name: PresetName, options: InitOptions, names: readonly PresetName[]): PresetDestination[] {
  try {
    return preset(name, presetOptions(name, options, names));
  } catch (error) {
    if (error instanceof Unusable) throw error;
    throw new Unusable(`preset '${name}': ${(error as Error).message}`);
  }
}

function presetOptions(name: PresetName, options: InitOptions, names: readonly PresetName[]): PresetOptions {
  switch (name) {
    case 'bedrock':
      return { bedrock: { region: needed(scoped(options.region, name, 'region', names), name, 'region') } };
    case 'vertex': {
      const region = needed(scoped(options.region, name, 'region', names), name, 'region');
      return { vertex: { region, project: needed(options.project, name, 'project') } };
    }
    case 'git-fetch':
      return { gitFetch: { owner: needed(options.owner, name, 'owner'), host: options.host } };
    case 'npm-read':
      return { npmRead: { registry: registryOf(name, options, names), addresses: addressesOf(options) } };
    case 'pip-read':
      return { pipRead: { registry: registryOf(name, options, names), addresses: addressesOf(options), files: options.files } };
    default:
      return {};
  }
}

const registryOf = (name: 'npm-read' | 'pip-read', options: InitOptions, names: readonly PresetName[]): string =>
  scoped(options.registry, name, 'registry', names) ?? configuredRegistry(name);

const addressesOf = ({ addresses }: InitOptions) => (addresses.length > 0 ? addresses : undefined);

/** The value given for a preset: `PRESET=VALUE`, or a bare one if no other chosen preset could mean it. */
function scoped(values: readonly string[], name: PresetName, option: string, names: readonly PresetName[]): string | undefined {
  const own = values.find((value) => value.startsWith(`${name}=`));
  if (own !== undefined) return own.slice(name.length + 1);
  const bare = values.find((value) => !/^(bedrock|vertex|npm-read|pip-read)=/.test(value));
  const others = (option === 'region' ? ['bedrock', 'vertex'] : ['npm-read', 'pip-read']) as PresetName[];
  if (bare !== undefined && others.every((other) => names.includes(other))) {
    throw new Unusable(
      `--${option} must name its preset: write ${others.map((other) => `--${option} ${other}=…`).join(' ')}, got '${bare}'`,
    );
  }
  return bare;
}

function needed(value: string | undefined, name: PresetName, option: string): string {
  if (value === undefined) throw new Unusable(`preset '${name}' needs --${option}`);
  return value;
}

function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Unusable(
      code === 'EEXIST'
        ? `${path} exists: remove it, or choose another by --output`
        : `${path} can't be written: ${fileProblem(error)}`,
    );
  }
}
