import type { Value } from '../../../world/value';
import type { Json } from '../../load/json';
import type { Evaluation } from '../evaluation';
import type { Stack } from '../stack';

/** Evaluates the argument of one intrinsic function; undefined is `AWS::NoValue`. */
export type Intrinsic = (argument: Json, stack: Stack, evaluation: Evaluation) => Value | undefined;
