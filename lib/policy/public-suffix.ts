import { parse } from 'tldts';

/** Suffixes that are on the list, but that the public DNS does not answer: RFC 8375, RFC 7686. */
const specialUse = /(^|\.)(arpa|onion)$/;

/** Whether the name stands under a suffix of the public DNS root; single labels and special-use names don't. */
export function isPublicName(name: string): boolean {
  return name.includes('.') && !specialUse.test(name) && parse(name, { allowPrivateDomains: false }).isIcann === true;
}

/** Whether anyone may get a name directly under `name`: it is on the Public Suffix List, in either section. */
export function isPublicSuffix(name: string): boolean {
  return parse(name, { allowPrivateDomains: true }).publicSuffix === name;
}

/** Whether the list has a rule `*.name`, so that each name directly under `name` is itself a public suffix. */
export const isAbovePublicSuffixes = (name: string): boolean => isPublicSuffix(`any.${name}`);

/** The public suffix of a hosting provider, such as `github.io`, that `name` is or stands under. */
export function hostingSuffix(name: string): string | undefined {
  const { isPrivate, publicSuffix } = parse(name, { allowPrivateDomains: true });
  // on the list to keep cookies apart: all of its names are Google's own
  if (!isPrivate || publicSuffix === null || publicSuffix === 'googleapis.com') return undefined;
  return publicSuffix;
}
