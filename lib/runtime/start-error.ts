/** Why the local proxy can't start, in its user's terms; its message is one line per problem. */
export class StartError extends Error {
  override readonly name = 'StartError';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}

/** What `make` gives; an Error that it throws becomes a StartError with the same lines. */
export function orStartError<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw new StartError((error as Error).message.split('\n'));
  }
}
