import { credentialIn } from '../policy/credential-shapes';
import { type Properties, stringsIn } from './template-properties';

/** Blocks, whichever way they are written: `{}` and `[{}]` are the same. */
export const blocksOf = (value: unknown = []): readonly Properties[] => (Array.isArray(value) ? value : [value as Properties]);

/** Whether a value is what it was made to be. */
export const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Why agents may hold no credential, for messages. */
export const noCredentials = 'an agent may hold no credential: let the proxy inject it, by a credential of the policy';

/**
 * One message for each argument of a block that isn't among those that it may have: what nobody has looked at may open a way.
 *
 * @param known - names, between spaces
 * @param reasons - why an argument must be left out, by its name
 */
export const unknownArguments = (block: Properties, known: string, reasons: Readonly<Record<string, string>> = {}): string[] =>
  Object.keys(block)
    .filter((name) => !known.split(/\s+/).includes(name))
    .map((name) => `${name} must be left out: ${reasons[name] ?? "it isn't known to keep the seal"}`);

/** One message for each kind of credential in a resource's arguments. */
export function credentialProblems(resource: Properties): string[] {
  const kinds = stringsIn(resource).flatMap((text) => credentialIn(text) ?? []);
  return [...new Set(kinds)].map((kind) => `an argument holds ${kind}: ${noCredentials}`);
}
