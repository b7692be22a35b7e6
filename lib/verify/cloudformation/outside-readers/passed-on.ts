import { hop } from '../../world/hop';
import type { Place } from '../../world/place';
import type { Value } from '../../world/value';
import { namedThings } from '../identity/named-things';
import { type Answer, allOf } from '../policy-language/answer';
import { printed } from '../policy-language/glyph';
import { ownerOf } from '../policy-language/ownership';
import { expandedValue } from '../policy-language/resource-arn';
import { isKeptBy } from './keepers';
import { type Outlet, outlets, outletsIf, type Thing } from './outlet';

/** Who outside gets what a thing passes on to a target, if it does: whose the target is, who reads what it passes on in turn, or what its code does. */
export function passedOn(thing: Thing, target: Value | undefined, place: Place, passes: Answer = 'yes'): readonly Outlet[] {
  const further = thing.onward(target);
  if (further) return outletsIf(passes, further);
  const named = namedThings(thing.index, target, thing.own, ['AWS::Lambda::Function']);
  const called = named.find(({ answer }) => answer === 'yes');
  if (called) return handedTo(thing, called.resource.id, place, passes);
  const owner = ownerOf(expandedValue(target ?? null, thing.own.resources), thing.own);
  if (owner === 'this account') return isKeptBy(thing, target) ? [] : handedTo(thing, printed(target ?? null), place, passes);
  const answer = allOf([passes, owner === 'others' ? 'yes' : 'maybe']);
  const verb = answer === 'yes' ? 'passes' : 'may pass';
  return outlets(answer, hop(place, `${verb} what is put into ${thing.resource.id} on to ${printed(target ?? null)}`));
}

/** What code of this account does with what it is handed isn't in the inputs, unless it can carry nothing out. */
export function handedTo({ own, resource }: Thing, code: string, place: Place, passes: Answer): readonly Outlet[] {
  if (own.isHarmless(code)) return [];
  const why = `hands what is put into ${resource.id} to ${code}, and what that does with it isn't in the inputs`;
  return outlets(allOf([passes, 'maybe']), hop(place, why));
}
