import { Unusable } from './exit';

/** What `make` gives; an Error that it throws becomes an Unusable with the same message. */
export function usable<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new Unusable((error as Error).message);
  }
}
