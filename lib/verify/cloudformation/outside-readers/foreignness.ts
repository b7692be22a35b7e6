import type { Value } from '../../world/value';
import type { Answer } from '../policy-language/answer';
import { type OwnAccount, ownerOf } from '../policy-language/ownership';
import { expandedValue } from '../policy-language/resource-arn';

/** Whether what a value names is another account's. */
export function foreignness(value: Value | undefined, own: OwnAccount): Answer {
  const owner = ownerOf(expandedValue(value ?? null, own.resources), own);
  return owner === 'this account' ? 'no' : owner === 'others' ? 'yes' : 'maybe';
}
