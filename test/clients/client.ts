import type { Reason } from '../../lib/policy/reason';
import type { Site } from './sites';

/** How a client's requests come to the proxy. */
export type Way = (typeof everyWay)[number];

export const everyWay = ['gateway', 'intercept', 'transparent', 'tunnel'] as const;

/** A command line, and what it must print. */
export interface Deed {
  readonly command: readonly string[];
  readonly shows: RegExp;
}

/** A deed that the policy forbids, and the reason that the audit record must give. */
export interface ForbiddenDeed extends Deed {
  readonly reason: Reason;
}

/** What a client needs to know when it is told to do something. */
export interface Order {
  /** Path of the client's program. */
  readonly program: string;
  /** Where its destination is by this way, without a slash at the end: the destination's own origin, or its gateway. */
  readonly origin: string;
  /** The path in the CA variables. */
  readonly caFile: string;
}

/** A real program that speaks to upstreams, and what it is told to do. It runs in an empty home folder. */
export interface Client {
  readonly name: string;
  /** Ways that it can go with the variables of `render env` alone. */
  readonly ways: readonly Way[];
  readonly site: Site;
  /** Finds or installs its program; rejects with the reason if it can't be had. */
  readonly find: () => Promise<string>;
  readonly allowed: (order: Order) => Deed;
  /** Something that it may not do at a host that it may use. */
  readonly forbidden: (order: Order) => ForbiddenDeed;
  /** The use of another host, at the order's origin, to which the proxy opens no tunnel. @default - it never asks for tunnels */
  readonly elsewhere?: (order: Order) => Deed;
}
