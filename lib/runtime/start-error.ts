/** Why the local proxy can't start, in its user's terms; its message is one line per problem. */
export class StartError extends Error {
  override readonly name = 'StartError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** Throws a StartError with the lines of an Error. */
export function asStartError({ message }: Error): never {
  throw new StartError(message.split('\n'));
}

/** What `make` gives; an Error that it throws becomes a StartError with the same lines. */
export function orStartError<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    return asStartError(error as Error);
  }
}
