import type { Arrival, ArrivalKind } from '../reachability/arrival';
import { type Finding, findingId } from '../verdict/finding';
import type { Facts } from './facts';
import type { Rule } from './rule';
import { because, verdictOf } from './verdict-of';

/** What an arrival of one kind means. */
export interface ArrivalRuleProps {
  readonly id: string;
  readonly title: string;
  readonly kinds: readonly ArrivalKind[];
  readonly message: (arrival: Arrival) => string;
  readonly fix: (arrival: Arrival) => string;
}

/** A rule that is broken by every arrival of some kinds; a destination that is reached by several ways is one finding, by its surest way. */
export function arrivalRule({ id, title, kinds, message, fix }: ArrivalRuleProps): Rule {
  const finding = (agent: string, arrival: Arrival): Finding => ({
    id: findingId(id, agent, arrival.destination),
    rule: id,
    verdict: kindIsKnown(arrival) ? verdictOf(arrival.doubts) : 'unknown',
    agent,
    message: withDoubts(message(arrival), arrival.doubts),
    fix: fix(arrival),
    path: arrival.path,
  });
  const judge = ({ arrivals }: Facts) =>
    [...arrivals].flatMap(([agent, all]) =>
      surest(all.filter(({ kind }) => kinds.includes(kind))).map((arrival) => finding(agent, arrival)),
    );
  return { id, title, judge };
}

/** The message, and what isn't known if it doesn't say so itself. */
const withDoubts = (message: string, doubts: Arrival['doubts']): string =>
  `${message}${because(doubts.filter(({ reason }) => !message.includes(reason)))}`;

const kindIsKnown = ({ kind }: Arrival): boolean => kind !== 'unknown' && kind !== 'unknown-endpoint';

/** One arrival for each destination: a certain one if there is one, and the shortest way among equals. */
function surest(arrivals: readonly Arrival[]): Arrival[] {
  const best = new Map<string, Arrival>();
  for (const arrival of arrivals) {
    const known = best.get(arrival.destination);
    if (!known || rank(arrival) < rank(known)) best.set(arrival.destination, arrival);
  }
  return [...best.values()];
}

const rank = (arrival: Arrival): number =>
  (kindIsKnown(arrival) ? 0 : 2000) + Math.min(arrival.doubts.length, 1) * 1000 + Math.min(arrival.path.length, 999);
