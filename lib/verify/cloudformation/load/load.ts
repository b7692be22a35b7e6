import { basename, resolve } from 'node:path';
import { UnusableInput } from '../../unusable-input';
import { cloudAssembly, isCloudAssembly } from './cloud-assembly';
import { hasResources, isCloudFormation } from './is-cloudformation';
import { isMapping, type JsonMapping, member, members } from './json';
import type { LoadedTemplate } from './loaded-template';
import { nestedTemplateFile } from './nested-template';
import { parseTemplateText } from './parse';
import { isFolder, readInput } from './read-input';
import type { TemplateSource } from './template-source';

/** How far nested stacks may be nested, and how many there may be of them. */
const deepestStack = 20;
const mostStacks = 5_000;

/**
 * Reads CloudFormation templates (JSON or YAML files) and `cdk.out` folders, with the nested stacks that are there.
 * Throws an UnusableInput that names the file and what to do.
 */
export function loadTemplates(paths: readonly string[]): LoadedTemplate[] {
  if (paths.length === 0) throw new UnusableInput('no input: give a template or a cdk.out folder');
  const sources = distinct(paths.flatMap(sourcesOf));
  const reader = new TemplateReader(sources.map(({ file }) => file));
  const loaded = named(sources).map((source) => reader.load(source));
  return roots(loaded, (template) => reader.isNested(template.file));
}

function sourcesOf(path: string): TemplateSource[] {
  if (isFolder(path)) {
    if (isCloudAssembly(path)) return cloudAssembly(path);
    throw new UnusableInput(`${path} is a folder without manifest.json: give a cdk.out folder or the template files`);
  }
  const stack = basename(path).replace(/(\.template)?(\.(json|ya?ml))?$/i, '') || basename(path);
  return [{ file: path, stack, alternative: path, assembly: '' }];
}

/** Each file once, as a `cdk.out` and one of its templates may both be given. */
function distinct(sources: readonly TemplateSource[]): TemplateSource[] {
  const assembled = new Set(sources.filter(({ stackName }) => stackName !== undefined).map(({ file }) => resolve(file)));
  const seen = new Set<string>();
  return sources.filter(({ file, stackName, alternative }) => {
    const path = resolve(file);
    const key = stackName === undefined ? path : `${path} ${alternative}`;
    if (seen.has(key) || (stackName === undefined && assembled.has(path))) return false;
    seen.add(key);
    return true;
  });
}

/** The templates that aren't judged as part of another one; of those that contain each other in a circle, the first. */
function roots(loaded: readonly LoadedTemplate[], isNested: (template: LoadedTemplate) => boolean): LoadedTemplate[] {
  const covered = new Set<string>();
  const kept = new Set<LoadedTemplate>();
  for (const template of [...loaded.filter((each) => !isNested(each)), ...loaded.filter(isNested)]) {
    if (isNested(template) && covered.has(resolve(template.file))) continue;
    kept.add(template);
    for (const file of filesIn(template)) covered.add(resolve(file));
  }
  return loaded.filter((template) => kept.has(template));
}

const filesIn = ({ nested }: LoadedTemplate): string[] =>
  [...nested.values()].flatMap((template) => [template.file, ...filesIn(template)]);

/** With the longer name for those whose short one is taken twice. */
function named(sources: readonly TemplateSource[]): TemplateSource[] {
  const count = new Map<string, number>();
  for (const { stack } of sources) count.set(stack, (count.get(stack) ?? 0) + 1);
  return sources.map((source) => (count.get(source.stack) === 1 ? source : { ...source, stack: source.alternative }));
}

/** Reads each file once, however many stacks use it. */
class TemplateReader {
  readonly #read = new Map<string, { text: string; body: JsonMapping }>();
  readonly #nested = new Set<string>();
  #stacks = 0;

  constructor(private readonly given: readonly string[]) {}

  isNested(file: string): boolean {
    return this.#nested.has(resolve(file));
  }

  load(source: TemplateSource, above: readonly string[] = []): LoadedTemplate {
    const { file, stack, stackName, assembly, account, region } = source;
    const { text, body } = this.#contents(file);
    const nested = this.#nestedIn(source, body, [...above, resolve(file)]);
    return { stack, file, text, body, nested, assembly, ...{ stackName, account, region } };
  }

  #nestedIn(source: TemplateSource, body: JsonMapping, above: readonly string[]): Map<string, LoadedTemplate> {
    const found = new Map<string, LoadedTemplate>();
    for (const [id, resource] of members(member(body, 'Resources'))) {
      if (member(resource, 'Type') !== 'AWS::CloudFormation::Stack') continue;
      const file = nestedTemplateFile(source.file, resource, this.given);
      if (!file || above.includes(resolve(file)) || above.length > deepestStack || this.#stacks++ > mostStacks) continue;
      this.#nested.add(resolve(file));
      const { stackName: _, ...parent } = source;
      found.set(id, this.load({ ...parent, file, stack: `${source.stack}/${id}` }, above));
    }
    return found;
  }

  #contents(file: string): { text: string; body: JsonMapping } {
    const known = this.#read.get(resolve(file));
    if (known) return known;
    const text = readInput(file);
    const contents = { text, body: templateBody(text, file) };
    this.#read.set(resolve(file), contents);
    return contents;
  }
}

/** A template's text as its body. Throws an UnusableInput if it is no template or has no resources. */
export function templateBody(text: string, file: string): JsonMapping {
  const parsed = parseTemplateText(text, file);
  if (!isMapping(parsed) || !isCloudFormation(parsed)) {
    throw new UnusableInput(
      `${file} is not a CloudFormation template: it has no 'Resources' mapping; give a synthesized template, a cdk.out, or Terraform JSON`,
    );
  }
  if (!hasResources(parsed)) throw new UnusableInput(`${file} has no resources: give a template that deploys something`);
  return parsed;
}
