import { foundCredential } from '../../credentials/found-credential';
import type { Credential } from '../../model/workload';
import { type Place, within } from '../../world/place';
import { isFields, Reference, Text, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';
import { partsOf, secretIn } from './secret-value';

/** A variable, and where it stands. */
export interface Variable {
  readonly name: string;
  readonly value: Value | undefined;
  readonly place: Place;
}

/** The variables of `[{ Name, Value }]`. */
export function listedVariables(index: ResourceIndex, list: Value | undefined, place: Place, valueName = 'Value'): Variable[] {
  return index
    .elements(list)
    .flatMap((entry, position) =>
      isFields(entry)
        ? [{ name: nameOf(index, entry.Name), value: entry[valueName], place: within(place, position) }]
        : opaque(entry, place),
    );
}

/** The variables of `{ NAME: value }`. */
export function mappedVariables(index: ResourceIndex, map: Value | undefined, place: Place): Variable[] {
  const followed = index.follow(map);
  if (!isFields(followed)) return opaque(followed, place);
  return Object.entries(followed).map(([name, value]) => ({ name, value, place: within(place, name) }));
}

const opaque = (value: Value | undefined, place: Place): Variable[] =>
  value === undefined || value === null ? [] : [{ name: 'environment', value, place }];

const nameOf = (index: ResourceIndex, name: Value | undefined): string => index.keyOf(name) ?? 'a variable';

/** What among the variables is a secret or looks like a key. */
export const variableCredentials = (index: ResourceIndex, variables: readonly Variable[]): Credential[] =>
  variables.flatMap(({ name, value, place }) => credentialsIn(index, name, value, place, true));

/** What in a text that a workload is given (a command, user data) is a secret or looks like a key. */
export const textCredentials = (index: ResourceIndex, name: string, value: Value | undefined, place: Place): Credential[] =>
  credentialsIn(index, name, value, place, false);

function credentialsIn(
  index: ResourceIndex,
  name: string,
  value: Value | undefined,
  place: Place,
  isVariable: boolean,
): Credential[] {
  const text = index.follow(value);
  return foundCredential({
    ...{ name, place, secret: secretIn(index, value), texts: textsOf(index, value) },
    ...(isVariable && typeof text === 'string' && { variable: text }),
  });
}

/** The literal texts in a value; the holes of one text are shown as a letter that no key has. */
function textsOf(index: ResourceIndex, value: Value | undefined): string[] {
  const followed = index.follow(value);
  if (typeof followed === 'string') return [followed];
  if (followed instanceof Text)
    return [followed.parts.map((part) => (typeof part === 'string' ? part : filled(index, part))).join('')];
  return partsOf(followed).flatMap((part) => textsOf(index, part));
}

/** A placeholder for what isn't known, so that `https://user:${Password}@host` isn't taken for a literal. */
function filled(index: ResourceIndex, part: Value): string {
  const followed = part instanceof Reference ? index.follow(part) : undefined;
  return typeof followed === 'string' ? followed : 'placeholder';
}
