import type { Glyphs } from './glyph';
import type { PatternSet, Statement } from './statement';
import { type Reading, witness } from './witness';

/** Texts that are in all of `inside` and in none of `outside`. */
export interface Region {
  readonly inside: readonly Glyphs[];
  readonly outside: readonly Glyphs[];
}

/** Requests: an action of one region on a resource of the other. */
export interface Requests {
  readonly actions: Region;
  readonly resources: Region;
}

/** The ways to be in a set of patterns; together they are all of it. */
export const within = (region: Region, { patterns, not }: PatternSet): readonly Region[] =>
  not
    ? [{ ...region, outside: [...region.outside, ...patterns] }]
    : patterns.map((pattern) => ({ ...region, inside: [...region.inside, pattern] }));

/** The ways to be outside. */
export const beside = (region: Region, set: PatternSet): readonly Region[] => within(region, { ...set, not: !set.not });

export const isInhabited = ({ inside, outside }: Region, reading: Reading): boolean => witness(inside, outside, reading);

/** Beyond these it stays open whether a request escapes. */
const attemptsAtMost = 400;

/** Whether a request is left that none of the statements applies to. */
export function escapes(requests: Requests, statements: readonly Statement[], reading: Reading): boolean {
  let attempts = 0;
  const inhabited = (region: Region) => isInhabited(region, reading);
  const search = (open: Requests, [statement, ...rest]: readonly Statement[]): boolean => {
    if (!statement) return true;
    if (++attempts > attemptsAtMost) return reading === 'possible';
    return ways(open, statement, inhabited).some((way) => search(way, rest));
  };
  if (!inhabited(requests.actions) || !inhabited(requests.resources)) return false;
  return search(
    requests,
    statements.filter((statement) => touches(requests, statement)),
  );
}

/** Whether the statement may bear on the requests at all. */
function touches(requests: Requests, { actions, resources }: Statement): boolean {
  const meets = (region: Region, set: PatternSet) => within(region, set).some((part) => isInhabited(part, 'possible'));
  return meets(requests.actions, actions) && (!resources || meets(requests.resources, resources));
}

function ways(
  requests: Requests,
  { actions, resources }: Statement,
  inhabited: (region: Region) => boolean,
): readonly Requests[] {
  const byAction = beside(requests.actions, actions).filter(inhabited);
  const byResource = resources ? beside(requests.resources, resources).filter(inhabited) : [];
  return [
    ...byAction.map((region) => ({ ...requests, actions: region })),
    ...byResource.map((region) => ({ ...requests, resources: region })),
  ];
}
