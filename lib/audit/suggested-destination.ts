import { checkPolicy } from '../policy/check';
import type { DestinationInput } from '../policy/schema';
import type { LeftOut, SeenRequest } from './seen-request';
import type { Site } from './site';

/** A destination of a suggested policy, not named yet, and what of the log it stands for. */
export interface SuggestedDestination {
  readonly destination: Omit<DestinationInput, 'name'>;
  /** The agents that use it, sorted. */
  readonly agents: readonly string[];
  readonly requests: readonly SeenRequest[];
  /** What it could be called, best first. */
  readonly names: readonly string[];
}

/** What is suggested for some sites; what no policy could say is left out. */
export interface Suggested {
  readonly destinations: readonly SuggestedDestination[];
  readonly leftOut: readonly LeftOut[];
}

/** The agents that sent the requests, sorted. */
export const agentsOf = (requests: readonly SeenRequest[]): string[] => [...new Set(requests.map(({ agent }) => agent))].sort();

/** The ports as a destination writes them: not at all if there is 443 alone. */
export const portsUnlessDefault = (ports: number[]) => (ports.length === 1 && ports[0] === 443 ? {} : { ports });

/** Why a policy can't have a destination. */
export function problemOf(destination: Omit<DestinationInput, 'name'>): string | undefined {
  const checked = checkPolicy({ version: 1, destinations: [{ name: 'suggested', ...destination }] });
  return checked.document ? undefined : checked.issues[0]?.message.replace("destination 'suggested': ", '');
}

/** The requests as what is left out. */
export const leftOut = (requests: readonly SeenRequest[], why: string): LeftOut[] =>
  requests.map(({ agent, method, host, port, path = '', times }) => ({
    what: `${agent}: ${method} ${host}${port === 443 ? '' : `:${port}`}${path}`,
    why,
    times,
  }));

/** What a destination of the site could be called, best first. */
export function namesOf({ known, requests, host }: Site): string[] {
  const recorded = requests.flatMap(({ destination }) => destination ?? []);
  return [...(known ? [known.name] : []), ...recorded, host.replace(/[^a-z0-9]+/g, '-')];
}
