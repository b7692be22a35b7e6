import type { Truth } from '../../choice/truth';
import type { Value } from '../../world/value';
import type { Answer } from '../policy-language/answer';
import { truth } from '../reading/truth';
import type { ResourceIndex } from '../resource-index';

/** Whether a property has one of the `wanted` values, in lower case; `otherwise` tells what leaving it out means. */
export const stated = (index: ResourceIndex, property: Value | undefined, wanted: readonly string[], otherwise = false): Answer =>
  answered(truth(index, property, wanted, otherwise));

const answered = (answer: Truth): Answer => (typeof answer === 'object' ? 'maybe' : answer ? 'yes' : 'no');
