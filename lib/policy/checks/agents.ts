import type { Issue } from '../issue';
import type { PolicyDocument } from '../schema';
import { nearest } from '../spelling';
import { duplicates } from './flaw';

/** Agents: at least one, each with destinations that exist. */
export function agentIssues({ agents, destinations }: PolicyDocument): Issue[] {
  if (!agents) return [];
  if (Object.keys(agents).length === 0) {
    return [{ path: ['agents'], message: 'policy: agents is empty, so nobody may use it: name an agent, or remove agents' }];
  }
  const known = destinations.map(({ name }) => name);
  return Object.entries(agents).flatMap(([name, agent]) => [
    ...agent.destinations.flatMap((used, index) =>
      known.includes(used)
        ? []
        : [{ path: ['agents', name, 'destinations', index], message: `agent '${name}': ${unknown(used, known)}` }],
    ),
    ...duplicates(agent.destinations, [], 'destination').map(({ at, message }) => ({
      path: ['agents', name, 'destinations', ...at],
      message: `agent '${name}': ${message}`,
    })),
  ]);
}

function unknown(used: string, known: readonly string[]): string {
  const [near] = nearest(used, known);
  return `unknown destination '${used}', ${near ? `did you mean '${near}'?` : `use ${known.join(', ')}`}`;
}
