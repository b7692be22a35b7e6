import type { Command } from 'commander';
import { Option } from 'commander';
import type { SandboxProps, WorkspaceMode } from '../../lib/sandbox/launch/sandbox-props';
import { Unusable } from '../exit';
import { limitOptions, limitsOf, type WrittenLimits } from '../limit-options';
import { repeatable } from '../repeatable';

/** Options of `run` that are of a COMMAND's sandbox, as they were written. */
export interface SandboxOptions extends WrittenLimits {
  readonly workspace?: string;
  readonly workspaceMode?: WorkspaceMode;
  readonly expose: readonly string[];
  readonly ro: readonly string[];
  readonly env: readonly string[];
  readonly user?: string;
  readonly transparent?: boolean;
  readonly requireLimits?: boolean;
  readonly review?: boolean;
}

const modes = ['overlay', 'ro', 'rw'] as const satisfies readonly WorkspaceMode[];

const options = (): readonly Option[] => [
  new Option('--workspace <folder>', 'the folder that COMMAND works in (default: the working folder)'),
  new Option('--workspace-mode <mode>', 'what becomes of its changes: kept aside for a review, refused, made')
    .choices(modes)
    .default(undefined, 'overlay'),
  new Option('--review', "list COMMAND's changes at its end, and ask what to do with them on a terminal"),
  repeatable('--expose <path>', 'show a sensitive file of the workspace that would be hidden'),
  repeatable('--ro <path>', 'a file or folder that COMMAND may read, at its own path'),
  repeatable('--env <name=value>', 'a variable for COMMAND, which inherits none; no credential'),
  new Option(
    '--transparent',
    'catch programs that ignore proxy variables too: TLS to port 443, plain HTTP to 80, names by /etc/hosts',
  ),
  new Option('--user <uid[:gid]>', "whose rights root gives COMMAND (default: the workspace's owner's)"),
  ...limitOptions(),
  new Option('--require-limits', 'start nothing where memory, cpus or processes have no limit for all of COMMAND together'),
];

/** Adds the options of a sandbox to a command. */
export function withSandboxOptions(command: Command): Command {
  return options().reduce((all, option) => all.addOption(option.helpGroup('Options for a COMMAND:')), command);
}

/** Throws an Unusable that names an option that was given without a COMMAND. */
export function refuseSandboxOptions(written: SandboxOptions): void {
  const given = options().find((option) => isGiven(written[option.attributeName() as keyof SandboxOptions]));
  if (given) throw new Unusable(`${given.long} is for a COMMAND: give one after --, or leave the option out`);
}

const isGiven = (value: string | readonly string[] | boolean | undefined): boolean =>
  typeof value === 'object' ? value.length > 0 : value !== undefined;

/** What was written, read. */
export function sandboxProps(written: SandboxOptions): Omit<SandboxProps, 'policy' | 'agent' | 'command'> {
  const { workspace, workspaceMode, expose, user, transparent } = written;
  const variables = variablesOf(written.env);
  return { workspace, workspaceMode, expose, user, transparent, readOnly: written.ro, variables, limits: limitsOf(written) };
}

/** The variables that were given; throws an Unusable for one that can't be read, without its value. */
function variablesOf(written: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(written.map(variable));
}

function variable(text: string, index: number): readonly [name: string, value: string] {
  const [, name, value = ''] = /^([A-Za-z_]\w*)=([^\0]*)$/s.exec(text) ?? [];
  if (name !== undefined) return [name, value];
  // the value isn't shown: somebody may have written a secret
  throw new Unusable(`--env must be NAME=VALUE, but number ${index + 1} is not`);
}
