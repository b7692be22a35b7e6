import { parseNamedSource, type SecretSource } from '../lib/runtime/secrets/secret-source';
import { Unusable } from './exit';

/** The sources of every `--secret`, by name; throws an Unusable for one that can't be read or a name given twice. */
export function parseSecrets(values: readonly string[]): Readonly<Record<string, SecretSource>> {
  const sources = new Map<string, SecretSource>();
  for (const [index, value] of values.entries()) {
    const named = parseNamedSource(value);
    // the value isn't shown: somebody may have written the secret itself
    if (!named) throw new Unusable(`--secret must be NAME=file:PATH or NAME=env:VARIABLE, but number ${index + 1} is neither`);
    if (sources.has(named.name)) throw new Unusable(`--secret must name each secret once, got '${named.name}' twice`);
    sources.set(named.name, named.source);
  }
  return Object.fromEntries(sources);
}
