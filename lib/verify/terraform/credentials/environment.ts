import { foundCredential } from '../../credentials/found-credential';
import type { Credential } from '../../model/workload';
import { hop } from '../../world/hop';
import { type Place, within } from '../../world/place';
import { AnyOf, type Fields, isFields, Reference, Text, type Value } from '../../world/value';
import { blocks, openBlocks } from '../evaluate/blocks';
import { blocksAt, entriesOf } from '../nested-blocks';
import type { ResourceIndex } from '../resource-index';
import { partsOf, secretIn } from './secret-value';
import { unseenCredential } from './unseen-content';

/** What among the entries of a map, `{ NAME: value }`, is a secret or looks like a key. */
export function mapCredentials(index: ResourceIndex, map: Value | undefined, place: Place): Credential[] {
  const entries = entriesOf(index, map);
  if (entries.length === 0) return credentialIn(index, 'environment', map, place, false);
  return entries.flatMap(([name, value]) => credentialIn(index, name, value, within(place, name), true));
}

/** What among containers' `env` blocks is a secret: a value, or one that is taken from Secret Manager. */
export const containerCredentials = (index: ResourceIndex, containers: readonly Fields[], place: Place): Credential[] =>
  containers.flatMap((container) => [
    ...environmentCredentials(index, container.env, within(place, 'env')),
    ...['args', 'command'].flatMap((name) => credentialIn(index, name, container[name], within(place, name), false)),
  ]);

/** Variables that are known, and what isn't: a plan says of a set of blocks that it is sensitive as a whole if one of them is. */
const environmentCredentials = (index: ResourceIndex, env: Value | undefined, place: Place): Credential[] => [
  ...blocks(index.follow(env)).flatMap((variable) => variableCredentials(index, variable, place)),
  ...(openBlocks(index.follow(env)) ? credentialIn(index, 'environment', env, place, false) : []),
];

function variableCredentials(index: ResourceIndex, variable: Fields, place: Place): Credential[] {
  const name = index.keyOf(variable.name) ?? 'a variable';
  const sources = ['value_source.secret_key_ref', 'value_from.secret_key_ref'].flatMap((path) => blocksAt(index, variable, path));
  const given = sources.map(({ secret, name: key }) => givenSecret(name, index.keyOf(secret ?? key), place));
  return [...given, ...credentialIn(index, name, variable.value, place, true)];
}

/** A secret of Secret Manager that something is handed. */
export const givenSecret = (name: string, secret: string | undefined, place: Place): Credential => ({
  kind: 'secret',
  name,
  hop: hop(place, `is given what the secret ${secret ?? ''} holds`.replace('  ', ' ')),
});

/** What in a text that a workload is given (a command, a start-up script) is a secret or looks like a key. */
export const textCredentials = (index: ResourceIndex, name: string, value: Value | undefined, place: Place): Credential[] =>
  credentialIn(index, name, value, place, false);

function credentialIn(
  index: ResourceIndex,
  name: string,
  value: Value | undefined,
  place: Place,
  isVariable: boolean,
): Credential[] {
  const text = index.follow(value);
  const found = foundCredential({
    ...{ name, place, secret: secretIn(index, value), texts: textsOf(index, value) },
    ...(isVariable && typeof text === 'string' && { variable: text }),
  });
  return found.length > 0 ? found : unseenCredential(index, name, value, place);
}

/** The literal texts in a value; the holes of one text are shown as letters that no key has. */
function textsOf(index: ResourceIndex, property: Value | undefined): string[] {
  const value = index.follow(property);
  if (typeof value === 'string') return [value];
  if (value instanceof AnyOf) return textsOf(index, value.defaultValue);
  if (value instanceof Text) return [value.parts.map((part) => (typeof part === 'string' ? part : filled(index, part))).join('')];
  return isFields(value) || Array.isArray(value) ? partsOf(value).flatMap((part) => textsOf(index, part)) : [];
}

/** A placeholder for what isn't known, so that `https://user:${var.password}@host` isn't taken for a literal. */
function filled(index: ResourceIndex, part: Value): string {
  const value = part instanceof Reference ? index.follow(part) : undefined;
  return typeof value === 'string' ? value : 'placeholder';
}
