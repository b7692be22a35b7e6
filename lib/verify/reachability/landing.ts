import type { AddressSet } from '../traffic/address-set';
import { TrafficSet } from '../traffic/traffic-set';
import type { Doubt } from '../world/doubt';

/** Whose packets they seem to be where they land. */
export interface Source {
  /** Tells sources apart. */
  readonly key: string;
  readonly addresses: AddressSet;
  readonly groups: readonly string[];
}

/** Where routing takes packets of one sender. */
export type Goal =
  /** To whatever in the network has the address. */
  | { readonly kind: 'network'; readonly network: string; readonly source: Source }
  /** To one interface, whatever the address. */
  | { readonly kind: 'interface'; readonly interface: string; readonly source: Source }
  /** `natted`: the source is a NAT gateway's, to which nobody opens connections. */
  | { readonly kind: 'internet'; readonly natted: boolean }
  | { readonly kind: 'service'; readonly endpoint: string }
  | { readonly kind: 'outside'; readonly what: string; readonly into?: string }
  | { readonly kind: 'unknown'; readonly doubt: Doubt };

/** Packets that land somewhere. */
export interface Landing<G extends Goal = Goal> {
  readonly goal: G;
  readonly traffic: TrafficSet;
}

/** A text that two goals share only if they are the same. */
export function goalKey(goal: Goal): string {
  switch (goal.kind) {
    case 'network':
      return `network ${goal.network} ${goal.source.key}`;
    case 'interface':
      return `interface ${goal.interface} ${goal.source.key}`;
    case 'internet':
      return `internet ${goal.natted}`;
    case 'service':
      return `service ${goal.endpoint}`;
    case 'outside':
      return `outside ${goal.what}`;
    case 'unknown':
      return `unknown ${goal.doubt.reason}`;
  }
}

/** Landings by goal, one for each. */
export function gathered(landings: readonly Landing[]): Landing[] {
  const found = new Map<string, Landing>();
  for (const { goal, traffic } of landings) {
    if (traffic.isEmpty()) continue;
    const key = goalKey(goal);
    found.set(key, { goal, traffic: traffic.union(found.get(key)?.traffic ?? TrafficSet.none) });
  }
  return [...found.values()];
}
