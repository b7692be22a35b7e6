import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isMapping, type Json, member, members } from './json';
import { isFile, readInput } from './read-input';

/** Finds the file of a nested stack's template, if it is there: the asset that the CDK names, a local path, or a given file of that name. */
export function nestedTemplateFile(file: string, stack: Json, given: readonly string[]): string | undefined {
  const folder = dirname(file);
  const url = literalEnd(member(member(stack, 'Properties'), 'TemplateURL'));
  return (
    assetPath(folder, member(member(stack, 'Metadata'), 'aws:asset:path')) ??
    localPath(folder, url) ??
    assetNamed(folder, url) ??
    givenNamed(file, url, given)
  );
}

const existing = (path: string): string | undefined => (isFile(path) ? path : undefined);

const assetPath = (folder: string, path: Json | undefined): string | undefined =>
  typeof path === 'string' ? existing(join(folder, path)) : undefined;

/** A path as `aws cloudformation package` takes it. */
const localPath = (folder: string, url: string): string | undefined =>
  url === '' || /^[a-z0-9]+:\/\//i.test(url) ? undefined : existing(join(folder, url));

/** What a location ends in, whatever its bucket: the last literal text of a Sub or Join. */
function literalEnd(value: Json | undefined): string {
  if (typeof value === 'string') return value.slice(value.lastIndexOf('}') + 1);
  if (isMapping(value)) return literalEnd(Object.entries(value).find(([name]) => /^Fn::(Sub|Join)$/.test(name))?.[1]);
  if (!Array.isArray(value)) return '';
  return literalEnd(typeof value[0] === 'string' && value[0].includes('${') ? value[0] : value.at(-1));
}

/** The file that an asset manifest next to the template publishes under the location's object key. */
function assetNamed(folder: string, url: string): string | undefined {
  const key = url.split('/').at(-1) ?? '';
  if (!/^[0-9a-f]{64}\.[a-z.]+$/.test(key)) return undefined;
  const sources = assetManifests(folder).flatMap((assets) => members(member(assets, 'files')).map(([, asset]) => asset));
  const asset = sources.find((each) => JSON.stringify(member(each, 'destinations') ?? '').includes(key));
  return assetPath(folder, member(member(asset, 'source'), 'path'));
}

function assetManifests(folder: string): Json[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.assets.json'));
    return names.map((name) => JSON.parse(readInput(join(folder, name))) as Json);
  } catch {
    return [];
  }
}

function givenNamed(file: string, url: string, given: readonly string[]): string | undefined {
  const name = url.split('/').at(-1);
  const found = given.filter((each) => each !== file && basename(each) === name);
  return name && found.length === 1 ? found[0] : undefined;
}
