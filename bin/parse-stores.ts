import { parseSecretStore, type SecretStore } from '../lib/runtime/certificates/secret-store';
import { Unusable } from './exit';

/** The places of every `--store`; throws an Unusable for one that can't be read. */
export function parseStores(values: readonly string[]): readonly SecretStore[] {
  return [...new Set(values)].map((value) => {
    const store = parseSecretStore(value);
    if (!store)
      throw new Unusable(
        `--store must be aws:PREFIX or gcp:PREFIX, such as aws:acme/airlock or gcp:acme-airlock, got '${value}'`,
      );
    return store;
  });
}
