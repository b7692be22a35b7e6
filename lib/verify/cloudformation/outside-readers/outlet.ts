import type { Hop } from '../../world/hop';
import type { Value } from '../../world/value';
import type { Resource } from '../../world/world';
import { type Answer, allOf } from '../policy-language/answer';
import type { Glyphs } from '../policy-language/glyph';
import type { OwnAccount } from '../policy-language/ownership';
import type { ResourceIndex } from '../resource-index';

/** Something outside the account that reads what is put into a thing of the inputs. */
export interface Outlet {
  /** Whether it certainly does. */
  readonly answer: Exclude<Answer, 'no'>;
  /** What lets it. */
  readonly hop: Hop;
}

/** This account, and what runs in it. */
export interface Surroundings extends OwnAccount {
  /** Whether a workload carries nothing out of what it is sent: it is an agent, or stands where the agents stand. */
  readonly isHarmless: (id: string) => boolean;
}

/** What is asked of a thing: its resource, and what its contents are called in policies. */
export interface Thing {
  readonly index: ResourceIndex;
  readonly resource: Resource;
  readonly contents: readonly Glyphs[];
  readonly own: Surroundings;
  /** The outlets of the thing that a value names; undefined if it names none of the inputs. */
  readonly onward: (target: Value | undefined) => readonly Outlet[] | undefined;
}

export const outlets = (answer: Answer, hop: Hop): readonly Outlet[] => (answer === 'no' ? [] : [{ answer, hop }]);

/** Outlets that are there only if something else holds. */
export const outletsIf = (answer: Answer, found: readonly Outlet[]): readonly Outlet[] =>
  found.flatMap((each) => outlets(allOf([answer, each.answer]), each.hop));

/** Outlets by what lets them, each as certain as it is by any way. */
export function onceEach(found: readonly Outlet[]): readonly Outlet[] {
  const each = new Map<string, Outlet>();
  for (const outlet of found) {
    const { resource, pointer, why } = outlet.hop;
    const key = [resource, pointer, why].join('\n');
    if (outlet.answer === 'yes' || !each.has(key)) each.set(key, outlet);
  }
  return [...each.values()];
}
