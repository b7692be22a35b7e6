import { givenFor } from '../policy/given-for';
import { configFolder } from './host/host-folders';
import { concrete } from './literal';

/** Where a certificate is on the proxies' hosts. */
export const certificatePath = (name: string): string => `${configFolder}/certificates/${name}.pem`;

/**
 * The PEM texts of a policy's certificates by their paths; throws an Error if one is missing or isn't PEM, or if one is given that isn't used.
 */
export function certificateFiles(
  names: readonly string[],
  given: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, string> {
  const texts = givenFor('certificates', names, given);
  return new Map(names.map((name) => [certificatePath(name), pem(name, texts.get(name))]));
}

// the text isn't repeated, as it may be a key
function pem(name: string, text: string | undefined): string {
  if (text && /^\s*-----BEGIN CERTIFICATE-----/.test(text) && !/PRIVATE KEY/.test(text))
    return concrete(text, `certificates.${name}`);
  throw new Error(
    `certificates must hold the PEM text of '${name}', which the policy uses, got ${text ? 'something else' : 'none'}`,
  );
}
