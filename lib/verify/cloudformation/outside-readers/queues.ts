import { within } from '../../world/place';
import { elementsAt } from '../reading/property-path';
import type { Outlet, Thing } from './outlet';
import { passedOn } from './passed-on';
import { readByPolicy } from './read-by-policy';
import { taken } from './takers';

/** Who outside reads a queue, or the one for what nobody could make use of. */
export function queueOutlets(thing: Thing): readonly Outlet[] {
  const { index, resource } = thing;
  const place = within(resource.place, 'Properties', 'RedrivePolicy');
  const dead = elementsAt(index, resource.properties, ['RedrivePolicy.deadLetterTargetArn']);
  return [
    ...readByPolicy(thing, ['sqs:ReceiveMessage']),
    ...taken(thing),
    ...dead.flatMap((target) => passedOn(thing, target, place, 'maybe')),
  ];
}
