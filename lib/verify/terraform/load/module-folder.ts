import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileProblem } from '../../../policy/file-problem';
import { UnusableInput } from '../../unusable-input';
import { isObject, type JsonObject, parseObject, textAt } from './json';
import { labelled } from './labelled';
import type { ModuleFile, ModuleSource } from './loaded-terraform';
import { showPlan } from './show-plan';

/** Modules within modules are followed this far; those further in count as not there. */
const deepest = 16;

/** Reads one file as an object; throws UnusableInput. */
export function readObject(file: string): JsonObject {
  return parseObject(readText(file), file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UnusableInput(`${file} can't be read: ${fileProblem(error)}`);
  }
}

/** The names in a folder, sorted; throws UnusableInput. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw new UnusableInput(`${folder} can't be read: ${fileProblem(error)}`);
  }
}

export const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** The module that a folder's `*.tf.json` files make; throws UnusableInput if there are none, or HCL next to them. */
export function moduleIn(folder: string): ModuleSource {
  const files = jsonFilesIn(folder);
  return moduleOf(
    files.map((file) => ({ file, document: readObject(file) })),
    folder,
  );
}

/** The module that files make, with the modules that they call by a path from their folder. */
export const moduleOf = (files: readonly ModuleFile[], folder: string): ModuleSource => called(files, folder, new Map(), 0);

function jsonFilesIn(folder: string): readonly string[] {
  const names = namesIn(folder);
  const hcl = names.find((name) => name.endsWith('.tf'));
  if (hcl) throw new UnusableInput(`${join(folder, hcl)} is HCL: ${showPlan}`);
  const json = names.filter((name) => name.endsWith('.tf.json'));
  if (json.length === 0)
    throw new UnusableInput(`${folder} has no *.tf.json: give the folder of a cdktf stack, or terraform show -json's output`);
  const [plain, overriding] = [json.filter((name) => !isOverriding(name)), json.filter(isOverriding)];
  return [...plain, ...overriding].map((name) => join(folder, name));
}

/** Terraform's page "Override Files" */
const isOverriding = (name: string): boolean => name === 'override.tf.json' || name.endsWith('_override.tf.json');

type Known = Map<string, ModuleSource | undefined>;

function called(files: readonly ModuleFile[], folder: string, known: Known, depth: number): ModuleSource {
  const sources = files.flatMap(({ document }) => labelled(document, 'module', 1)).map(({ body }) => textAt(body, 'source'));
  const local = new Set(sources.filter((source): source is string => source !== undefined && /^\.\.?(\/|$)/.test(source)));
  const modules = [...local].map((source): [string, ModuleSource | undefined] => [
    source,
    moduleAt(resolve(folder, source), known, depth + 1),
  ]);
  return { files, modules: new Map(modules.flatMap(([source, found]) => (found ? [[source, found] as const] : []))) };
}

function moduleAt(folder: string, known: Known, depth: number): ModuleSource | undefined {
  if (known.has(folder)) return known.get(folder);
  if (depth > deepest || !isFolder(folder)) return undefined;
  known.set(folder, undefined); // a module that calls itself never ends
  const found = readableModule(folder, known, depth);
  known.set(folder, found);
  return found;
}

/** A module that can't be read leaves a doubt about its call; it doesn't make the input unusable. */
function readableModule(folder: string, known: Known, depth: number): ModuleSource | undefined {
  try {
    const files = jsonFilesIn(folder).map((file) => ({ file, document: readObject(file) }));
    return files.every(({ document }) => isObject(document)) ? called(files, folder, known, depth) : undefined;
  } catch (error) {
    if (error instanceof UnusableInput) return undefined;
    throw error;
  }
}
