import type { NextHop } from '../../model/route';
import type { Doubt } from '../../world/doubt';

/** Where a route leads, as its `why` tells it. */
export interface RouteTarget {
  readonly target: NextHop;
  /** Such as `the VPN tunnel google_compute_vpn_tunnel.office`. */
  readonly text: string;
  readonly doubt?: Doubt;
}

/** Something that the inputs only refer to. */
export const foreignTarget = (target: NextHop, text: string): RouteTarget => ({
  target,
  text,
  doubt: { reason: `what is behind ${text} isn't in the inputs` },
});

/** For certain out of the system. */
export const outside = (text: string): RouteTarget => ({ target: { kind: 'outside', what: text }, text });
