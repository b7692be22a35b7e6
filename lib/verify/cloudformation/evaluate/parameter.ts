import { type Json, member } from '../load/json';
import { alternatives, type Matcher, patternMatcher } from './allowed-pattern';
import { parameterType } from './parameter-type';

/** A template's parameter: which values it admits. */
export interface Parameter {
  readonly name: string;
  readonly list: boolean;
  readonly secret: boolean;
  /** Whether its value is an id or a place that lies outside the inputs. */
  readonly outside: boolean;
  /** Whether the value that it stands for isn't the text given, but kept elsewhere: in SSM. */
  readonly indirect: boolean;
  readonly allowed?: readonly string[];
  readonly defaultText?: string;
  /** Whether one value, or one item of a list, is admitted. */
  readonly admitsItem: Matcher;
  /** Whether a text as given at deployment is admitted: lists separated by commas. */
  readonly admits: Matcher;
}

export function parameterOf(name: string, json: Json): Parameter {
  const typeName = text(member(json, 'Type')) ?? 'String';
  const { list, outside, admits: typed } = parameterType(typeName);
  const pattern = text(member(json, 'AllowedPattern'));
  const allowed = allowedValues(member(json, 'AllowedValues')) ?? (pattern === undefined ? undefined : alternatives(pattern));
  const admitsItem = all([typed, oneOf(allowed), patterned(json), sized(json), ranged(json, typeName)]);
  return {
    name,
    list,
    outside,
    indirect: typeName.startsWith('AWS::SSM::Parameter::Value'),
    secret: String(member(json, 'NoEcho') ?? false) === 'true',
    // in a list, each item is one of them
    ...(allowed && !list && { allowed: allowed.filter((value) => admitsItem(value) !== false) }),
    ...(text(member(json, 'Default')) !== undefined && { defaultText: text(member(json, 'Default')) }),
    admitsItem,
    admits: list ? (value) => every(listItems(value).map(admitsItem)) : admitsItem,
  };
}

/** A list as CloudFormation reads it from a text. */
export const listItems = (value: string): string[] => value.split(',').map((item) => item.trim());

/** What a literal is as text, the only type that parameters know. */
export function text(value: Json | undefined): string | undefined {
  if (Array.isArray(value)) return value.map((item) => text(item) ?? '').join(',');
  return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}

const allowedValues = (value: Json | undefined): string[] | undefined =>
  Array.isArray(value) ? [...new Set(value.flatMap((item) => text(item) ?? []))] : undefined;

const oneOf = (allowed: readonly string[] | undefined): Matcher => {
  const set = allowed && new Set(allowed);
  return (value) => set?.has(value) ?? true;
};

function patterned(json: Json): Matcher {
  const pattern = member(json, 'AllowedPattern');
  return typeof pattern === 'string' ? patternMatcher(pattern) : () => true;
}

function sized(json: Json): Matcher {
  const [least, most] = [limit(json, 'MinLength', 0), limit(json, 'MaxLength', Number.POSITIVE_INFINITY)];
  return (value) => value.length >= least && value.length <= most;
}

function ranged(json: Json, typeName: string): Matcher {
  if (!typeName.includes('Number')) return () => true;
  const [least, most] = [limit(json, 'MinValue', Number.NEGATIVE_INFINITY), limit(json, 'MaxValue', Number.POSITIVE_INFINITY)];
  return (value) => Number(value) >= least && Number(value) <= most;
}

function limit(json: Json, name: string, otherwise: number): number {
  const value = Number(text(member(json, name)) ?? Number.NaN);
  return Number.isNaN(value) ? otherwise : value;
}

const all =
  (matchers: readonly Matcher[]): Matcher =>
  (value) =>
    every(matchers.map((matches) => matches(value)));

function every(results: readonly (boolean | undefined)[]): boolean | undefined {
  if (results.includes(false)) return false;
  return results.includes(undefined) ? undefined : true;
}
