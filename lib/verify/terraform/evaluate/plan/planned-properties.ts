import { type Fields, Reference, Unresolved, type Value } from '../../../world/value';
import { isObject, type Json, type JsonObject, own } from '../../load/json';
import { isBlock } from './block-names';
import type { PlannedResource } from './plan-document';
import { configuredExpressions, type PlanIndex, standingOf, targetsOf } from './plan-references';

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

/** What an unknown part of an expression leads to. */
type Targets = (expression: Json | undefined) => readonly Value[];

/** The properties of a planned resource: as planned, and what is known after apply as far as its references tell. */
export function plannedProperties(index: PlanIndex, resource: PlannedResource): Fields {
  const standing = standingOf(index, resource);
  const { values, unknown, sensitive } = resource;
  const targets = (expression: Json | undefined): readonly Value[] => targetsOf(index, expression, standing);
  return object(
    { value: values, unknown, sensitive, expression: configuredExpressions(standing, resource), name: resource.address },
    targets,
  );
}

function plannedValue(part: Part, targets: Targets): Value {
  if (part.unknown === true) return unknownValue(part, targets);
  if (part.sensitive === true) return new Unresolved(`${part.name} is sensitive`, true);
  if (Array.isArray(part.value) || Array.isArray(part.unknown)) return list(part, targets);
  if (isObject(part.value) || isObject(part.unknown)) return object(part, targets);
  return (part.value ?? null) as Value;
}

function unknownValue({ expression, name, sensitive }: Part, targets: Targets): Value {
  const [target, ...others] = targets(expression);
  const secret = sensitive === true;
  if (target !== undefined && others.length === 0 && !secret) return target;
  return new Unresolved(`${name} is known after apply`, secret);
}

function object(part: Part, targets: Targets): Fields {
  const [values, unknown] = [isObject(part.value) ? part.value : {}, isObject(part.unknown) ? part.unknown : {}];
  const open = Object.keys(unknown).filter((name) => isUnknown(unknown[name]) && !isLeftOut(part, name));
  const names = new Set([...Object.keys(values), ...open]);
  return Object.fromEntries([...names].map((name) => [name, plannedValue(member(part, name), targets)]));
}

/**
 * Whether an argument is left out, so that the provider or the cloud decides what it is: it is known after apply, and the configuration
 * doesn't state it. Blocks may be made by `dynamic`, which plans don't show.
 */
function isLeftOut({ value, unknown, expression, name: path }: Part, name: string): boolean {
  if (!isObject(expression) || own(expression, 'references') !== undefined || own(expression, 'constant_value') !== undefined)
    return false;
  const isOpen = isObject(unknown) && own(unknown, name) === true && (!isObject(value) || own(value, name) === undefined);
  return isOpen && own(expression, name) === undefined && !isBlock(path, name);
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
  if (!isObject(expression) || own(expression, 'references') !== undefined || own(expression, 'constant_value') !== undefined)
    return expression;
  return own(expression, key);
}

function list(part: Part, targets: Targets): readonly Value[] {
  const values = Array.isArray(part.value) ? part.value : [];
  const unknown: readonly Json[] = Array.isArray(part.unknown) ? part.unknown : [];
  const length = Math.max(values.length, unknown.length);
  const known = elementTargets(part, unknown, targets);
  return Array.from({ length }, (_, index) => known?.get(index) ?? plannedValue(element(part, index, length), targets));
}

/** The elements of a list that are known after apply, in order, if there are as many references. */
function elementTargets(
  { expression }: Part,
  unknown: readonly Json[],
  targets: Targets,
): ReadonlyMap<number, Value> | undefined {
  const open = unknown.flatMap((element, index) => (element === true ? [index] : []));
  if (open.length === 0 || Array.isArray(expression)) return undefined;
  const found = targets(expression);
  const fits = found.length === open.length && found.every((target) => target instanceof Reference);
  return new Map(
    open.map((index, at) => [index, fits ? (found[at] as Value) : new Unresolved('an element is known after apply')]),
  );
}

/** A list of blocks has a list of expressions; blocks that one expression makes all have that. */
function element({ value, unknown, sensitive, expression, name }: Part, index: number, length: number): Part {
  const blocks = Array.isArray(expression) ? (expression.length === length ? expression[index] : undefined) : expression;
  const at = (list: Json | undefined): Json | undefined => (Array.isArray(list) ? list[index] : list === true ? true : undefined);
  return { value: at(value), unknown: at(unknown), sensitive: at(sensitive), expression: blocks, name: `${name}[${index}]` };
}
