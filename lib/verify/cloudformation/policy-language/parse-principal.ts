import { isFields, Unresolved, type Value } from '../../world/value';
import { anything, glyphsOf, literalOf } from './glyph';
import { entriesOf, listed, type Names } from './list';
import { expandedValue, type Resources } from './resource-arn';
import type { PrincipalEntry, Principals } from './statement';

const kinds = ['aws', 'service', 'federated', 'canonicaluser'] as const;

/** `Principal` or `NotPrincipal` of a statement; nothing if it has neither. */
export function principalsOf(fields: Names, resources: Resources): { principals?: Principals } {
  const { principal, notprincipal } = fields;
  if (principal !== undefined) return { principals: { entries: entries(principal, resources), not: false } };
  return notprincipal === undefined ? {} : { principals: { entries: entries(notprincipal, resources), not: true } };
}

function entries(value: Value, resources: Resources): readonly PrincipalEntry[] {
  if (value === '*') return [{ kind: 'any', name: anything }];
  if (!isFields(value)) return [{ kind: 'unknown', name: glyphsOf(new Unresolved('a principal that is not known')) }];
  return entriesOf(value).flatMap(([kind, names]) => listed(names).map((name) => entry(kind.toLowerCase(), name, resources)));
}

function entry(kind: string, name: Value, resources: Resources): PrincipalEntry {
  const glyphs = expandedValue(name, resources);
  // only a lone `*` is a wildcard here: IAM User Guide, "AWS JSON policy elements: Principal"
  if (kind === 'aws' && name === '*') return { kind: 'any', name: anything };
  return {
    kind: kinds.find((known) => known === kind) ?? 'unknown',
    name: literalOf(glyphs) === '' ? glyphsOf(new Unresolved('empty')) : glyphs,
  };
}
