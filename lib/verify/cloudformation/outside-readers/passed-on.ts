import { hop } from '../../world/hop';
import type { Place } from '../../world/place';
import type { Value } from '../../world/value';
import { type Answer, allOf } from '../policy-language/answer';
import { printed } from '../policy-language/glyph';
import { ownerOf } from '../policy-language/ownership';
import { expandedValue } from '../policy-language/resource-arn';
import { type Outlet, outlets, outletsIf, type Thing } from './outlet';

/** Who outside gets what a thing passes on to a target, if it does: whose the target is, or who reads what it passes on in turn. */
export function passedOn(thing: Thing, target: Value | undefined, place: Place, passes: Answer = 'yes'): readonly Outlet[] {
  const further = thing.onward(target);
  if (further) return outletsIf(passes, further);
  const answer = allOf([passes, isForeign(thing, target)]);
  const verb = answer === 'yes' ? 'passes' : 'may pass';
  return outlets(answer, hop(place, `${verb} what is put into ${thing.resource.id} on to ${printed(target ?? null)}`));
}

function isForeign({ own }: Thing, target: Value | undefined): Answer {
  const owner = ownerOf(expandedValue(target ?? null, own.resources), own);
  return owner === 'this account' ? 'no' : owner === 'others' ? 'yes' : 'maybe';
}
