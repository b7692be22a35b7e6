import type { Fields } from '../../world/value';
import type { World } from '../../world/world';
import type { LoadedTerraform, TerraformConfiguration } from '../load/loaded-terraform';
import { configurationWorlds } from './configuration-worlds';
import { linkedRoots } from './linked-roots';
import { linkedWorlds } from './linked-worlds';
import { planWorld } from './plan/plan-world';

export interface WorldsOptions {
  /** Values of variables by name, as a `*.tfvars.json` gives them. @default - every variable may have any value */
  readonly variables?: Fields;
}

/**
 * The systems that Terraform's inputs make, each as the worlds that it can be. Inputs of which one reads the other's state, or names a
 * resource of the other by its path, are one system. With several inputs each id begins with the input's name.
 */
export function systemsOf(
  loaded: readonly LoadedTerraform[],
  { variables = {} }: WorldsOptions = {},
): readonly (readonly World[])[] {
  const inputs = distinctlyNamed(loaded);
  const named = inputs.length > 1;
  const roots = inputs.filter((input): input is TerraformConfiguration => input.kind === 'configuration');
  const configured = linkedRoots(roots).map((system) => configurationWorlds({ roots: system, variables, named }));
  const planned = inputs.flatMap((input) => (input.kind === 'plan' ? [[planWorld(input, named ? `${input.name}/` : '')]] : []));
  return linkedWorlds([...configured, ...planned]);
}

/** The worlds of all of them. */
export const worldsOf = (loaded: readonly LoadedTerraform[], options?: WorldsOptions): readonly World[] =>
  systemsOf(loaded, options).flat();

/** Two inputs of one name get a number. */
function distinctlyNamed(loaded: readonly LoadedTerraform[]): readonly LoadedTerraform[] {
  const seen = new Map<string, number>();
  return loaded.map((input) => {
    const count = (seen.get(input.name) ?? 0) + 1;
    seen.set(input.name, count);
    return count === 1 ? input : { ...input, name: `${input.name}#${count}` };
  });
}
