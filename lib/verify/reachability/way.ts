import type { Target } from '../model/forwarder';
import type { Interface } from '../model/interface';
import type { ServiceSet } from '../traffic/service-set';
import type { TrafficSet } from '../traffic/traffic-set';
import type { Doubt } from '../world/doubt';
import type { Hop } from '../world/hop';
import type { Goal, Source } from './landing';
import type { Sender } from './sending';
import type { Touch } from './sent';

/** How something was reached, the last leg first; which hops a leg takes is looked up only if it is reported. */
export interface Way {
  readonly before?: Way;
  readonly leg: Leg;
}

export type Leg =
  /** Packets of an interface that come in at another. */
  | { readonly kind: 'touch'; readonly sender: Sender; readonly touch: Touch }
  /** Packets of an interface that leave the system, or end at something without an interface. */
  | {
      readonly kind: 'leave';
      readonly sender: Sender;
      readonly goal: Goal;
      readonly groups: readonly string[];
      readonly traffic: TrafficSet;
    }
  /** A connection that a forwarder passes on. */
  | {
      readonly kind: 'pass';
      readonly target: Target;
      /** What the listener takes. */
      readonly takes: ServiceSet;
      /** Whether it passes each port to the same one. */
      readonly unchanged: boolean;
      /** Undefined for a target without an interface. */
      readonly entry?: Entry;
    }
  /** Packets from elsewhere that come in at an interface. */
  | { readonly kind: 'enter'; readonly entry: Entry }
  /** What needs no look-up. */
  | { readonly kind: 'given'; readonly hops: readonly Hop[]; readonly doubts: readonly Doubt[] };

/** How connections come in at an interface. */
export interface Entry {
  readonly at: Interface;
  readonly source: Source;
  readonly fromSubnet?: string;
  /** By source address: what is let in of what is offered. */
  readonly entering: TrafficSet;
}

/** The legs of a way, the last one first. */
export function backwards(way: Way | undefined): Leg[] {
  const found: Leg[] = [];
  for (let each = way; each; each = each.before) found.push(each.leg);
  return found;
}

/** A way that goes on by hops that are known, or by doubts alone. */
export const given = (
  before: Way | undefined,
  { hops = [], doubts = [] }: { readonly hops?: readonly Hop[]; readonly doubts?: readonly Doubt[] },
): Way => ({
  before,
  leg: { kind: 'given', hops, doubts },
});
