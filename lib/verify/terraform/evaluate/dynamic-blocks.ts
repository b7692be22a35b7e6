import { type Fields, Unresolved, type Value } from '../../world/value';
import { isObject, type Json, type JsonObject, own, textAt } from '../load/json';
import { evaluateJson, evaluateString } from './evaluate';
import { eachLookup, isEmpty } from './expansion';
import { Failure } from './failure';
import { iterated } from './iteration';
import { OpenVariable } from './open-variable';
import { type Scope, scopeWith } from './scope';
import { anyElementOf } from './traversal';

/** A block's content, its `dynamic` blocks made into plain ones. */
export function evaluateBlock(json: Json, scope: Scope): Value {
  if (typeof json === 'string') return evaluateString(json, scope);
  if (Array.isArray(json)) return json.map((part: Json) => evaluateBlock(part, scope));
  if (!isObject(json)) return json as Value;
  const { dynamic, ...rest } = json;
  const content = Object.fromEntries(
    Object.entries(rest).map(([name, part]) => [nameOf(name, scope), evaluateBlock(part, scope)]),
  );
  return dynamic === undefined ? content : withDynamic(content, dynamic, scope);
}

function nameOf(name: string, scope: Scope): string {
  const value = name.includes('{') ? evaluateString(name, scope) : name;
  return typeof value === 'string' ? value : name;
}

/** Puts what `dynamic` makes after the plain blocks of the same name. */
function withDynamic(content: Fields, dynamic: Json, scope: Scope): Fields {
  const made = dynamicParts(dynamic).flatMap(([name, block]) =>
    blocksOf(name, block, scope).map((value) => [name, value] as const),
  );
  const names = [...new Set(made.map(([name]) => name))];
  const all = names.map((name) => [
    name,
    [...listed(content[name]), ...made.filter(([other]) => other === name).map(([, value]) => value)],
  ]);
  return { ...content, ...Object.fromEntries(all) };
}

const listed = (value: Value | undefined): readonly Value[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];

/** `dynamic` by the name of the block that it makes; each may be an object or a list of them. */
export function dynamicParts(dynamic: Json): readonly (readonly [string, JsonObject])[] {
  if (Array.isArray(dynamic)) return dynamic.flatMap((part: Json) => dynamicParts(part));
  if (!isObject(dynamic)) return [];
  return Object.entries(dynamic).flatMap(([name, blocks]) =>
    [blocks]
      .flat()
      .filter(isObject)
      .map((block) => [name, block] as const),
  );
}

function blocksOf(name: string, block: JsonObject, scope: Scope): readonly Value[] {
  const each = evaluateJson(own(block, 'for_each') ?? [], scope);
  const inside = (key: Value, value: Value): Scope =>
    scopeWith(scope, { [textAt(block, 'iterator') ?? name]: eachLookup(key, value) });
  const content = (key: Value, value: Value): Value => contentOf(block, inside(key, value));
  if (each instanceof Failure) return [each];
  if (each === null) return [];
  if (each instanceof OpenVariable) return openBlocks(name, each, content, scope);
  scope.run.want(each, 'existence');
  return (
    iterated(each, scope.run, content) ?? [
      new Unresolved(`the blocks '${name}' are not known: ${each instanceof Unresolved ? each.reason : 'their list is open'}`),
    ]
  );
}

/** A block's content is an object, or a list of one. */
function contentOf(block: JsonObject, scope: Scope): Value {
  const content = evaluateBlock(own(block, 'content') ?? {}, scope);
  return Array.isArray(content) && content.length === 1 ? (content[0] as Value) : content;
}

/** Nobody has given the list: it is told apart whether it is empty, and one block stands for all. */
function openBlocks(
  name: string,
  each: OpenVariable,
  content: (key: Value, value: Value) => Value,
  scope: Scope,
): readonly Value[] {
  const empty = isEmpty(each, scope);
  scope.run.want(empty, 'existence');
  if (empty === true) return [];
  const value = anyElementOf(scope.run, each);
  return empty === false ? [content(value, value)] : [new Unresolved(`the blocks '${name}' hang on ${each.name}`)];
}
