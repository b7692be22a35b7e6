import { oncePer } from '../indexing/once-per';
import { AnyOf, Reference, type Text } from '../world/value';
import type { Resource, World } from '../world/world';
import { placeholder } from './placeholder';

/** A literal, or a text whose holes are filled by a word; `open` if what fills a hole may be any text. */
export function literalText({ resources }: World, value: string | Text): { readonly text: string; readonly open: boolean } {
  if (typeof value === 'string') return { text: value, open: false };
  const isPlain = (part: Text['parts'][number]) =>
    typeof part === 'string' || (part instanceof Reference && isChosenByCloud(part, resources.get(part.resource)));
  return {
    text: value.parts.map((part) => (typeof part === 'string' ? part : placeholder)).join(''),
    open: !value.parts.every(isPlain),
  };
}

/** Whether each hole of a text is filled by one line, so that it changes nothing around it. */
export const isInLines = (world: World, value: string | Text): boolean =>
  typeof value === 'string' ||
  value.parts.every((part) => {
    if (typeof part === 'string') return true;
    if (part instanceof AnyOf) return placements(world).has(part.name) || part.oneLine;
    return part instanceof Reference && isChosenByCloud(part, world.resources.get(part.resource));
  });

/** The variables that say a project or a place of something that Compute Engine makes, which takes names alone. */
const placements = oncePer(
  ({ resources }: World): ReadonlySet<string> =>
    new Set(
      [...resources.values()].flatMap(({ type, properties: { project, region, zone } }) =>
        type.startsWith('google_compute_')
          ? [project, region, zone].flatMap((value) => (value instanceof AnyOf ? [value.name] : []))
          : [],
      ),
    ),
);

/** Whether a reference stands for an id, a name or an address: a custom resource may give any text. */
const isChosenByCloud = ({ resource }: Reference, found: Resource | undefined): boolean =>
  found ? /^(AWS::(?!CloudFormation::)|google_)/.test(found.type) : /^AWS::/.test(resource);
