import { withDecoded } from '../../credentials/encoded-texts';
import { isPlaceholder } from '../../credentials/literal-key';
import { AnyOf, isFields, isSymbol, Reference, Text, Unresolved, type Value } from '../../world/value';
import { SensitiveValue } from '../evaluate/plan/sensitive-value';
import { oncePerIndex } from '../once-per-index';
import type { ResourceIndex } from '../resource-index';
import { isSecretAttribute, namesSecretData } from './secret-attributes';

/** Why a value is, or holds, a secret that is kept elsewhere; undefined if it doesn't. */
export function secretIn(index: ResourceIndex, property: Value | undefined): string | undefined {
  const value = index.follow(property);
  if (value instanceof Unresolved && (value.secret || namesSecretData(value.reason))) return `takes a secret: ${value.reason}`;
  if (value instanceof AnyOf && value.secret) return `takes the sensitive variable ${value.name}`;
  if (value instanceof Reference) return attributeSecret(value);
  if (typeof value === 'string') return storedSecret(index, value);
  return partsOf(value)
    .map((part) => secretIn(index, part))
    .find((reason) => reason !== undefined);
}

/** The values inside a value. */
export function partsOf(value: Value | undefined): readonly Value[] {
  if (value instanceof Text) return value.parts;
  if (Array.isArray(value)) return value as readonly Value[];
  return value !== undefined && !isSymbol(value) && isFields(value) ? Object.values(value) : [];
}

const attributeSecret = ({ resource, attribute }: Reference): string | undefined =>
  isSecretAttribute(resource, attribute) ? `takes ${attribute} of ${resource}` : undefined;

const versionTypes = ['google_secret_manager_secret_version', 'google_secret_manager_regional_secret_version'] as const;

/** The secrets whose contents stand in the inputs, by these, and by these in base64. */
const storedTexts = oncePerIndex((index): ReadonlyMap<string, string> => {
  const stored = index.ofType(...versionTypes).flatMap(({ id, properties }): (readonly [string, string])[] => {
    const data = index.follow(properties.secret_data);
    const text = data instanceof SensitiveValue ? data.value : data;
    return typeof text === 'string' && text.length >= 8 && !isPlaceholder(text)
      ? [text, encoded(text)].map((form) => [form, id] as const)
      : [];
  });
  return new Map(stored);
});

const encoded = (text: string): string => Buffer.from(text).toString('base64');

function storedSecret(index: ResourceIndex, text: string): string | undefined {
  const stored = storedTexts(index);
  if (stored.size === 0) return undefined;
  const texts = withDecoded(text);
  const version = stored.get(text) ?? [...stored].find(([secret]) => texts.some((each) => each.includes(secret)))?.[1];
  return version === undefined ? undefined : `holds what ${version} keeps secret`;
}
