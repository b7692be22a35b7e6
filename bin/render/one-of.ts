import { Unusable } from '../exit';

/** The name that was written; throws an Unusable if it is none of these. */
export function oneOf<Name extends string>(option: string, names: readonly Name[], written: string): Name {
  const found = names.find((name) => name === written);
  if (found === undefined) throw new Unusable(`${option} must be ${names.join(' or ')}, got '${written}'`);
  return found;
}
