import { credentialHeaders } from '../credential-header';
import type { Issue } from '../issue';
import type { Located } from './located';

/** Headers that are set in one place and carry a configured credential in any. */
export function setCredentialHeaders(all: readonly Located[]): Issue[] {
  const carriers = new Map(
    all.flatMap(({ destination: { name, credential } }) =>
      credential ? credentialHeaders(credential).map((header): [string, string] => [header, name]) : [],
    ),
  );
  return all.flatMap(({ index, destination }) =>
    Object.keys(destination.headers ?? {}).flatMap((header) => {
      const owner = carriers.get(header.toLowerCase());
      if (!owner) return [];
      const message = `destination '${destination.name}': header carries the credential of '${owner}': remove it from headers, got '${header}'`;
      return [{ path: ['destinations', index, 'headers', header], message }];
    }),
  );
}
