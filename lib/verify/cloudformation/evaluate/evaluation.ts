import type { Value } from '../../world/value';
import type { Json } from '../load/json';
import type { Stack } from './stack';
import type { Truth } from './truth';

/** The evaluation of a system under one assignment, as the intrinsic functions see it. */
export interface Evaluation {
  readonly stacks: readonly Stack[];
  /** The value of a node; undefined if it is `AWS::NoValue`. */
  evaluate(node: Json | undefined, stack: Stack): Value | undefined;
  /** Whether a condition holds, by its name. */
  holds(name: string, stack: Stack): Truth;
  /** What a condition function says, such as `{ "Fn::Not": […] }`. */
  decide(node: Json | undefined, stack: Stack): Truth;
  parameter(name: string, stack: Stack): Value | undefined;
  /** The value of a pseudo parameter, if it is one. */
  pseudo(name: string, stack: Stack): Value | undefined;
  /** A value to compare or to look up: pseudo parameters in it stand for their texts. */
  concrete(value: Value | undefined, stack: Stack): Value | undefined;
  /** The value of an output, if the stack has it. */
  output(name: string, stack: Stack): Value | undefined;
  /** The value that another stack exports under the name that the node gives. */
  exported(node: Json, stack: Stack): Value | undefined;
  /** Decides a comparison that hangs on open parameters, if this assignment does. */
  compared(operands: readonly Json[], stack: Stack, compare: () => Truth): Truth;
  /** Notes literals that an open value is compared with, or by which it looks something up. */
  noted(value: Value | undefined, literals: readonly string[], lookedUp?: boolean): void;
  /** Notes that CloudFormation would refuse to deploy this assignment. */
  refused(reason: string): void;
  /** Computes something once an assignment; meeting it inside itself gives `circular`. */
  once<T>(key: string, circular: T, compute: () => T): T;
}
