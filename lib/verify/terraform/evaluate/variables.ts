import { Unresolved, type Value } from '../../world/value';
import { isObject, type JsonObject, own, textAt } from '../load/json';
import { conjunction } from './assumed';
import { isLiteral } from './contents';
import { evaluate, evaluateString, parsedString } from './evaluate';
import { type Node, SyntaxProblem } from './expression/syntax';
import { Failure } from './failure';
import { asSet } from './functions/sets';
import { Lookup } from './lookup';
import type { Block, ModuleBlocks } from './module-blocks';
import { demandsOneLine } from './one-line';
import { type Openness, openness } from './open-variable';
import { Run } from './run';
import { type Scope, scopeWith } from './scope';
import { converted, type TypeConstraint, typeConstraint } from './type-constraint';

/** The module that a variable is of. */
interface Owner {
  readonly run: Run;
  readonly scope: Scope;
  readonly blocks: ModuleBlocks;
  readonly call: { readonly prefix: string; readonly isRoot: boolean; readonly input: (name: string) => Value | undefined };
}

/** Any workspace may be selected. */
export const workspace: Openness = { ...openness({ kind: 'string' }), nullable: false };

/** The value of a variable: as it is given, its default within a called module, else open. */
export function variableOf(owner: Owner, name: string): Value {
  const block = owner.blocks.variables.get(name);
  if (!block) return new Failure(`there is no var.${name}`);
  const type = typeConstraint(own(block.body, 'type'));
  const given = owner.call.input(name);
  const fallback = own(block.body, 'default') as Value | undefined;
  const missing = given === undefined || (given === null && own(block.body, 'nullable') === false);
  if (!missing && owner.call.isRoot && own(block.body, 'sensitive') === true && typeof given === 'string')
    return new Unresolved(`var.${name} is sensitive`, true);
  if (!missing) return fitting(given, type, name);
  if (!owner.call.isRoot)
    return fallback === undefined
      ? new Unresolved(`${owner.call.prefix}var.${name} is not given`)
      : fitting(fallback, type, name);
  return owner.run.open(`${owner.call.prefix}var.${name}`, opennessOf(owner, block, type), fallback);
}

function fitting(value: Value, type: TypeConstraint, name: string): Value {
  const fits = converted(value, type);
  if (fits !== undefined) return type.kind === 'set' && Array.isArray(fits) ? asSet(fits) : fits;
  return isLiteral(value) ? new Failure(`var.${name} doesn't have the type that it is declared with`) : value;
}

function opennessOf(owner: Owner, block: Block, type: TypeConstraint): Openness {
  const conditions = conditionsOf(block.body);
  const admits = (value: Value): boolean | undefined =>
    conjunction(conditions.map((condition) => holds(condition, value, block.name, owner)));
  const base = openness(type, conditions.length > 0 ? admits : undefined);
  const nullable = own(block.body, 'nullable') !== false && admits(null) !== false;
  const domain = domainOf(conditions, block.name, owner.scope) ?? base.domain;
  return {
    ...base,
    nullable,
    oneLine: type.kind === 'string' && nodesOf(conditions).some((node) => isOfOneLine(node, block.name, owner.scope)),
    secret: own(block.body, 'sensitive') === true,
    ...(domain ? { domain: domain.filter((value) => (value === null ? nullable : base.accepts(value) !== false)) } : {}),
  };
}

function conditionsOf(body: JsonObject): readonly string[] {
  const validation = own(body, 'validation') ?? [];
  return [validation]
    .flat()
    .filter(isObject)
    .flatMap((block) => textAt(block, 'condition') ?? []);
}

/** Whether a condition holds if its variable has a value; `undefined` if that can't be decided. */
function holds(condition: string, value: Value, name: string, owner: Owner): boolean | undefined {
  const others = (other: string): Value => (other === name ? value : variableOf(owner, other));
  const muted = owner.run.muted;
  owner.run.muted = true;
  // a budget of its own, as it may be asked long after the evaluation
  const scope: Scope = { run: new Run(owner.run.assumed, 100_000), name: owner.scope.name };
  const result = evaluateString(condition, scopeWith(scope, { var: new Lookup('var', others) }));
  owner.run.muted = muted;
  // a condition that fails stops the deployment, as one that is false does
  return result instanceof Failure ? false : typeof result === 'boolean' ? result : undefined;
}

/** The values that some condition lists: `contains(["a", "b"], var.x)`, `var.x == "a" || var.x == "b"`. */
function domainOf(conditions: readonly string[], name: string, scope: Scope): readonly Value[] | undefined {
  return nodesOf(conditions)
    .map((node) => listedBy(node, name, scope))
    .find((domain) => domain !== undefined);
}

const nodesOf = (conditions: readonly string[]): readonly Node[] =>
  conditions.map(parsedString).filter((node): node is Node => !(node instanceof SyntaxProblem));

const isOfOneLine = (condition: Node, name: string, scope: Scope): boolean =>
  demandsOneLine(
    condition,
    (node) => isVariable(node, name),
    (node) => evaluate(node, scope),
  );

function listedBy(node: Node, name: string, scope: Scope): readonly Value[] | undefined {
  if (node.kind === 'call' && node.name === 'contains') return containedIn(node.args, name, scope);
  if (node.kind !== 'binary') return undefined;
  const [left, right] = [listedBy(node.left, name, scope), listedBy(node.right, name, scope)];
  if (node.operator === '&&') return left ?? right;
  if (node.operator === '||') return left && right && [...left, ...right];
  return node.operator === '==' ? equalTo(node.left, node.right, name) : undefined;
}

function equalTo(left: Node, right: Node, name: string): readonly Value[] | undefined {
  if (isVariable(left, name) && right.kind === 'literal') return [right.value];
  return isVariable(right, name) && left.kind === 'literal' ? [left.value] : undefined;
}

function containedIn([list, variable]: readonly Node[], name: string, scope: Scope): readonly Value[] | undefined {
  if (!list || !variable || !isVariable(variable, name) || list.kind !== 'list') return undefined;
  const values = evaluate(list, scope);
  return Array.isArray(values) && isLiteral(values) ? values : undefined;
}

const isVariable = (node: Node, name: string): boolean =>
  node.kind === 'attribute' && node.name === name && node.of.kind === 'name' && node.of.name === 'var';
