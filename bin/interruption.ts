/** SIGINT, SIGTERM, SIGHUP and SIGQUIT, turned into signals to abort by. */
export class Interruption {
  private readonly first = new AbortController();
  private readonly second = new AbortController();

  /** From now on the process no longer dies of them by itself. */
  constructor() {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) process.on(name, () => this.received());
    // at the first Node would open its debugger to everybody on this machine, at the second it would leave secrets behind
    for (const name of ['SIGUSR1', 'SIGUSR2'] as const) process.on(name, () => undefined);
  }

  /** Aborted by the first one: end, but let things finish. */
  get stop(): AbortSignal {
    return this.first.signal;
  }

  /** Aborted by the second one: end at once. */
  get hurry(): AbortSignal {
    return this.second.signal;
  }

  private received(): void {
    if (this.first.signal.aborted) this.second.abort();
    this.first.abort();
  }
}

/** Resolves when the signal is aborted, also when it already was. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
