import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { arnFields } from '../policy-language/arn';
import type { Glyphs } from '../policy-language/glyph';
import { isOwnAccount, type OwnAccount } from '../policy-language/ownership';
import { printedGlyphs } from '../policy-language/print-glyphs';
import { arnOf, expandedValue, physicalNameOf } from '../policy-language/resource-arn';
import { oncePerIndex } from '../reading/once-per-index';
import { referredResource } from '../reading/referred-resource';
import type { ResourceIndex } from '../resource-index';

/** The thing of one of these types that a value names: by reference, by an ARN of this account, or by its written name. */
export function namedThing(
  index: ResourceIndex,
  value: Value | undefined,
  own: OwnAccount,
  types: readonly string[],
): Resource | undefined {
  const followed = index.follow(value);
  if (followed === undefined || followed === null) return undefined;
  const referred = referredResource(index, followed, ...types);
  if (referred) return referred;
  const text = expandedValue(followed, own.resources);
  const fields = arnFields(text);
  if (fields && fields[4].length > 0 && isOwnAccount(fields[4], own) !== 'yes') return undefined;
  const name = fields ? inService(fields[2], fields[5]) : printedGlyphs(text);
  return types.map((type) => written(index).get(`${type} ${name}`)).find((found) => found !== undefined);
}

const inService = (service: Glyphs, resource: Glyphs): string => `${printedGlyphs(service)}:${printedGlyphs(resource)}`;

/** Resources by the names that others may write for them. */
const written = oncePerIndex((index): ReadonlyMap<string, Resource> => {
  const named = [...index.world.resources.values()].flatMap((resource) => {
    const fields = arnFields(arnOf(resource) ?? []);
    if (!fields) return [];
    return [inService(fields[2], fields[5]), printedGlyphs(physicalNameOf(resource))].map(
      (name) => [`${resource.type} ${name}`, resource] as const,
    );
  });
  return new Map(named);
});
