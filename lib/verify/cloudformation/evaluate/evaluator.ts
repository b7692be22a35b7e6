import { Reference, Text, Unresolved, type Value } from '../../world/value';
import { isMapping, type Json, member } from '../load/json';
import type { Assignment } from './assignment';
import { decided } from './condition';
import type { Evaluation } from './evaluation';
import { candidates, type Export, type ExportIndex, exportsOf, isAssumed } from './exports';
import { functions } from './functions';
import { withOwnNames } from './own-names';
import type { Parameter } from './parameter';
import { received } from './passed-parameter';
import { isPseudo, pseudoText, pseudoValue, pseudoVariable } from './pseudo';
import type { Recorder } from './recorder';
import type { Stack } from './stack';
import type { System } from './system';
import { joined, partsOf, textOf } from './text';
import { merge, type Touches, touch, use } from './touches';
import { type Truth, Undecided } from './truth';
import { chosenValue, OpenParameter, OutsideParameter, openValue, type Variable, variableOf } from './variable';

/** How many evaluations may be under way inside each other; a chain of references that is longer stays unresolved. */
const deepest = 600;

/** A result with everything that it hung on. */
export interface Tracked<T> {
  readonly value: T;
  readonly touches: Touches;
  /** Why CloudFormation would refuse to deploy the assignment. */
  readonly refusal: string | undefined;
}

/** Evaluates a system's templates under one assignment; what is used twice is computed once. */
export class Evaluator implements Evaluation {
  readonly #known = new Map<string, Tracked<unknown>>();
  readonly #running = new Set<string>();
  #touches: Touches = new Map();
  #refusal: string | undefined;
  #purpose: number = use.value;
  readonly #conditions = new Map<string, Tracked<Truth>>();
  #depth = 0;
  #direct = false;
  #exports: ExportIndex | undefined;

  constructor(
    private readonly system: System,
    private readonly assignment: Assignment,
    private readonly recorder?: Recorder,
  ) {}

  get stacks(): readonly Stack[] {
    return this.system.stacks;
  }

  /** What the conditions that have been asked for hung on, by their keys. */
  get conditions(): ReadonlyMap<string, Tracked<Truth>> {
    return this.#conditions;
  }

  /** Computes something and tells what it hung on. */
  tracked<T>(compute: () => T): Tracked<T> {
    const [outerTouches, outerRefusal] = [this.#touches, this.#refusal];
    this.#touches = new Map();
    this.#refusal = undefined;
    try {
      return { value: compute(), touches: this.#touches, refusal: this.#refusal };
    } finally {
      this.#touches = outerTouches;
      this.#refusal = outerRefusal;
    }
  }

  once<T>(key: string, circular: T, compute: () => T): T {
    const known = this.#known.get(key) as Tracked<T> | undefined;
    if (known) return this.#adopted(known);
    if (this.#running.has(key)) return circular;
    this.#running.add(key);
    const found = this.tracked(compute);
    this.#running.delete(key);
    this.#known.set(key, found);
    return this.#adopted(found);
  }

  #adopted<T>({ value, touches, refusal }: Tracked<T>): T {
    merge(this.#touches, touches);
    this.#refusal ??= refusal;
    return value;
  }

  evaluate(node: Json | undefined, stack: Stack): Value | undefined {
    if (typeof node === 'string') return this.#text(node);
    if (typeof node === 'number' && !Number.isFinite(node)) return new Unresolved('a number is too large');
    if (typeof node === 'number' && String(node) === this.system.account) return new Reference('AWS::AccountId');
    if (node === undefined || node === null || typeof node !== 'object') return node;
    if (this.#depth >= deepest) return new Unresolved('references lead too far');
    this.#depth++;
    try {
      return isMapping(node) ? this.#mapping(node, stack) : this.#list(node as readonly Json[], stack);
    } finally {
      this.#depth--;
    }
  }

  #text(text: string): Value {
    const parts = withOwnNames(text, this.system);
    return parts.length > 1 || text.includes('{{resolve:') ? textOf(parts) : text;
  }

  #list(items: readonly Json[], stack: Stack): Value[] {
    return items.map((item) => this.evaluate(item, stack)).filter((value) => value !== undefined);
  }

  #mapping(node: { readonly [name: string]: Json }, stack: Stack): Value | undefined {
    const names = Object.keys(node);
    const name = names.find((each) => each.startsWith('Fn::') || (each === 'Ref' && names.length === 1));
    if (name !== undefined) return this.#call(name, node[name] ?? null, names.length, stack);
    const fields: [string, Value][] = [];
    for (const each of names) {
      const value = this.evaluate(node[each], stack);
      if (value !== undefined) fields.push([each, value]);
    }
    return Object.fromEntries(fields);
  }

  #call(name: string, argument: Json, members: number, stack: Stack): Value | undefined {
    const compute = members === 1 ? functions.get(name) : undefined;
    if (compute) return compute(argument, stack, this);
    return new Unresolved(`${name} can't be computed from the inputs`);
  }

  /** Whether a condition holds, by the key that it is noted under, and what that hung on. */
  condition(key: string): Tracked<Truth> | undefined {
    const [, id = '', name = ''] = key.split('\n');
    const stack = this.system.stacks.find((each) => each.id === id);
    if (stack) this.holds(name, stack);
    return this.#conditions.get(key);
  }

  holds(name: string, stack: Stack): Truth {
    const key = conditionKey(name, stack);
    const node = stack.conditions.get(name);
    if (node === undefined) return new Undecided(`there is no condition '${name}' in ${stack.id}`);
    const circular = new Undecided(`condition '${name}' hangs on itself`);
    const found = this.tracked(() => this.once<Truth>(key, circular, () => this.decide(node, stack)));
    this.#conditions.set(key, found);
    touch(this.#touches, key, use.truth);
    // a resource is shared by its conditions' truths, so that what else they met is theirs
    if (this.#purpose === use.comparison) this.#refusal ??= found.refusal;
    return found.value;
  }

  decide(node: Json | undefined, stack: Stack): Truth {
    if (this.#depth >= deepest) return new Undecided('conditions lead too far');
    const outer = this.#purpose;
    this.#purpose = use.comparison;
    this.#depth++;
    try {
      return decided(node, stack, this);
    } finally {
      this.#purpose = outer;
      this.#depth--;
    }
  }

  parameter(name: string, stack: Stack): Value | undefined {
    const parameter = stack.parameters.get(name);
    if (!parameter) return new Unresolved(`there is no parameter '${name}' in ${stack.id}`);
    return stack.parent ? this.#passed(parameter, stack, stack.parent) : this.#chosen(parameter, stack);
  }

  #chosen(parameter: Parameter, stack: Stack): Value {
    const variable = variableOf(parameter, stack);
    const given = this.system.given.value(stack.id, parameter.name);
    return given === undefined ? this.#variable(variable, parameter) : chosenValue(variable, parameter, given);
  }

  #variable(variable: Variable, parameter: Parameter): Value {
    touch(this.#touches, variable.key, this.#purpose);
    const chosen = this.assignment.chosen.get(variable.key);
    if (chosen !== undefined) return chosenValue(variable, parameter, chosen);
    return openValue(variable, parameter, this.assignment.excluded.get(variable.key) ?? new Set());
  }

  /** What a nested stack is given by the one around it; else the default, as nobody else can give anything. */
  #passed(parameter: Parameter, stack: Stack, parent: NonNullable<Stack['parent']>): Value | undefined {
    const variable = variableOf(parameter, stack);
    const properties = member(parent.stack.resources.get(parent.logicalId)?.json, 'Properties');
    const argument = member(member(properties, 'Parameters'), parameter.name);
    const missing = new Unresolved(`parameter '${parameter.name}' of ${stack.id} isn't given`);
    if (argument === undefined) {
      return parameter.defaultText === undefined ? missing : chosenValue(variable, parameter, parameter.defaultText);
    }
    const circular = new Unresolved(`parameter '${parameter.name}' of ${stack.id} hangs on itself`);
    return this.once<Value | undefined>(`parameter ${variable.key} ${this.#purpose}`, circular, () => {
      const value = this.evaluate(argument, parent.stack) ?? missing;
      return received(value, variable, parameter);
    });
  }

  pseudo(name: string, stack: Stack): Value | undefined {
    return pseudoValue(name, stack, this.system);
  }

  concrete(value: Value | undefined, stack: Stack): Value | undefined {
    if (value instanceof Text) return joined(value.parts.map((part) => this.concrete(part, stack)));
    if (!isPseudo(value)) return value;
    const text = pseudoText(value.resource, stack, this.system);
    if (text !== undefined) return text;
    const { variable, parameter } = pseudoVariable(value);
    return this.#variable(variable, parameter);
  }

  output(name: string, stack: Stack): Value | undefined {
    const output = stack.outputs.get(name);
    const missing = new Unresolved(`${stack.id} has no output '${name}'`);
    if (output === undefined) return missing;
    const circular = new Unresolved(`output '${name}' of ${stack.id} hangs on itself`);
    return this.once<Value | undefined>(`output ${stack.id} ${name} ${this.#purpose}`, circular, () => {
      const condition = member(output, 'Condition');
      const present = typeof condition === 'string' ? this.holds(condition, stack) : true;
      if (present === false) this.refused(missing.reason);
      const value = present === false ? missing : this.evaluate(member(output, 'Value'), stack);
      return present instanceof Undecided ? new Unresolved(present.reason) : value;
    });
  }

  exported(node: Json, stack: Stack): Value | undefined {
    const name = this.evaluate(node, stack) ?? '';
    const found = this.#candidates(name, stack);
    for (const { stack: exporter, output } of found) this.#adopted(this.tracked(() => this.#exportName(exporter, output)));
    const values = found.map((each) => this.output(each.output, each.stack));
    const key = `${stack.id} ${JSON.stringify(node)}`;
    const missing = new Unresolved(`the export '${shown(name)}' isn't in the inputs`);
    if (found.length > 0) this.recorder?.imports.add(key);
    else if (this.system.imports.has(key)) this.refused(missing.reason);
    if (found.length > 1) return new Unresolved(`the export '${shown(name)}' may be one of several`);
    const [only] = found;
    if (only && isAssumed(name, only)) this.system.assumptions.add(`${stack.id} imports '${shown(name)}' from ${only.stack.id}`);
    return only ? values[0] : missing;
  }

  #candidates(name: Value, stack: Stack): readonly Export[] {
    this.#exports ??= this.tracked(() =>
      exportsOf(this.system.stacks, (exporter, output) => this.#exportName(exporter, output)),
    ).value;
    return candidates(name, stack, this.#exports);
  }

  #exportName(stack: Stack, output: string): Value | undefined {
    const node = member(member(stack.outputs.get(output), 'Export'), 'Name');
    const circular = new Unresolved(`the export of '${output}' hangs on itself`);
    return this.once<Value | undefined>(`export ${stack.id} ${output}`, circular, () => this.evaluate(node, stack));
  }

  compared(operands: readonly Json[], stack: Stack, compare: () => Truth): Truth {
    const outer = this.#direct;
    this.#direct = false;
    const found = this.tracked(compare);
    const direct = this.#direct;
    this.#direct = outer;
    const truth = this.#adopted(found);
    // a parameter that is compared with a literal is told apart by that literal
    if (!(truth instanceof Undecided) || direct) return truth;
    const key = `comparison ${stack.id} ${JSON.stringify(operands)}`;
    const variables = [...found.touches.keys()];
    this.recorder?.comparisons.set(key, { key, operands, stack, variables });
    touch(this.#touches, key, use.comparison);
    return this.assignment.comparisons.get(key) ?? truth;
  }

  noted(value: Value | undefined, literals: readonly string[], lookedUp = false): void {
    if (literals.length === 0 || !(value instanceof OpenParameter || value instanceof OutsideParameter)) return;
    if (!lookedUp && value instanceof OpenParameter && value.list) return;
    const { key } = value.variable;
    if (lookedUp) touch(this.#touches, key, use.key);
    else this.#direct = true;
    const known = this.recorder?.literals.get(key) ?? new Set();
    for (const literal of literals) known.add(literal);
    this.recorder?.literals.set(key, known);
  }

  refused(reason: string): void {
    this.#refusal ??= reason;
  }
}

const conditionKey = (name: string, stack: Stack): string => `condition\n${stack.id}\n${name}`;

const shown = (name: Value): string =>
  partsOf(name)
    .map((part) => (typeof part === 'string' ? part : '…'))
    .join('');
