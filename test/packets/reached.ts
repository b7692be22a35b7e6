import { familyOfShot, type Shot } from './shot';
import { agent, internet, proxy } from './topology';

/** A shot, and the host that got it. */
export interface Arrival {
  readonly shot: Shot;
  readonly receiver: string;
}

/** What one host got, as one line: `Proxy ipv4 tcp/8080`, `203.0.113.9 ipv4 icmp`. */
export function lineOf({ shot, receiver }: Arrival): string {
  const what = shot.protocol === 'icmp' ? 'icmp' : `${shot.protocol}/${shot.port}`;
  return `${receiver === internet ? shot.to : receiver} ${familyOfShot(shot)} ${what}`;
}

/**
 * All that the agent's packets reach, and those of each host that they reach, since a host may relay. The proxy relays by policy and isn't
 * followed; nor is the internet. What comes back to the agent is no exit.
 */
export function reached(arrivals: readonly Arrival[]): ReadonlySet<string> {
  const relays = new Set([agent]);
  // a set takes additions while it is walked: the walk ends at the fixed point
  for (const relay of relays) {
    for (const { shot, receiver } of arrivals) {
      if (shot.from === relay && receiver !== proxy && receiver !== internet) relays.add(receiver);
    }
  }
  return new Set(arrivals.filter(({ shot, receiver }) => relays.has(shot.from) && receiver !== agent).map(lineOf));
}
