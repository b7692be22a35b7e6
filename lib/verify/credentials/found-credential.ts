import type { Credential } from '../model/workload';
import { hop } from '../world/hop';
import type { Place } from '../world/place';
import { withDecoded } from './encoded-texts';
import { keyIn } from './literal-key';
import { isNamedSecret } from './named-secret';

/** What a workload is given under a name. */
export interface Given {
  readonly name: string;
  readonly place: Place;
  /** Why it is a secret, if it comes from a place for secrets. */
  readonly secret?: string;
  /** The literal texts in it. */
  readonly texts: readonly string[];
  /** All of it, if it is a variable's and a literal: then its name tells too. */
  readonly variable?: string;
}

/** The credential that something given is: a secret, or what looks like a key. */
export function foundCredential({ name, place, secret, texts, variable }: Given): Credential[] {
  if (secret !== undefined) return [{ kind: 'secret', name, hop: hop(place, secret) }];
  const named = variable !== undefined && isNamedSecret(name, variable) ? 'a secret' : undefined;
  const looksLike =
    texts
      .flatMap(withDecoded)
      .map(keyIn)
      .find((key) => key !== undefined) ?? named;
  return looksLike ? [{ kind: 'literal', name, hop: hop(place, `holds what looks like ${looksLike}`) }] : [];
}
