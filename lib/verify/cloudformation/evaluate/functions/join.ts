import { AnyOf, Reference, Unresolved, type Value } from '../../../world/value';
import { joinOpen } from '../open-texts';
import { joined } from '../text';
import type { Intrinsic } from './intrinsic';

/** `Fn::Join`; the items of an attribute that is a list are `attribute.*` together. */
export const join: Intrinsic = (argument, stack, evaluation) => {
  const [first, second] = Array.isArray(argument) ? argument : [];
  const delimiter = evaluation.evaluate(first, stack);
  const items = evaluation.evaluate(second, stack);
  if (typeof delimiter !== 'string') return new Unresolved('a Join needs a literal delimiter');
  if (Array.isArray(items)) return joined(items.flatMap((item: Value, index) => (index === 0 ? [item] : [delimiter, item])));
  if (items instanceof AnyOf) return joinOpen(items, delimiter);
  if (items instanceof Reference) return new Reference(items.resource, `${items.attribute ?? ''}.*`);
  if (items instanceof Unresolved) return items;
  return typeof items === 'string' ? items : new Unresolved('a Join needs a list');
};
