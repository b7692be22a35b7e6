import { type Fields, isFields, isSymbol, Unresolved, type Value } from '../../world/value';
import { type JsonObject, own } from '../load/json';
import { Deferred } from './deferred';
import { evaluateJson } from './evaluate';
import { Failure, Undeployable } from './failure';
import { byCodePoint } from './functions/sets';
import { Lookup } from './lookup';
import { OpenVariable, openness } from './open-variable';
import { known, refuse } from './operands';
import { operate } from './operation';
import { equals } from './operators';
import { type Scope, scopeWith } from './scope';
import { anyElementOf } from './traversal';

/** One instance of a block with `count` or `for_each`. */
export interface Expanded {
  /** What its address ends in: `[0]`, `["key"]`, `[*]` for one that stands for any number. */
  readonly suffix: string;
  readonly key?: number | string;
  readonly scope: Scope;
}

/** The instances of a block. */
export interface Expansion {
  readonly kind: 'single' | 'count' | 'each' | 'open';
  readonly instances: readonly Expanded[];
  /** Why it isn't known how many there are, or whether there are any. */
  readonly doubt?: string;
}

/** More instances of one block than this count as any number. */
const mostInstances = 20_000;

export function expansionOf(body: JsonObject, scope: Scope): Expansion {
  const [count, each] = [own(body, 'count'), own(body, 'for_each')];
  if (count !== undefined) return counted(evaluateJson(count, scope), scope);
  if (each !== undefined) return forEach(evaluateJson(each, scope), scope);
  return { kind: 'single', instances: [{ suffix: '', scope }] };
}

function counted(count: Value, scope: Scope): Expansion {
  const number = typeof count === 'string' && /^\d+$/.test(count) ? Number(count) : count;
  if (typeof number !== 'number')
    return anyNumber(count, equals(scope.run.decided, count, 0), scope, {
      count: indexLookup(new Unresolved('count.index is not known')),
    });
  if (!(number >= 0 && number <= mostInstances)) return open('a count is too large', scope, {});
  const instances = Array.from({ length: Math.floor(number) }, (_, index) => ({
    suffix: `[${index}]`,
    key: index,
    scope: scopeWith(scope, { count: indexLookup(index) }),
  }));
  return { kind: 'count', instances };
}

const indexLookup = (index: Value): Value =>
  new Lookup('count', (name) => (name === 'index' ? index : new Failure(`there is no count.${name}`)));

function forEach(each: Value, scope: Scope): Expansion {
  if (each instanceof OpenVariable) return forEachOpen(each, scope);
  if (isSymbol(each) || typeof each !== 'object' || each === null)
    return anyNumber(each, unknown, scope, { each: eachLookup(unknown, unknown) });
  const entries = isFields(each) ? entriesOf(each) : keyedByValue(each);
  if (entries === undefined) return open('the keys of for_each are not known', scope, { each: eachLookup(unknown, unknown) });
  if (entries.length > mostInstances) return open('for_each has too many keys', scope, { each: eachLookup(unknown, unknown) });
  return {
    kind: 'each',
    instances: entries.map(([key, value]) => ({
      suffix: `[${JSON.stringify(key)}]`,
      key,
      scope: scopeWith(scope, { each: eachLookup(key, value) }),
    })),
  };
}

const unknown = new Unresolved('the elements of for_each are not known');

const entriesOf = (map: Fields): readonly [string, Value][] =>
  Object.keys(map)
    .sort(byCodePoint)
    .map((key) => [key, map[key] as Value]);

/** A set of texts; undefined if one of them isn't known. */
function keyedByValue(set: readonly Value[]): readonly [string, Value][] | undefined {
  const keys = set.map((value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value));
  return keys.every((key) => typeof key === 'string') ? [...new Set(keys)].map((key) => [key, key]) : undefined;
}

/** What `each`, or a dynamic block's iterator, means. */
export const eachLookup = (key: Value, value: Value): Value =>
  new Lookup('each', (name) => (name === 'key' ? key : name === 'value' ? value : new Failure(`there is no each.${name}`)));

/** Nobody has given the list: it is told apart whether it is empty, and one instance stands for all. */
function forEachOpen(variable: OpenVariable, scope: Scope): Expansion {
  const value = anyElementOf(scope.run, variable);
  const isSetOfKeys = variable.openness.type.kind === 'set' || variable.openness.type.kind === 'list';
  const key = isSetOfKeys ? value : new OpenVariable(`${variable.name} key`, { ...openness({ kind: 'string' }), splits: false });
  return anyNumber(variable, isEmpty(variable, scope), scope, { each: eachLookup(key, value) });
}

/** Whether a variable is an empty list or map. */
export const isEmpty = (variable: OpenVariable, { run }: Scope): Value =>
  equals(
    run.decided,
    operate(run.decided, 'length', [variable], ([list]) => lengthOf(list as Value)),
    0,
  );

function lengthOf(value: Value): number {
  const list = known(value);
  return typeof list === 'object' && list !== null ? Object.keys(list).length : refuse('a list or a map is needed');
}

function anyNumber(value: Value, none: Value, scope: Scope, names: Readonly<Record<string, Value>>): Expansion {
  if (value === null || value instanceof Undeployable) scope.run.impossible = true;
  scope.run.want(value, 'existence');
  scope.run.want(none, 'existence');
  if (none === true) return { kind: 'count', instances: [] };
  const { kind, instances, doubt } = open(reasonOf(value), scope, names);
  return none === false ? { kind, instances } : { kind, instances, doubt };
}

const reasonOf = (value: Value): string =>
  value instanceof Unresolved && !(value instanceof Deferred)
    ? `it may exist any number of times: ${value.reason}`
    : 'it may exist any number of times';

const open = (doubt: string, scope: Scope, names: Readonly<Record<string, Value>>): Required<Expansion> => ({
  kind: 'open',
  instances: [{ suffix: '[*]', scope: scopeWith(scope, names) }],
  doubt,
});
