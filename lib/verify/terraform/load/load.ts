import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UnusableInput } from '../../unusable-input';
import { isObject, own, textAt } from './json';
import type { LoadedTerraform } from './loaded-terraform';
import { isFolder, moduleIn, moduleOf, namesIn, readObject } from './module-folder';
import { isTerraformConfiguration, isTerraformPlan } from './sniff';

/**
 * Reads Terraform's JSON: a file of configuration, a folder of them (one module), a cdktf.out with its stacks, or what
 * `terraform show -json` prints of a plan or a state. Throws UnusableInput.
 */
export function loadTerraform(paths: readonly string[]): readonly LoadedTerraform[] {
  return [...new Set(paths)].flatMap((path) => (isFolder(path) ? loadFolder(path) : [loadFile(path)]));
}

function loadFile(file: string): LoadedTerraform {
  const document = readObject(file);
  if (isTerraformPlan(document)) return { kind: 'plan', name: nameOf(file), file, document };
  if (!isTerraformConfiguration(document)) {
    throw new UnusableInput(
      `${file} is neither Terraform configuration nor a plan: give *.tf.json, or the output of terraform show -json`,
    );
  }
  return { kind: 'configuration', name: nameOf(file), source: moduleOf([{ file, document }], dirname(file)) };
}

/** `stacks/NAME/cdk.tf.json` is the stack NAME's. */
const nameOf = (file: string): string => (basename(file) === 'cdk.tf.json' ? basename(dirname(file)) : basename(file));

function loadFolder(folder: string): readonly LoadedTerraform[] {
  const stacks = join(folder, 'stacks');
  if (!isFolder(stacks)) return [loadModule(folder)];
  const found =
    listedStacks(folder) ??
    namesIn(stacks)
      .map((name) => join(stacks, name))
      .filter(isFolder);
  if (found.length === 0) throw new UnusableInput(`${stacks} has no stack: run synth first`);
  return found.map(loadModule);
}

/** The stacks that the last synthesis made; earlier ones may lie beside them, and are deployed no more. */
function listedStacks(folder: string): readonly string[] | undefined {
  const manifest = join(folder, 'manifest.json');
  const stacks = existsSync(manifest) ? own(readObject(manifest), 'stacks') : undefined;
  if (!isObject(stacks)) return undefined;
  return Object.values(stacks).map((stack) => {
    const path = isObject(stack) ? textAt(stack, 'workingDirectory') : undefined;
    if (path === undefined) throw new UnusableInput(`${manifest} has a stack without workingDirectory: run synth again`);
    return join(folder, path);
  });
}

function loadModule(folder: string): LoadedTerraform {
  const source = moduleIn(folder);
  const wrong = source.files.find(({ document }) => !isTerraformConfiguration(document));
  if (wrong && !isEmpty(wrong.document))
    throw new UnusableInput(`${wrong.file} isn't Terraform configuration: remove it, or give a plan by its file`);
  if (source.files.every(({ document }) => isEmpty(document)))
    throw new UnusableInput(`${folder} configures nothing: run synth first`);
  return { kind: 'configuration', name: basename(folder), source };
}

const isEmpty = (document: object): boolean => Object.keys(document).every((name) => name === '//');
