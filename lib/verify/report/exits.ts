import type { Arrival } from '../reachability/arrival';
import { addressText } from '../rules/service-text';
import type { Hop } from '../world/hop';
import type { ExitKind, ReportedExit } from './report';

/** An exit before its hops have lines, in one world. */
export type Exit = Omit<ReportedExit, 'path' | 'when'> & { readonly path: readonly Hop[] };

/** What an arrival means as exits: one for each protocol, and for each part of the addresses that goes with other services; a host or another agent is none. */
export function exitsOf(agent: string, arrival: Arrival): Exit[] {
  const kind = exitKind(arrival);
  if (!kind) return [];
  const { destination, cells, family, services, path } = arrival;
  const shown = { agent, kind, family: family === 4 ? 'ipv4' : 'ipv6', path } as const;
  if (!cells) return services.entries().map((entry) => ({ ...shown, destination, ...entry }));
  return cells.flatMap((cell) =>
    cell.services
      .entries()
      .map((entry) => ({ ...shown, destination: `${destination} ${addressText(cell.addresses)}`, ...entry })),
  );
}

function exitKind({ kind, doubts }: Arrival): ExitKind | undefined {
  if (kind === 'host') return undefined;
  if (kind === 'proxy' || kind === 'confined') return kind;
  if (kind === 'unknown' || kind === 'unknown-endpoint' || doubts.length > 0) return 'unknown';
  return 'leak';
}
