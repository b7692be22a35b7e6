import { isSymbol, Text, type Value } from '../../world/value';
import type { Assumed } from './assumed';
import { contentsOf, isLiteral } from './contents';
import { Deferred } from './deferred';
import { OpenVariable } from './open-variable';
import { isLasting, keyOf } from './operation';
import { isPossible } from './possible';
import { converted } from './type-constraint';

/** What worlds may assume of a variable next: each possibility once, those left out that can't be. */
export type Split = readonly Assumed[];

/** The most values of one variable that worlds are told apart by. */
const widest = 32;

const truths: ReadonlySet<string> = new Set([
  '==',
  '<',
  '<=',
  '>',
  '>=',
  '!',
  '&&',
  '||',
  'can',
  'startswith',
  'endswith',
  'strcontains',
  'contains',
  'alltrue',
  'anytrue',
  'tobool',
]);

/** How worlds can be told apart so that a value gets known; undefined if they can't. */
export function splitBy(value: Value, assumed: Assumed): Split | undefined {
  if (value instanceof OpenVariable) return byDomain(value, assumed);
  return value instanceof Deferred ? byOperation(value, assumed) : undefined;
}

function byDomain(variable: OpenVariable, assumed: Assumed): Split | undefined {
  const { domain, splits } = variable.openness;
  if (!splits || !domain || domain.length > widest || assumed.fixed.has(variable.name)) return undefined;
  return possible(
    variable,
    domain.map((value) => assumed.fixing(variable.name, value, labelOf(variable.name, value))),
  );
}

function possible(variable: OpenVariable, worlds: readonly Assumed[]): Split | undefined {
  const kept = worlds.flatMap((world) => {
    const known = isPossible(variable, world);
    if (known === undefined) return [world.doubting(`whether ${variable.name} can be such that ${world.labels.at(-1)}`)];
    return known ? [world] : [];
  });
  return kept.length === 0 ? undefined : kept;
}

const labelOf = (name: string, value: Value): string => `${name}=${typeof value === 'string' ? value : keyOf(value)}`;

/** The smallest part that can be told apart comes first: it may settle the rest. */
function byOperation(operation: Deferred, assumed: Assumed): Split | undefined {
  if (isNullTest(operation)) return byResult(operation, assumed);
  for (const part of partsOf(operation.args)) {
    const split = splitBy(part, assumed) ?? (takesTruth(operation.operator) ? byTruth(part, assumed) : undefined);
    if (split) return split;
  }
  return byResult(operation, assumed);
}

/** Whether a variable is null is told apart before its values are. */
const isNullTest = ({ operator, args: [left, right] }: Deferred): boolean =>
  operator === '==' && left instanceof OpenVariable && right === null;

/** The open parts of operands, however deep in lists. */
function partsOf(values: readonly Value[]): readonly Value[] {
  return values.flatMap((value): readonly Value[] => {
    if (contentsOf(value).variables.size === 0) return [];
    if (value instanceof Text) return partsOf(value.parts);
    return isSymbol(value) ? [value] : partsOf(Object.values(value as object));
  });
}

const takesTruth = (operator: string): boolean => operator === '!' || operator === '&&' || operator === '||' || operator === '?';

/** A variable of no declared type that stands where only truth values can. */
function byTruth(value: Value, assumed: Assumed): Split | undefined {
  if (!(value instanceof OpenVariable) || !value.openness.splits || value.openness.type.kind !== 'any') return undefined;
  return possible(
    value,
    [true, false].map((truth) => assumed.fixing(value.name, truth, labelOf(value.name, truth))),
  );
}

function byResult(operation: Deferred, assumed: Assumed): Split | undefined {
  const [variable, ...others] = operation.variables.values();
  if (!variable || others.length > 0 || !variable.openness.splits || !truths.has(operation.operator)) return undefined;
  if (!isLasting(operation.text) || assumed.facts.has(operation.text)) return undefined;
  const [left, right] = operation.args;
  const equality = operation.operator === '==' && left instanceof OpenVariable && right !== undefined && isLiteral(right);
  const so = equality
    ? fixed(left, right, assumed)
    : assumed.assuming({ variable: variable.name, operation, truth: true }, described(operation.text, true));
  const label = equality ? `${variable.name}!=${labelOf('', right).slice(1)}` : described(operation.text, false);
  return possible(variable, [...(so ? [so] : []), assumed.assuming({ variable: variable.name, operation, truth: false }, label)]);
}

function fixed(variable: OpenVariable, value: Value, assumed: Assumed): Assumed | undefined {
  const fitting = converted(value, variable.openness.type);
  return fitting === undefined ? undefined : assumed.fixing(variable.name, fitting, labelOf(variable.name, fitting));
}

/** `==(length(var.x), 0)` reads `length(var.x)==0`, and its opposite `length(var.x)!=0`. */
function described(text: string, truth: boolean): string {
  const [, operator, inside] = /^(==|<=|>=|<|>)\((.*)\)$/s.exec(text) ?? [];
  const at = inside?.lastIndexOf(', ') ?? -1;
  if (operator === undefined || inside === undefined || at < 0) return truth ? text : `not ${text}`;
  return `${inside.slice(0, at)}${truth ? operator : opposite[operator]}${inside.slice(at + 2)}`;
}

const opposite: Readonly<Record<string, string>> = { '==': '!=', '<': '>=', '<=': '>', '>': '<=', '>=': '<' };
