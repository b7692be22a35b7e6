import { AnyOf, Unresolved, type Value } from '../../../world/value';
import { isMapping, type Json, member, members } from '../../load/json';
import type { Evaluation } from '../evaluation';
import type { Stack } from '../stack';
import type { Intrinsic } from './intrinsic';

/** `Fn::FindInMap`, with its DefaultValue; a key that is still open gives any of the values that there are. */
export const findInMap: Intrinsic = (argument, stack, evaluation) => {
  const [mapName, first, second, options] = Array.isArray(argument) ? argument : [];
  const [map, ...keys] = [mapName, first, second].map((part) => keyOf(part, stack, evaluation));
  const mapping = typeof map === 'string' ? member(stack.mappings, map) : undefined;
  if (!isMapping(mapping)) return new Unresolved(`there is no mapping '${typeof map === 'string' ? map : '?'}' in ${stack.id}`);
  const otherwise = evaluation.evaluate(member(options, 'DefaultValue'), stack);
  const found = lookUp([mapping], keys, evaluation);
  const label = `${String(map)}[…]`;
  if (found.open) return open(label, [...found.values, ...(otherwise === undefined ? [] : [otherwise])]);
  const [value] = found.values;
  if (value !== undefined) return evaluation.evaluate(value, stack);
  if (otherwise !== undefined) return otherwise;
  evaluation.refused(`mapping '${String(map)}' of ${stack.id} has no such key`);
  return new Unresolved(`mapping '${String(map)}' of ${stack.id} has no such key`);
};

function keyOf(part: Json | undefined, stack: Stack, evaluation: Evaluation): Value | undefined {
  const value = evaluation.concrete(evaluation.evaluate(part, stack), stack);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

/** The values behind keys; behind an open key lie those of all its names. */
function lookUp(
  from: readonly Json[],
  keys: readonly (Value | undefined)[],
  evaluation: Evaluation,
): { values: Json[]; open: boolean } {
  let values = [...from];
  let open = false;
  for (const key of keys) {
    if (typeof key === 'string') values = values.flatMap((value) => present(member(value, key)));
    else {
      const entries = values.flatMap(members).filter(([name]) => mayBe(key, name));
      evaluation.noted(
        key,
        entries.map(([name]) => name),
        true,
      );
      open ||= entries.length > 0;
      values = entries.map(([, inner]) => inner);
    }
  }
  return { values, open };
}

const mayBe = (key: Value | undefined, name: string): boolean => !(key instanceof AnyOf) || key.admits(name) !== false;

// a list must stay one value
const present = (value: Json | undefined): Json[] => (value === undefined ? [] : [value]);

function open(label: string, values: readonly Value[]): Value {
  const texts = new Set(values.filter((value) => typeof value !== 'object').map(String));
  if (values.some((value) => typeof value === 'object'))
    return new Unresolved(`which of the lists of ${label} is taken isn't known`);
  return new AnyOf(label, (value) => texts.has(value));
}
