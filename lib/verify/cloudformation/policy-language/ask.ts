import type { Value } from '../../world/value';
import { actionGlyphs } from './action';
import { arnPattern } from './arn';
import type { Facts } from './fact';
import { anything, type Glyphs } from './glyph';
import { expandedValue, type Resources } from './resource-arn';

/** A set of requests: any of the actions on any of the resources, under what is known. */
export interface Ask {
  readonly actions: readonly Glyphs[];
  readonly resources: readonly Glyphs[];
  readonly facts: Facts;
}

/** @example ask(['secretsmanager:GetSecretValue'], [new Reference('App/Key')], facts, world.resources) */
export const ask = (actions: readonly Value[], on: readonly Value[] | 'any', facts: Facts, resources: Resources): Ask => ({
  actions: actions.map(actionGlyphs),
  resources: on === 'any' ? [anything] : on.map((value) => arnPattern(expandedValue(value, resources))),
  facts,
});
