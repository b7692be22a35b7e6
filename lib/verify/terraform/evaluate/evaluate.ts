import { isFields, isSymbol, Reference, Unresolved, type Value } from '../../world/value';
import type { Json, JsonObject } from '../load/json';
import { called } from './call';
import { parseString } from './expression/parse';
import { type Entry, type For, type Node, SyntaxProblem, splatItem } from './expression/syntax';
import { Failure } from './failure';
import { iterated } from './iteration';
import { OpenVariable } from './open-variable';
import { bool, Stop, text } from './operands';
import { bounded, joined, keyOf, operate } from './operation';
import { binary, negated, not } from './operators';
import { type Scope, scopeWith } from './scope';
import { attributeOf, elementOf } from './traversal';
import { AnyInstances, WholeResource } from './whole-resource';

const parsed = new Map<string, Node | SyntaxProblem>();
const mostParsed = 50_000;

/** The value of JSON: its strings are templates, and so are its names. */
export function evaluateJson(json: Json, scope: Scope): Value {
  if (typeof json === 'string') return evaluateString(json, scope);
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((part: Json) => evaluateJson(part, scope));
  return Object.fromEntries(
    Object.entries(json as JsonObject).map(([name, part]) => [evaluateName(name, scope), evaluateJson(part, scope)]),
  );
}

function evaluateName(name: string, scope: Scope): string {
  const value = name.includes('{') ? evaluateString(name, scope) : name;
  return typeof value === 'string' ? value : name;
}

/** The value of a JSON string as Terraform reads it, as a template. */
export function evaluateString(string: string, scope: Scope): Value {
  const node = parsedString(string);
  if (node instanceof SyntaxProblem) return new Unresolved(`'${string.slice(0, 80)}' can't be read: ${node.message}`);
  return evaluate(node, scope);
}

/** A JSON string, parsed once; or why it can't be. */
export function parsedString(string: string): Node | SyntaxProblem {
  const found = parsed.get(string);
  if (found) return found;
  const node = attempted(string);
  if (parsed.size >= mostParsed) parsed.clear();
  parsed.set(string, node);
  return node;
}

function attempted(string: string): Node | SyntaxProblem {
  try {
    return parseString(string);
  } catch (error) {
    if (error instanceof SyntaxProblem) return error;
    throw error;
  }
}

/** The value of an expression. */
export function evaluate(node: Node, scope: Scope): Value {
  return scope.run.within(() => bounded(computed(node, scope), 'a value'));
}

function computed(node: Node, scope: Scope): Value {
  const { decided } = scope.run;
  switch (node.kind) {
    case 'literal':
      return node.value;
    case 'name':
      return scope.name(node.name);
    case 'template':
      return joined(node.parts.map((part) => evaluate(part, scope)));
    case 'attribute':
      return withinResource(node, scope, attributeOf(scope.run, evaluate(node.of, scope), node.name));
    case 'index':
      return withinResource(node, scope, elementOf(scope.run, evaluate(node.of, scope), evaluate(node.index, scope)));
    case 'unary':
      return (node.operator === '!' ? not : negated)(decided, evaluate(node.of, scope));
    case 'binary':
      return binary(decided, node.operator, evaluate(node.left, scope), evaluate(node.right, scope));
    case 'list':
      return sound(node.items.map((item) => evaluate(item, scope)));
    default:
      return compound(node, scope);
  }
}

type Compound = Extract<Node, { kind: 'splat' | 'call' | 'conditional' | 'object' | 'for' }>;

function compound(node: Compound, scope: Scope): Value {
  switch (node.kind) {
    case 'splat':
      return splat(evaluate(node.of, scope), node.each, scope);
    case 'call':
      return called(node, (argument) => evaluate(argument, scope), scope.run);
    case 'conditional':
      return chosen(node, scope);
    case 'object':
      return objectOf(node.entries, scope);
    case 'for':
      return forEach(node, scope);
  }
}

/** A list with an element that fails is a failure itself. */
const sound = (values: readonly Value[]): Value => values.find((value) => value instanceof Failure) ?? values;

/** What a resource's block doesn't state, the provider makes: it is an attribute of the resource. */
function withinResource(node: Node, scope: Scope, value: Value): Value {
  if (!(value instanceof Failure)) return value;
  const steps: string[] = [];
  for (let at = node; at.kind === 'attribute' || at.kind === 'index'; at = at.of) {
    const of = evaluate(at.of, scope);
    steps.unshift(stepOf(at, scope));
    if (of instanceof WholeResource) return new Reference(of.resource, steps.join('').replace(/^\./, ''));
  }
  return value;
}

function stepOf(node: Extract<Node, { kind: 'attribute' | 'index' }>, scope: Scope): string {
  if (node.kind === 'attribute') return `.${node.name}`;
  const index = evaluate(node.index, scope);
  return `[${isSymbol(index) ? '?' : JSON.stringify(index)}]`;
}

/** One value becomes a list of it, null an empty list. */
function splat(value: Value, each: Node, scope: Scope): Value {
  if (value === null) return [];
  if (value instanceof Failure) return value;
  const of = (item: Value): Value => evaluate(each, scopeWith(scope, { [splatItem]: item }));
  if (Array.isArray(value)) return sound(value.map(of));
  if (value instanceof AnyInstances) return sound([of(value.instance)]);
  if (value instanceof WholeResource || isFields(value) || !isSymbol(value)) return sound([of(value)]);
  return new Unresolved(`the elements of a list are not known: ${reasonOf(value)}`);
}

const reasonOf = (value: Value): string =>
  value instanceof Unresolved ? value.reason : value instanceof OpenVariable ? `${value.name} is open` : 'known after apply';

/** The value that a condition chooses; if the condition isn't decided, what both have in common. */
function chosen({ test, then, otherwise }: Extract<Node, { kind: 'conditional' }>, scope: Scope): Value {
  const condition = evaluate(test, scope);
  scope.run.want(condition, 'content');
  const known = truthOf(condition);
  if (known instanceof Failure) return known;
  if (known !== undefined) return known ? unified(evaluate(then, scope), otherwise) : unified(evaluate(otherwise, scope), then);
  const both = [evaluate(then, scope), evaluate(otherwise, scope)];
  return either(condition, both, scope);
}

/** Both results have one type: beside a text, a number is text. */
function unified(value: Value, other: Node): Value {
  const beside = other.kind === 'template' || (other.kind === 'literal' && typeof other.value === 'string');
  return beside && (typeof value === 'number' || typeof value === 'boolean') ? joined([value]) : value;
}

function either(condition: Value, both: readonly Value[], scope: Scope): Value {
  if (keyOf(both[0] as Value) === keyOf(both[1] as Value)) return both[0] as Value;
  const apart = (value: Value): Value => (value instanceof Failure ? new Unresolved(value.reason) : value);
  return operate(
    scope.run.decided,
    '?',
    [condition, ...both.map(apart)],
    ([test, then, otherwise]) => (bool(test) ? then : otherwise) as Value,
  );
}

function truthOf(condition: Value): boolean | Failure | undefined {
  try {
    return bool(condition);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return error.value instanceof Failure ? error.value : undefined;
  }
}

function objectOf(entries: readonly Entry[], scope: Scope): Value {
  const pairs = entries.map(({ key, value }) => [evaluate(key, scope), evaluate(value, scope)] as const);
  return sound(pairs.flat()) instanceof Failure ? sound(pairs.flat()) : keyed(pairs, scope);
}

function keyed(pairs: readonly (readonly [Value, Value])[], scope: Scope): Value {
  return operate(scope.run.decided, 'object', [pairs.map(([key]) => key), pairs.map(([, value]) => value)], ([keys, values]) =>
    Object.fromEntries((keys as readonly Value[]).map((key, index) => [text(key), (values as readonly Value[])[index] as Value])),
  );
}

function forEach(node: For, scope: Scope): Value {
  const of = evaluate(node.of, scope);
  if (of instanceof Failure) return of;
  const results = iterated(of, scope.run, (key, value) => iteration(node, inside(node, scope, key, value)));
  if (results === undefined) return new Unresolved(`the elements of a list are not known: ${reasonOf(of)}`);
  const kept = results.filter((result) => result !== omitted);
  const decisive = kept.find((result) => result instanceof Failure) ?? kept.find((result) => result instanceof Undecided);
  if (decisive || !node.resultKey) return decisive ?? kept;
  return gathered(kept as unknown as readonly (readonly [Value, Value])[], node.grouped, scope);
}

const inside = (node: For, scope: Scope, key: Value, value: Value): Scope =>
  scopeWith(scope, { ...(node.key === undefined ? {} : { [node.key]: key }), [node.value]: value });

/** What a condition leaves out. */
const omitted = new Unresolved('omitted');

/** What a condition may leave out. */
class Undecided extends Unresolved {}

function iteration(node: For, scope: Scope): Value {
  const condition = node.condition ? evaluate(node.condition, scope) : true;
  scope.run.want(condition, 'content');
  const known = truthOf(condition);
  if (known === false) return omitted;
  if (known === undefined) return new Undecided('whether an element is left out is not known');
  if (known instanceof Failure) return known;
  return node.resultKey ? sound([evaluate(node.resultKey, scope), evaluate(node.result, scope)]) : evaluate(node.result, scope);
}

function gathered(pairs: readonly (readonly [Value, Value])[], grouped: boolean, scope: Scope): Value {
  if (!grouped) return keyed(pairs, scope);
  return operate(scope.run.decided, 'group', [pairs.map(([key]) => key), pairs.map(([, value]) => value)], ([keys, values]) => {
    const groups = new Map<string, Value[]>();
    for (const [index, key] of (keys as readonly Value[]).entries()) {
      const group = groups.get(text(key)) ?? [];
      group.push((values as readonly Value[])[index] as Value);
      groups.set(text(key), group);
    }
    return Object.fromEntries(groups);
  });
}
