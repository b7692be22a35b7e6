import { isSymbol, Unresolved, type Value } from '../../world/value';
import { contentsOf } from './contents';
import { Deferred } from './deferred';
import type { Node } from './expression/syntax';
import { Failure, Undeployable } from './failure';
import { functions } from './functions/functions';
import { OpenVariable } from './open-variable';
import { list, Stop } from './operands';
import { type Decided, operate, tells } from './operation';
import { equals, logic } from './operators';
import type { Run } from './run';
import { elementOf } from './traversal';

export type Call = Extract<Node, { kind: 'call' }>;

/** How an argument is evaluated. */
type Evaluate = (argument: Node) => Value;

/** The value of a function's call. */
export function called(call: Call, evaluate: Evaluate, run: Run): Value {
  const args = argumentsOf(call, evaluate, run);
  if (!Array.isArray(args)) return args as Value;
  return special(call.name, args, run) ?? ordinary(call.name, args, run);
}

/** The arguments, the last of them spread if it ends in `...`. */
function argumentsOf(call: Call, evaluate: Evaluate, run: Run): readonly Value[] | Value {
  const args = call.args.map(evaluate);
  if (!call.spread) return args;
  const last = args.at(-1) as Value;
  if (last instanceof Failure || (!Array.isArray(last) && isSymbol(last)))
    return last instanceof Failure ? last : new Unresolved(`the arguments of ${call.name} are not known`);
  return operate(run.decided, '...', [last], ([values]) => [...args.slice(0, -1), ...list(values)]);
}

function special(name: string, args: readonly Value[], run: Run): Value | undefined {
  switch (name) {
    case 'try':
      return tried(args);
    case 'can':
      return can(args[0], run.decided);
    case 'coalesce':
      return coalesced(args, run, true);
    case 'coalescelist':
      return coalesced(args, run, false);
    case 'sensitive':
    case 'nonsensitive':
    case 'ephemeralasnull':
      return args[0] ?? null;
    case 'lookup':
      return lookedUp(args, run);
    case 'contains':
      return membership(args, run);
    default:
      return undefined;
  }
}

function ordinary(name: string, args: readonly Value[], run: Run): Value {
  const failure = args.find((arg) => arg instanceof Failure);
  if (failure) return failure;
  const compute = functions.get(name.replace(/^core::/, ''));
  if (!compute) return new Unresolved(`${name}() isn't computed`, tells({ operator: name, args }));
  if (!run.spend(args.reduce<number>((sum, arg) => sum + (Array.isArray(arg) ? arg.length : 1), 0) / 8))
    return new Unresolved('the configuration takes too long to evaluate');
  return operate(run.decided, name, args, (operands) => compute(...operands));
}

/** The first argument that doesn't fail. What may or may not be there leaves it open. */
function tried(args: readonly Value[]): Value {
  const first = args.find((arg) => !(arg instanceof Failure));
  if (first === undefined) return args[0] ?? new Failure('try needs an argument');
  return mayFail(first) && args.at(-1) !== first ? new Unresolved('whether an expression fails is not known') : first;
}

function can(value: Value | undefined, decided: Decided): Value {
  if (value instanceof Failure || value === undefined) return false;
  if (value instanceof Deferred) return decided(`can(${value.text})`) ?? deferredCan(value, decided);
  return mayFail(value) ? new Unresolved('whether an expression fails is not known') : true;
}

const deferredCan = (value: Deferred, decided: Decided): Value =>
  new Deferred(`can(${value.text})`, 'can', [value], value.variables, (assignment) => can(value.compute(assignment), decided));

function mayFail(value: Value): boolean {
  if (value instanceof OpenVariable) return !value.openness.certain;
  return value instanceof Unresolved;
}

/** The first argument that is neither null nor empty. */
function coalesced(args: readonly Value[], run: Run, ofText: boolean): Value {
  const failure = args.find((arg) => arg instanceof Failure);
  if (failure) return failure;
  for (const [index, arg] of args.entries()) {
    const missing = ofText
      ? isMissing(arg, run)
      : operate(run.decided, 'empty', [arg], ([value]) => value === null || list(value).length === 0);
    if (missing === true) continue;
    if (missing === false) return arg;
    run.want(missing, 'content');
    return operate(run.decided, 'coalesce', [missing, ...args.slice(index)], undecided);
  }
  return new Failure('no argument is left');
}

function isMissing(value: Value, run: Run): Value {
  return logic(run.decided, '||', equals(run.decided, value, null), equals(run.decided, value, ''));
}

function undecided(args: readonly Value[]): Value {
  const open = args.slice(1).find((arg) => contentsOf(arg).variables.size > 0 || isSymbol(arg));
  if (open !== undefined && isSymbol(args[0] as Value)) throw new Stop(args[0] as Value);
  return args.slice(1).find((arg) => arg !== null && arg !== '') ?? new Failure('no argument is left');
}

/** A look-up by a key that is open; once it equals none of the keys, it is the default. */
function lookedUp([map, key, ...rest]: readonly Value[], run: Run): Value | undefined {
  if (map === undefined || !(key instanceof OpenVariable || key instanceof Deferred)) return undefined;
  const found = elementOf(run, map, key);
  return found instanceof Undeployable && rest[0] !== undefined ? rest[0] : found;
}

/** Whether a list has a value, by comparing with each element: each comparison can be told apart. */
function membership([values, value]: readonly Value[], run: Run): Value | undefined {
  if (values === undefined || value === undefined || !Array.isArray(values) || contentsOf(value).literal) return undefined;
  if (values.length > 64) return undefined;
  return values
    .map((member) => equals(run.decided, value, member as Value))
    .reduce((some, test) => logic(run.decided, '||', some, test), false as Value);
}
