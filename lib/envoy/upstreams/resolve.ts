import type { Resolve } from '../bootstrap-props';

/** The fixed address of a host and port, if the operator gave one. */
export function findResolve(resolve: readonly Resolve[] = [], host: string, port: number): Resolve | undefined {
  return resolve.find((entry) => entry.host.toLowerCase() === host && entry.port === port);
}
