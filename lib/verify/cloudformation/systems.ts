import { fileAt, type Input, type InputFile } from '../inputs/input';
import type { RolesRequest } from '../system';
import type { World } from '../world/world';
import { assumedResources, withAssumed } from './assume/assume';
import { checkParameters } from './evaluate/check-parameters';
import { worldsOf } from './evaluate/worlds';
import { extract } from './extract';
import { loadTemplates } from './load/load';
import type { LoadedTemplate } from './load/loaded-template';
import { systemsOf } from './load/systems';
import { isInertType } from './resource-types';

export interface CloudFormationOptions extends RolesRequest {
  /** Values of parameters, as the command line takes them. @default - each may have any value that it admits */
  readonly parameters?: unknown;
  /** What exists already, as `aws ec2 describe-…` answers. @default - nothing */
  readonly assume?: unknown;
}

/** Reads templates and `cdk.out` folders. Throws an UnusableInput if one can't be used. */
export function cloudFormationInput(paths: readonly string[], options: CloudFormationOptions): Input {
  const templates = loadTemplates(paths);
  return { files: templates.flatMap(filesOf), systems: cloudFormationSystems(templates, options) };
}

/** The systems that templates make, which may be in memory only. Throws an UnusableInput if what is given beside them can't be used. */
export function cloudFormationSystems(templates: readonly LoadedTemplate[], options: CloudFormationOptions): Input['systems'] {
  const { parameters, assume, ...roles } = options;
  const existing = assumedResources(assume);
  checkParameters(templates, parameters);
  return systemsOf(templates).map((system) => ({
    worlds: () => worldsOf(system, { parameters, inert: isInertType }),
    extract: (world: World) => extract(withAssumed(world, existing), { ...roles, ...accountOf(system) }),
  }));
}

/** The account of a system's stacks, if all that is known of them is one. */
function accountOf(system: readonly LoadedTemplate[]): { readonly account?: string } {
  const [account, ...others] = new Set(system.flatMap((template) => template.account ?? []));
  return account !== undefined && others.length === 0 ? { account } : {};
}

const filesOf = ({ file, nested }: LoadedTemplate): InputFile[] => [fileAt(file), ...[...nested.values()].flatMap(filesOf)];
