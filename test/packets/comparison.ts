import { type Exit, foretold, type NamedHost, openness } from './exit';
import type { Shot } from './shot';
import { proxy } from './topology';

/** What packets showed of one topology. */
export interface Observation {
  readonly hosts: readonly NamedHost[];
  readonly shots: readonly Shot[];
  /** Lines of what the agent's packets reached, also by way of others. */
  readonly reached: ReadonlySet<string>;
}

/** Where a judge's exits differ from what packets showed, one line each; none if they agree. */
export function differences({ hosts, shots, reached }: Observation, exits: readonly Exit[]): readonly string[] {
  const said = judged(foretold(exits, hosts, shots), hosts);
  const seen = judged(reached, hosts);
  const missed = [...seen].filter((line) => !said.has(line)).map((line) => `missed: ${line}`);
  const imagined = [...said].filter((line) => !seen.has(line)).map((line) => `imagined: ${line}`);
  return [...missed.sort(), ...imagined.sort(), ...verdictDifferences(openness(reached), exits)];
}

/** Of a host on the way the judge says whether it is reached at all: whatever the port, it may pass on anything from then on. */
const judged = (lines: ReadonlySet<string>, hosts: readonly NamedHost[]): ReadonlySet<string> =>
  new Set([...lines].map((line) => bystanderOf(line, hosts) ?? line));

function bystanderOf(line: string, hosts: readonly NamedHost[]): string | undefined {
  const [place = ''] = line.split(' ');
  return place !== proxy && hosts.some(({ name }) => name === place) ? place : undefined;
}

/** The verdict of the network's rules alone: a way to the internet is a leak; what is sealed has neither leaks nor doubts. */
function verdictDifferences(open: 'sealed' | 'wide' | 'leak', exits: readonly Exit[]): string[] {
  const bad = exits.filter(({ kind }) => kind === 'leak' || kind === 'unknown');
  if (open === 'leak' && !bad.some(({ kind }) => kind === 'leak')) return ['packets leak, and no exit is a leak'];
  if (open === 'wide' && bad.length === 0)
    return ['packets reach more of the proxy than its listener, and every exit is allowed'];
  return open === 'sealed' ? bad.map((exit) => `packets show no leak, got ${exit.kind} ${exit.destination}`) : [];
}
