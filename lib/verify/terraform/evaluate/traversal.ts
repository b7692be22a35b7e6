import { isFields, isSymbol, Reference, Text, Unresolved, type Value } from '../../world/value';
import { Deferred } from './deferred';
import { Failure, Undeployable } from './failure';
import { Lookup } from './lookup';
import { OpenVariable, openness } from './open-variable';
import { known, number, Stop, text } from './operands';
import { operate } from './operation';
import { equals } from './operators';
import type { Run } from './run';
import { partType } from './type-constraint';
import { AnyInstances, WholeResource } from './whole-resource';

/** The attribute of a value: of an object, a resource, a module, a variable. */
export function attributeOf(run: Run, value: Value, name: string): Value {
  if (value instanceof WholeResource || value instanceof Lookup) return value.get(name);
  if (value instanceof OpenVariable) return partOf(run, value, name, `.${name}`);
  if (value instanceof Deferred)
    return operate(run.decided, `.${name}`, [value], ([object]) => attributeOf(run, settled(object as Value), name));
  if (value instanceof Reference) return new Reference(value.resource, `${value.attribute ?? 'id'}.${name}`);
  if (value instanceof Unresolved) return value;
  if (isFields(value) && Object.hasOwn(value, name)) return value[name] as Value;
  return new Failure(`there is no attribute '${name}'`);
}

/** What is still put off ends the operation. */
function settled(value: Value): Value {
  if (value instanceof Deferred) throw new Stop(value);
  return value;
}

/** The element of a value by its number or key. */
export function elementOf(run: Run, value: Value, index: Value): Value {
  if (index instanceof Failure) return index;
  if (value instanceof AnyInstances) return value.instance;
  if (index instanceof OpenVariable || index instanceof Deferred) return openElement(run, value, index);
  return operate(run.decided, 'index', [value, index], () => literalElement(run, value, index));
}

function literalElement(run: Run, value: Value, index: Value): Value {
  if (Array.isArray(value))
    return value[number(index)] ?? (number(index) in value ? null : new Failure('the list has no such element'));
  if (value instanceof OpenVariable)
    return partOf(run, value, text(index), typeof index === 'number' ? `[${index}]` : `[${JSON.stringify(index)}]`);
  if (value instanceof Deferred)
    return operate(run.decided, `[${text(index)}]`, [value], ([list]) => elementOf(run, settled(list as Value), index));
  if (value instanceof Reference && !(value instanceof WholeResource))
    return new Reference(value.resource, `${value.attribute ?? 'id'}[${text(index)}]`);
  if (value instanceof Text) return new Failure('a text has no elements');
  // a block that the configuration writes as an object is a list of one
  if (isFields(value) && index === 0 && !Object.hasOwn(value, '0')) return value;
  return attributeOf(run, value, text(index));
}

/** The most keys that a variable is compared with. */
const mostKeys = 64;

/** What a map or list has under a key that is open: that of the key which the variable equals. */
function openElement(run: Run, value: Value, index: Value): Value {
  if (value instanceof Failure || typeof value !== 'object' || value === null || isSymbol(value))
    return unknownElement(value, index);
  const keys = Object.keys(value).map((key) => (Array.isArray(value) ? Number(key) : key));
  if (keys.length > mostKeys) return unknownElement(value, index);
  const tests = keys.map((key) => equals(run.decided, index, key));
  const at = tests.indexOf(true);
  if (at >= 0) return Object.values(value)[at] as Value;
  if (tests.every((test) => test === false)) return new Undeployable('no key fits');
  return operate(run.decided, 'index', [value, index, ...tests], ([map, key]) => elementOf(run, map as Value, known(key)));
}

function unknownElement(value: Value, index: Value): Value {
  if (value instanceof Failure) return value;
  return new Unresolved(`an element by a key that hangs on ${index instanceof OpenVariable ? index.name : 'variables'}`);
}

/** A part of an open variable is as open as it. */
export function partOf(run: Run, variable: OpenVariable, name: string, suffix: string): Value {
  const whole = variable.openness;
  const declared = whole.type.kind === 'object' && whole.type.attributes.has(name);
  const part = openness(partType(whole.type, name), whole.validated ? () => undefined : undefined);
  const { splits, secret, certain } = whole;
  return run.open(`${variable.name}${suffix}`, { ...part, splits, secret, certain: declared && certain });
}

/** An element of an open list or map that stands for each of its elements. */
export function anyElementOf(run: Run, variable: OpenVariable): Value {
  const whole = variable.openness;
  const element = openness(partType(whole.type, '0'), whole.validated ? (value) => whole.accepts([value]) : undefined);
  return run.open(`${variable.name}[*]`, { ...element, splits: false, nullable: false, secret: whole.secret });
}
