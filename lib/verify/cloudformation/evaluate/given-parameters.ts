import { UnusableInput } from '../../unusable-input';
import { isMapping, type Json, member, members } from '../load/json';
import { text } from './parameter';

/** The values given for parameters. */
export interface GivenParameters {
  /** The value of a parameter of a stack; undefined if it stays open. */
  readonly value: (stack: string, name: string) => string | undefined;
  readonly all: readonly Given[];
}

/** One value, for the parameter of every stack or of the one that is named. */
export interface Given {
  readonly stack?: string;
  readonly name: string;
  readonly value: string;
}

const shapes = 'write {"Name": "value"}, {"Stack": {"Name": "value"}} or [{"ParameterKey": "Name", "ParameterValue": "value"}]';

/**
 * Reads the values of parameters: by name, by stack and name, or in the list that the AWS CLI takes.
 * Throws an UnusableInput if it has none of these shapes.
 */
export function givenParameters(input: unknown): GivenParameters {
  const given = input === undefined || input === null ? [] : entriesOf(input as Json);
  const byKey = new Map(given.map(({ stack, name, value }) => [keyOf(stack, name), value]));
  return {
    value: (stack, name) => byKey.get(keyOf(stack, name)) ?? byKey.get(keyOf(undefined, name)),
    all: given,
  };
}

const keyOf = (stack: string | undefined, name: string): string => JSON.stringify([stack ?? null, name]);

function entriesOf(input: Json): Given[] {
  if (Array.isArray(input)) return input.map(listed);
  if (!isMapping(input)) throw new UnusableInput(`parameters must be a mapping or a list: ${shapes}`);
  const inner = member(input, 'Parameters');
  if (inner !== undefined && typeof inner === 'object') return entriesOf(inner);
  return members(input).flatMap(([name, value]) =>
    isMapping(value) ? members(value).map(([own, each]) => entry(own, each, name)) : [entry(name, value)],
  );
}

function listed(item: Json): Given {
  const name = member(item, 'ParameterKey');
  const value = member(item, 'ParameterValue');
  if (typeof name === 'string' && value !== undefined) return entry(name, value);
  throw new UnusableInput(`a parameter in the list has no ParameterKey or ParameterValue: ${shapes}`);
}

function entry(name: string, value: Json, stack?: string): Given {
  const written = text(value);
  if (written === undefined) throw new UnusableInput(`parameter '${name}' must be a text, a number or a list: ${shapes}`);
  return { ...(stack !== undefined && { stack }), name, value: written };
}
