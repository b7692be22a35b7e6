import { isFields, Unresolved, type Value } from '../../world/value';
import { glyphsOf } from './glyph';
import { entriesOf, listed } from './list';
import { expandedValue, type Resources } from './resource-arn';
import type { Condition } from './statement';

/** The conditions of a statement; one that can't be read stands for an unknown operator, which may hold or not. */
export function conditionsOf(block: Value | undefined, resources: Resources): readonly Condition[] {
  if (block === undefined || block === null) return [];
  if (!isFields(block)) return [unknown(block)];
  return entriesOf(block).flatMap(([operator, keys]) =>
    isFields(keys) ? entriesOf(keys).map(([key, values]) => conditionOf(operator, key, values, resources)) : [unknown(keys)],
  );
}

const unknown = (value: Value): Condition => ({
  operator: 'unknown',
  ifExists: false,
  key: '',
  values: [glyphsOf(value instanceof Unresolved ? value : new Unresolved('a condition that is not known'))],
});

function conditionOf(written: string, key: string, values: Value, resources: Resources): Condition {
  const [, quantifier, name = '', ifExists] =
    /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(written.toLowerCase()) ?? [];
  return {
    operator: name,
    ...(quantifier === 'forallvalues' || quantifier === 'foranyvalue' ? { quantifier } : {}),
    ifExists: ifExists !== undefined,
    key: key.toLowerCase(),
    values: listed(values).map((value) => expandedValue(value, resources)),
  };
}
