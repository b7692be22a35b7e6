import { fileAt, type Input, type InputFile } from '../inputs/input';
import type { RolesRequest } from '../system';
import { UnusableInput } from '../unusable-input';
import type { Fields } from '../world/value';
import type { World } from '../world/world';
import { systemsOf } from './evaluate/worlds';
import { extract } from './extract';
import { isObject } from './load/json';
import { loadTerraform } from './load/load';
import type { LoadedTerraform, ModuleSource } from './load/loaded-terraform';

export interface TerraformOptions extends RolesRequest {
  /** Values of variables by name, as a `*.tfvars.json` gives them. @default - each may have any value that it admits */
  readonly parameters?: unknown;
}

/** Reads Terraform's JSON and plans. Throws an UnusableInput if one can't be used. */
export function terraformInput(paths: readonly string[], options: TerraformOptions): Input {
  const loaded = loadTerraform(paths);
  return { files: loaded.flatMap(filesOf), systems: terraformSystems(loaded, options) };
}

/** The systems that loaded configurations and plans make. */
export function terraformSystems(
  loaded: readonly LoadedTerraform[],
  { parameters, ...roles }: TerraformOptions,
): Input['systems'] {
  const variables = variablesIn(parameters);
  return systemsOf(loaded, { variables }).map((worlds) => ({
    worlds: () => worlds,
    extract: (world: World) => extract(world, roles),
  }));
}

function variablesIn(parameters: unknown): Fields {
  if (parameters === undefined || parameters === null) return {};
  if (isObject(parameters)) return parameters as Fields;
  throw new UnusableInput(
    `parameters must be a mapping of variables to values, as in *.tfvars.json, got ${Array.isArray(parameters) ? 'a list' : `a ${typeof parameters}`}`,
  );
}

const filesOf = (loaded: LoadedTerraform): InputFile[] =>
  loaded.kind === 'plan' ? [fileAt(loaded.file)] : sourceFiles(loaded.source).map(fileAt);

/** A module's own files, and those of the modules that it calls. */
const sourceFiles = ({ files, modules }: ModuleSource): string[] => [
  ...new Set([...files.map(({ file }) => file), ...[...modules.values()].flatMap(sourceFiles)]),
];
