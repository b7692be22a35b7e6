import { type Fields, Reference, Unresolved, type Value } from '../../../world/value';
import { isObject, type Json, type JsonObject, own } from '../../load/json';
import { blockExpressions, type PlannedBlock } from './block-expressions';
import { isBlock } from './block-names';
import { holdsMore } from './open-collections';
import { referencesOf } from './plan-configuration';
import type { PlannedResource } from './plan-document';
import { configuredExpressions, type PlanIndex, standingOf } from './plan-references';
import { constantOf, PlannedExpressions, within } from './planned-expressions';
import { SensitiveValue } from './sensitive-value';

/** Where in a resource a value stands, with what the plan says of it there. */
interface Part {
  readonly value: Json | undefined;
  /** `true` where the value is known after apply. */
  readonly unknown: Json | undefined;
  /** `true` where it is sensitive. */
  readonly sensitive: Json | undefined;
  readonly expression: Json | undefined;
  readonly name: string;
}

/** The properties of a planned resource: as planned, and what is known after apply as far as its references tell. */
export function plannedProperties(index: PlanIndex, resource: PlannedResource): Fields {
  const standing = standingOf(index, resource);
  const { values, unknown, sensitive } = resource;
  return object(
    { value: values, unknown, sensitive, expression: configuredExpressions(standing, resource), name: resource.address },
    new PlannedExpressions(index, standing),
  );
}

function plannedValue(part: Part, expressions: PlannedExpressions): Value {
  if (part.unknown === true) return unknownValue(part, expressions);
  if (part.sensitive === true && !holdsBlocks(part.value)) return sensitiveValue(part);
  if (Array.isArray(part.value) || Array.isArray(part.unknown)) return list(part, expressions);
  if (isObject(part.value) || isObject(part.unknown)) return object(part, expressions);
  return (part.value ?? null) as Value;
}

/** A set of blocks is sensitive as a whole if anything in it is: what is a literal of the configuration isn't. */
function sensitiveValue({ value, expression, name }: Part): Value {
  const isNothing = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
  const isLiteral = referencesOf(expression).length === 0 && constantOf(expression) === value;
  return isNothing || isLiteral ? ((value ?? null) as Value) : new SensitiveValue(`${name} is sensitive`, value);
}

const holdsBlocks = (value: Json | undefined): boolean => isObject(value) || (Array.isArray(value) && value.some(holdsBlocks));

function unknownValue({ expression, name, sensitive }: Part, expressions: PlannedExpressions): Value {
  const stated = sensitive === true ? undefined : expressions.stated(expression, name);
  if (stated !== undefined) return stated;
  const secret = sensitive === true || expressions.isSecret(expression);
  const [target, ...others] = expressions.targets(expression);
  const isWhole = target !== undefined && others.length === 0 && !secret && !holdsMore(name);
  return isWhole ? target : new Unresolved(`${name} is known after apply`, secret);
}

function object(part: Part, expressions: PlannedExpressions): Fields {
  const [values, unknown] = [isObject(part.value) ? part.value : {}, isObject(part.unknown) ? part.unknown : {}];
  const open = Object.keys(unknown).filter((name) => isUnknown(unknown[name]) && !isLeftOut(part, name, expressions));
  const names = new Set([...Object.keys(values), ...open]);
  return Object.fromEntries([...names].map((name) => [name, plannedValue(member(part, name), expressions)]));
}

/**
 * Whether an argument is left out, so that the provider or the cloud decides what it is: it is known after apply, and the configuration
 * doesn't state it. Blocks may be made by `dynamic`, which plans don't show.
 */
function isLeftOut({ value, unknown, expression, name: path }: Part, name: string, expressions: PlannedExpressions): boolean {
  if (!isObject(expression) || own(expression, 'references') !== undefined || own(expression, 'constant_value') !== undefined)
    return false;
  const isOpen = isObject(unknown) && own(unknown, name) === true && (!isObject(value) || own(value, name) === undefined);
  const stated = own(expression, name);
  return isOpen && !isBlock(path, name) && (stated === undefined || expressions.isNothing(stated));
}

/** Whether anything is known after apply in a part. */
function isUnknown(unknown: Json | undefined): boolean {
  if (typeof unknown !== 'object' || unknown === null) return unknown === true;
  return Object.values(unknown).some(isUnknown);
}

function member({ value, unknown, sensitive, expression, name }: Part, key: string): Part {
  return {
    value: inside(value, key),
    unknown: inside(unknown, key),
    sensitive: inside(sensitive, key),
    expression: partOf(expression, key),
    name: `${name}.${key}`,
  };
}

const inside = (value: Json | undefined, key: string): Json | undefined =>
  value === true ? true : typeof value === 'object' && value !== null ? own(value as JsonObject, key) : undefined;

/** A nested block has expressions of its own; a map has one expression for all that is in it. */
function partOf(expression: Json | undefined, key: string): Json | undefined {
  const constant = constantOf(expression);
  if (isObject(constant) && own(constant, key) !== undefined) return within(expression, own(constant, key) as Json);
  if (!isObject(expression) || own(expression, 'references') !== undefined || own(expression, 'constant_value') !== undefined)
    return expression;
  return own(expression, key);
}

function list(part: Part, expressions: PlannedExpressions): readonly Value[] {
  const elements = elementsOf(part);
  const known = elementTargets(part, expressions);
  return elements.map((element, index) => known?.get(index) ?? plannedValue(element, expressions));
}

/** The elements of a list that are known after apply, in order, if there are as many references. */
function elementTargets(
  { expression, unknown, name }: Part,
  expressions: PlannedExpressions,
): ReadonlyMap<number, Value> | undefined {
  const open = Array.isArray(unknown) ? unknown.flatMap((element, index) => (element === true ? [index] : [])) : [];
  if (open.length === 0 || Array.isArray(expression) || Array.isArray(constantOf(expression))) return undefined;
  const found = expressions.targets(expression);
  const fits = !holdsMore(name) && found.length === open.length && found.every((target) => target instanceof Reference);
  return new Map(
    open.map((index, at) => [index, fits ? (found[at] as Value) : new Unresolved('an element is known after apply')]),
  );
}

function elementsOf({ value, unknown, sensitive, expression, name }: Part): readonly Part[] {
  const [values, later] = [value, unknown].map((list) => (Array.isArray(list) ? list : []));
  const length = Math.max(values?.length ?? 0, later?.length ?? 0);
  const blocks = Array.from({ length }, (_, index) => ({ value: at(value, index), unknown: at(unknown, index) }));
  const expressions = elementExpressions(expression, blocks);
  return blocks.map((block, index) => ({
    ...block,
    sensitive: at(sensitive, index),
    expression: expressions[index],
    name: `${name}[${index}]`,
  }));
}

const at = (list: Json | undefined, index: number): Json | undefined =>
  Array.isArray(list) ? list[index] : list === true ? true : undefined;

/** A list of blocks has a list of expressions; what one expression makes all has that. */
function elementExpressions(expression: Json | undefined, blocks: readonly PlannedBlock[]): readonly (Json | undefined)[] {
  if (Array.isArray(expression)) return blockExpressions(expression, blocks);
  const constant = constantOf(expression);
  const isListed = Array.isArray(constant) && constant.length === blocks.length;
  return blocks.map((_, index) => (isListed ? within(expression, constant[index] ?? null) : expression));
}
