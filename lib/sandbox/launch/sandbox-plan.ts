import { orStartError, StartError } from '../../runtime/start-error';
import { isWithin } from '../../workspace/is-within';
import { type Transparent, transparent } from '../bridge/transparent';
import { type Limits, wholeLimits } from '../limits';
import { commandProgram, nodeInstallation } from './command-program';
import { commandVariables } from './command-variables';
import { givenMounts, problemsOf } from './given-mounts';
import { type HostUser, hostUser } from './host-user';
import { isolation } from './isolation';
import type { Layered, Mount } from './mount';
import type { SandboxProps } from './sandbox-props';
import type { Containment } from './stages';
import type { Hidden } from './staging';
import { steadied } from './steady';

/** All that a command is started with, checked. */
export interface SandboxPlan {
  readonly containment: Containment;
  readonly user: HostUser;
  readonly limits: Required<Limits>;
  readonly workspace: Mount | Layered;
  /** What else is seen of this machine. */
  readonly mounts: readonly Mount[];
  readonly hidden: readonly Hidden[];
  readonly variables: Readonly<Record<string, string>>;
  /** What catches programs that ignore proxy variables. @default - nothing does */
  readonly transparent?: Transparent;
  /** Program, a whole path, and its arguments. */
  readonly command: readonly string[];
}

/** Checks everything that can be wrong before anything is started; throws a StartError, a line for each problem. */
export function sandboxPlan(props: SandboxProps, environment: NodeJS.ProcessEnv = process.env): SandboxPlan {
  return orStartError(() => checked(props, environment));
}

function checked(props: SandboxProps, environment: NodeJS.ProcessEnv): SandboxPlan {
  const limits = wholeLimits(props.limits);
  const { workspace, readOnly, guarded, hidden } = givenMounts(props, environment);
  const program = programOf(props, [workspace, ...readOnly], environment);
  const needed = unseen([...nodeInstallation(), ...program.mounts], [workspace, ...readOnly]);
  const problems = needed.flatMap(({ source }) => problemsOf(source, 'COMMAND'));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const variables = variablesOf(props, [process.execPath, program.path], environment);
  const user = hostUser({ workspace: workspace.source, asked: props.user, environment });
  const command = [program.path, ...props.command.slice(1)];
  const caught = props.transparent ? { transparent: transparent(props.policy.agent(props.agent).destinations) } : {};
  const containment = contained(user);
  const steady = <T extends Mount | Layered>(mount: T) => steadied(mount, { containment, user, hidden });
  const mounts = [...guarded, ...readOnly.map(steady), ...needed];
  return { limits, workspace: steady(workspace), hidden, mounts, variables, user, command, containment, ...caught };
}

function programOf(
  { command: [name = ''] }: SandboxProps,
  seen: readonly { target: string }[],
  { PATH: path = '' }: NodeJS.ProcessEnv,
) {
  return commandProgram({ name, folder: process.cwd(), path, seen: seen.map(({ target }) => target) });
}

/** Those that aren't part of others, of what is seen already or of each other. */
function unseen(mounts: readonly Mount[], seen: readonly { readonly target: string }[]): readonly Mount[] {
  return mounts.filter(({ target }, index) => {
    const others = [...seen, ...mounts.filter((other, at) => at !== index && (other.target !== target || at < index))];
    return !others.some((other) => isWithin(target, other.target));
  });
}

function variablesOf(
  { policy, agent, variables = {} }: SandboxProps,
  programs: readonly string[],
  environment: NodeJS.ProcessEnv,
) {
  return commandVariables({ policy, agent: policy.agent(agent).name, given: variables, environment, programs });
}

function contained(user: HostUser): Containment {
  const found = isolation(user);
  if ('containment' in found) return found.containment;
  throw new StartError(found.lacks.map(({ what, fix }) => `${what}: ${fix}`));
}
