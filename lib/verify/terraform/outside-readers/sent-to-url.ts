import { hop } from '../../world/hop';
import type { Place } from '../../world/place';
import { Reference, Text, type Value } from '../../world/value';
import type { ResourceIndex } from '../resource-index';
import type { Step } from './step';

/** Hosts that Google gives to whoever runs something there. */
const rented = /\.(?:run\.app|cloudfunctions\.net|appspot\.com|googleapis\.com)$/;

/** A step to a URL: of something that the inputs make, of a host that is stated, or of one that isn't known. */
export function sentToUrl(index: ResourceIndex, place: Place, url: Value): Step[] {
  const to = madeHere(index, url);
  const name = to ?? index.keyOf(url);
  if (name === undefined) return [];
  const step = { hop: hop(place, `sends it to ${name}`) };
  if (to !== undefined) return [{ ...step, to }];
  const host = hostOf(url);
  const isStated = host !== undefined && !rented.test(host);
  return [isStated ? step : { ...step, doubt: { reason: `what is at ${name} isn't in the inputs`, place } }];
}

/** What a URL begins with, by a reference to what has it. */
function madeHere(index: ResourceIndex, url: Value): string | undefined {
  const [first, second] = url instanceof Text ? url.parts : [url];
  const found = first === 'https://' ? second : first;
  return found instanceof Reference ? index.get(found.resource)?.id : undefined;
}

/** The host of a URL that is literal as far as that. */
function hostOf(url: Value): string | undefined {
  const text = url instanceof Text ? url.parts[0] : url;
  const end = url instanceof Text ? '(?=/)' : '(?=[/?#]|$)';
  const found = typeof text === 'string' ? new RegExp(`^https?://([^/?#]+)${end}`, 'i').exec(text) : null;
  return found?.[1]?.toLowerCase();
}
