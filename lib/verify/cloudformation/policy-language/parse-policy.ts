import type { Place } from '../../world/place';
import { within } from '../../world/place';
import { AnyOf, isFields, Text, Unresolved, type Value } from '../../world/value';
import { actionGlyphs } from './action';
import { arnPattern } from './arn';
import { anything, type Glyphs, printed } from './glyph';
import { parsedText } from './json-text';
import { listed, type Names, named } from './list';
import { conditionsOf } from './parse-condition';
import { principalsOf } from './parse-principal';
import { expandedValue, type Resources } from './resource-arn';
import type { PatternSet, Statement } from './statement';

/**
 * The statements of a policy document, an object or JSON text. What can't be understood becomes a statement in doubt that may allow
 * anything and one that may deny anything; nothing throws.
 */
export function statementsOf(document: Value | undefined, place: Place, resources: Resources): readonly Statement[] {
  if (document === undefined || document === null) return [];
  if (typeof document === 'string' || document instanceof Text) return textStatements(document, place, resources);
  if (!isFields(document)) return anyStatement(place, `the policy isn't known: ${reasonOf(document)}`);
  const { statement } = named(document);
  if (statement === undefined) return anyStatement(place, 'a policy without Statement');
  return listed(statement).flatMap((item, index) =>
    statementOf(item, within(place, 'Statement', ...(Array.isArray(statement) ? [index] : [])), resources),
  );
}

function textStatements(text: string | Text, place: Place, resources: Resources): readonly Statement[] {
  const parsed = parsedText(text);
  return isFields(parsed) ? statementsOf(parsed, place, resources) : anyStatement(place, 'a policy that is not JSON');
}

const reasonOf = (value: Value): string =>
  value instanceof Unresolved ? value.reason : value instanceof AnyOf ? `the parameter ${value.name}` : printed(value);

/** Nothing is known: it may allow anything, and deny anything. */
export function anyStatement(place: Place, reason: string): readonly Statement[] {
  const everything = { patterns: [anything], not: false };
  const any = { actions: everything, resources: everything, conditions: [], place, doubt: { reason, place }, given: [] };
  return [
    { ...any, effect: 'Allow' },
    { ...any, effect: 'Deny' },
  ];
}

function statementOf(item: Value, place: Place, resources: Resources): readonly Statement[] {
  if (!isFields(item)) return anyStatement(place, `the statement isn't known: ${reasonOf(item)}`);
  const fields = named(item);
  const action = fields.action ?? fields.notaction;
  if (action === undefined) return anyStatement(place, 'a statement without Action or NotAction');
  return effectsOf(fields.effect).map((effect) => ({
    effect,
    actions: patternSet(fields, 'action', (value) => actionGlyphs(value), effect),
    ...resourcesOf(fields, resources, effect),
    ...principalsOf(fields, resources),
    conditions: conditionsOf(fields.condition, resources),
    place,
    ...(fields.effect === effect
      ? {}
      : { doubt: { reason: `the effect isn't known, got ${printed(fields.effect ?? null)}`, place } }),
    given: effect === 'Allow' ? [...given(fields.action), ...given(fields.resource)] : [],
  }));
}

const effectsOf = (effect: Value | undefined): readonly ('Allow' | 'Deny')[] =>
  effect === 'Allow' || effect === 'Deny' ? [effect] : ['Allow', 'Deny'];

function resourcesOf(fields: Names, resources: Resources, effect: 'Allow' | 'Deny'): { resources?: PatternSet } {
  if (fields.resource === undefined && fields.notresource === undefined) return {};
  return { resources: patternSet(fields, 'resource', (value) => arnPattern(expandedValue(value, resources)), effect) };
}

function patternSet(fields: Names, name: 'action' | 'resource', read: (value: Value) => Glyphs, effect: string): PatternSet {
  const chosen = fields[name];
  if (chosen === undefined) return { patterns: listed(fields[`not${name}`]).map(read), not: true };
  return {
    patterns: listed(chosen).map((value) => (effect === 'Allow' && mayBeAll(value) ? anything : read(value))),
    not: false,
  };
}

/** Whether somebody may deploy it as `*`: one assignment of the parameter that its type admits. */
const mayBeAll = (value: Value): value is AnyOf => value instanceof AnyOf && value.admits('*') === true;

const given = (value: Value | undefined): string[] =>
  listed(value)
    .filter(mayBeAll)
    .map(({ name }) => `${name}=*`);
