import type { Place } from '../../world/place';
import type { Ask } from './ask';
import { escapes, isInhabited, type Region, type Requests, within } from './escape';
import { anything, type Glyphs } from './glyph';
import { printedGlyphs } from './print-glyphs';
import type { Rule } from './rule';
import type { PatternSet, Statement } from './statement';
import type { Reading } from './witness';

/** A statement that bears on a decision. */
export interface Contribution {
  readonly place: Place;
  /** Lower case, without a final period: `allows secretsmanager:GetSecretValue on *`. */
  readonly why: string;
  /** What parameters were taken to be, `Resource=*`. */
  readonly given: readonly string[];
}

export interface Decision {
  /** `allowed` if some request of the ask certainly is, `denied` if none can be. */
  readonly decision: 'allowed' | 'denied' | 'maybe';
  readonly statements: readonly Contribution[];
}

/**
 * Decides an ask that needs an allowing rule from every layer and none that denies, exactly: an identity's policies are one layer, its
 * boundary another.
 */
export function decideLayers(asked: Ask, layers: readonly (readonly Rule[])[], denying: readonly Rule[]): Decision {
  const certain = granting(asked, layers, denying, 'certain');
  if (certain) return { decision: 'allowed', statements: certain.map(contribution) };
  const possible = granting(asked, layers, denying, 'possible');
  return possible
    ? { decision: 'maybe', statements: possible.map(contribution) }
    : { decision: 'denied', statements: deniers(layers, denying) };
}

function deniers(layers: readonly (readonly Rule[])[], denying: readonly Rule[]): readonly Contribution[] {
  const someAllow = layers.every((layer) => layer.some(({ statement }) => statement.effect === 'Allow'));
  return someAllow ? denying.map((rule) => contribution(rule.statement)) : [];
}

function granting(
  asked: Ask,
  layers: readonly (readonly Rule[])[],
  denying: readonly Rule[],
  reading: Reading,
): readonly Statement[] | undefined {
  const denies = denying.filter((rule) => mustEscape(rule, reading)).map(({ statement }) => statement);
  for (const action of asked.actions)
    for (const resource of asked.resources) {
      const found = throughLayers(whole(action, resource), layers, denies, reading);
      if (found) return found;
    }
  return undefined;
}

/** To be certain of a request, whatever may deny it counts; to exclude one, only what must. */
const mustEscape = ({ spares }: Rule, reading: Reading): boolean => (reading === 'certain' ? spares !== 'yes' : spares === 'no');
const mayGrant = ({ applies }: Rule, reading: Reading): boolean => (reading === 'certain' ? applies === 'yes' : applies !== 'no');

const whole = (action: Glyphs, resource: Glyphs): Requests => ({
  actions: { inside: [action], outside: [] },
  resources: { inside: [resource], outside: [] },
});

function throughLayers(
  requests: Requests,
  [layer, ...rest]: readonly (readonly Rule[])[],
  denies: readonly Statement[],
  reading: Reading,
): readonly Statement[] | undefined {
  if (!layer) return escapes(requests, denies, reading) ? [] : undefined;
  for (const rule of layer) {
    if (rule.statement.effect !== 'Allow' || !mayGrant(rule, reading)) continue;
    for (const granted of grantedBy(requests, rule.statement, reading)) {
      const others = throughLayers(granted, rest, denies, reading);
      if (others) return [rule.statement, ...others];
    }
  }
  return undefined;
}

const everything: PatternSet = { patterns: [anything], not: false };

function grantedBy(requests: Requests, { actions, resources }: Statement, reading: Reading): readonly Requests[] {
  const inhabited = (region: Region) => isInhabited(region, reading);
  const acting = within(requests.actions, actions).filter(inhabited);
  if (acting.length === 0) return [];
  const on = within(requests.resources, resources ?? everything).filter(inhabited);
  return acting.flatMap((region) => on.map((resource) => ({ actions: region, resources: resource })));
}

function contribution({ effect, actions, resources, place, given, doubt }: Statement): Contribution {
  const verb = effect === 'Allow' ? 'allows' : 'denies';
  const object = resources ? ` on ${printedSet(resources)}` : '';
  return { place, why: `${verb} ${printedSet(actions)}${object}${doubt ? ` (${doubt.reason})` : ''}`, given };
}

function printedSet({ patterns, not }: PatternSet): string {
  const shown = patterns.slice(0, 3).map(printedGlyphs).join(', ');
  const more = patterns.length > 3 ? ` and ${patterns.length - 3} more` : '';
  return `${not ? 'everything but ' : ''}${shown}${more}`;
}
