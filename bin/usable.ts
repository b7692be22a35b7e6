import { fileProblem } from '../lib/policy/file-problem';
import { Unusable } from './exit';

/** What `make` gives; an Error that it throws becomes an Unusable. */
export function usable<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw unusable(error);
  }
}

/** An Unusable with an Error's message; where the system refused a file, with the reason in words. */
export function unusable(error: unknown): Unusable {
  const { message, path } = error as NodeJS.ErrnoException;
  return new Unusable(path === undefined ? message : `'${path}' can't be used: ${fileProblem(error)}`);
}
