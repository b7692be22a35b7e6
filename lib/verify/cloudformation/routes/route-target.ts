import type { NextHop } from '../../model/route';
import type { Doubt } from '../../world/doubt';
import { howToDescribe } from '../assume/describe-command';

/** Where a route leads, as its `why` tells it. */
export interface RouteTarget {
  readonly target: NextHop;
  /** Such as `the NAT gateway Main/Nat`. */
  readonly text: string;
  readonly doubt?: Doubt;
}

/** A target that drops what comes to it, such as a gateway that isn't attached. */
export const deadEnd = (text: string): readonly RouteTarget[] => [{ target: { kind: 'nowhere' }, text }];

/** A target in another account, or one that the inputs only refer to. */
export const foreignTarget = (target: NextHop, text: string): readonly RouteTarget[] => [
  { target, text, doubt: { reason: `what is behind ${text} isn't in the inputs${howToDescribe(text)}` } },
];
