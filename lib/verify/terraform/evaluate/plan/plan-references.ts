import { Reference, Unresolved, type Value } from '../../../world/value';
import { isSecretAttribute } from '../../credentials/secret-attributes';
import { isObject, type Json, type JsonObject, objectAt, own } from '../../load/json';
import { calledModule, type PlannedModule, referencesOf, type Step, stepsOf } from './plan-configuration';
import type { PlannedResource } from './plan-document';

/** What references in a plan can lead to. */
export interface PlanIndex {
  /** What ids begin with: empty, or `NAME/` where several plans are judged. */
  readonly prefix: string;
  readonly root: PlannedModule;
  /** What was given for the root's variables: `{ NAME: { value } }`. */
  readonly variables: JsonObject;
  readonly byAddress: ReadonlyMap<string, PlannedResource>;
  /** The instances of a resource by its address without their keys. */
  readonly instances: ReadonlyMap<string, readonly PlannedResource[]>;
}

/** Where an expression stands. */
export interface Standing {
  readonly steps: readonly Step[];
  readonly module: PlannedModule;
  /** The key of the resource or module instance that it is of, as in its address. */
  readonly key: string;
}

/** References lead through at most so many modules and attributes. */
const longest = 24;

export function planIndex(
  root: PlannedModule,
  resources: readonly PlannedResource[],
  variables: JsonObject,
  prefix: string,
): PlanIndex {
  const instances = new Map<string, PlannedResource[]>();
  for (const resource of resources) {
    const base = `${prefixOf(resource.module)}${resource.type}.${resource.name}`;
    const found = instances.get(base);
    if (found) found.push(resource);
    else instances.set(base, [resource]);
  }
  return { prefix, root, variables, instances, byAddress: new Map(resources.map((resource) => [resource.address, resource])) };
}

const prefixOf = (module: string): string => (module === '' ? '' : `${module}.`);

/** How a resource's key stands in its address. */
const keyText = (index: string | number | undefined): string => (index === undefined ? '' : `[${JSON.stringify(index)}]`);

export function standingOf(index: PlanIndex, resource: PlannedResource): Standing {
  const steps = stepsOf(resource.module);
  return {
    steps,
    module: steps.reduce((module, { call }) => calledModule(module, call), index.root),
    key: keyText(resource.index),
  };
}

/** The resource's own expressions. */
const expressionsOf = (standing: Standing, resource: PlannedResource): JsonObject =>
  objectAt(standing.module.resources.get(`${resource.type}.${resource.name}`) ?? {}, 'expressions');

/** The same; undefined if the plan doesn't show how the resource is configured. */
export const configuredExpressions = (standing: Standing, resource: PlannedResource): JsonObject | undefined =>
  standing.module.resources.has(`${resource.type}.${resource.name}`) ? expressionsOf(standing, resource) : undefined;

/** What an expression that is known after apply leads to, one value for each reference that isn't known before. */
export function targetsOf(index: PlanIndex, expression: Json | undefined, standing: Standing, depth = 0): readonly Value[] {
  const references = referencesOf(expression);
  return references.flatMap(
    (reference) => targetOf(index, reference, { ...standing, key: keyFor(references, standing) }, depth + 1) ?? [],
  );
}

/** The instance's own key counts where the expression uses it. */
const keyFor = (references: readonly string[], { key }: Standing): string =>
  references.some((reference) => /^(each\.key|each\.value|count\.index)\b/.test(reference)) ? key : '';

/** What one reference stands for, whether it is known or not. */
export function referenceValue(index: PlanIndex, reference: string, standing: Standing): Value {
  const target = targetOf(index, reference, standing, 0);
  return target ?? knownValue(index, reference, standing) ?? new Unresolved(`what ${reference} is can't be told from the plan`);
}

function knownValue(index: PlanIndex, reference: string, standing: Standing): Value | undefined {
  const [first = '', second = '', ...rest] = reference.split('.');
  if (first === 'var') return rest.length > 0 ? undefined : givenValue(index, second, standing);
  if (reference === 'each.key' || reference === 'count.index') return standing.key.replace(/^\["?|"?\]$/g, '');
  const name = second.replace(/\[.*/, '');
  const instances = index.instances.get(`${addressOf(standing.steps)}${first}.${name}`) ?? [];
  const resource = index.byAddress.get(`${addressOf(standing.steps)}${first}.${second}`) ?? onlyOf(instances);
  const attribute = rest.length === 1 ? (rest[0] ?? '') : '';
  if (own(resource?.sensitive ?? {}, attribute) === true) return new Unresolved(`${reference} is sensitive`, true);
  return own(resource?.values ?? {}, attribute) as Value | undefined;
}

/** What was given for a variable of the root; a secret isn't told. */
function givenValue(index: PlanIndex, name: string, standing: Standing): Value | undefined {
  if (standing.steps.length > 0) return undefined;
  if (isSensitive(standing.module, name)) return new Unresolved(`the variable ${name} is sensitive`, true);
  return own(objectAt(index.variables, name), 'value') as Value | undefined;
}

const isSensitive = ({ variables }: PlannedModule, name: string): boolean => own(objectAt(variables, name), 'sensitive') === true;

/** Whether an expression takes a sensitive variable, or an attribute that is a secret, known or not. */
export const takesSensitive = ({ module }: Standing, expression: Json | undefined): boolean =>
  referencesOf(expression).some((reference) => {
    const [, address = '', attribute] = /^([^.]+\.[^.]+)(?:\.(.+))?$/.exec(reference) ?? [];
    return isSensitive(module, /^var\.([^.[]+)/.exec(reference)?.[1] ?? '') || isSecretAttribute(address, attribute);
  });

/** Whether a reference is to a variable of the root, and what was given for it passes a test. */
export function isGiven(index: PlanIndex, reference: string, { steps }: Standing, test: (value: Json) => boolean): boolean {
  const name = steps.length === 0 ? /^var\.([^.[]+)$/.exec(reference)?.[1] : undefined;
  const value = name === undefined ? undefined : own(objectAt(index.variables, name), 'value');
  return value !== undefined && test(value);
}

function targetOf(index: PlanIndex, reference: string, standing: Standing, depth: number): Value | undefined {
  if (depth > longest) return new Unresolved(`${reference} leads too far`);
  const parts =
    /^([\p{L}_][\p{L}\p{N}_-]*)(?:\.([\p{L}_][\p{L}\p{N}_-]*))?((?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?)(?:\.(.*))?$/su.exec(
      reference,
    );
  const [, first = '', second = '', key = '', rest] = parts ?? [];
  if (['count', 'path', 'terraform', 'self'].includes(first) || reference === 'each.key') return undefined;
  if (first === 'local' || first === 'data' || first === 'each' || !parts)
    return new Unresolved(`${reference} is known after apply`);
  if (first === 'var') return inputTarget(index, second, rest, standing, depth);
  if (first === 'module') return outputTarget(index, { call: second, key: key || standing.key }, rest, standing, depth);
  return resourceTarget(index, `${addressOf(standing.steps)}${first}.${second}`, key || standing.key, rest, depth);
}

const addressOf = (steps: readonly Step[]): string => steps.map(({ call, key }) => `module.${call}${key}.`).join('');

/** A module's variable is what its call gives; the root's variables are known. */
function inputTarget(
  index: PlanIndex,
  name: string,
  rest: string | undefined,
  { steps }: Standing,
  depth: number,
): Value | undefined {
  const last = steps.at(-1);
  if (!last) return undefined;
  const outer = steps.slice(0, -1);
  const module = outer.reduce((found, { call }) => calledModule(found, call), index.root);
  const expression = own(objectAt(objectAt(module.calls, last.call), 'expressions'), name);
  const targets = targetsOf(index, expression, { steps: outer, module, key: last.key }, depth);
  return only(targets, rest, `var.${name}`);
}

function outputTarget(
  index: PlanIndex,
  step: Step,
  rest: string | undefined,
  { steps, module }: Standing,
  depth: number,
): Value | undefined {
  const [, output = '', further] = /^([^.[]+)\.?(.*)$/s.exec(rest ?? '') ?? [];
  const called = calledModule(module, step.call);
  const expression = own(objectAt(called.outputs, output), 'expression');
  const inside = [true, false].map((keyed) => [...steps, keyed ? step : { ...step, key: '' }]);
  const at = inside.find((path) => hasResources(index, addressOf(path))) ?? inside[0] ?? steps;
  return only(
    targetsOf(index, expression, { steps: at, module: called, key: '' }, depth),
    further || undefined,
    `module.${step.call}.${output}`,
  );
}

const hasResources = (index: PlanIndex, prefix: string): boolean => modulesOf(index).has(prefix);

const modules = new WeakMap<PlanIndex, ReadonlySet<string>>();

/** The addresses of the module instances that hold resources, at any depth. */
function modulesOf(index: PlanIndex): ReadonlySet<string> {
  const found =
    modules.get(index) ??
    new Set(
      [...index.byAddress.values()].flatMap(({ module }) =>
        stepsOf(module).map((_, at, steps) => addressOf(steps.slice(0, at + 1))),
      ),
    );
  modules.set(index, found);
  return found;
}

function only(targets: readonly Value[], rest: string | undefined, name: string): Value | undefined {
  const [target, ...others] = targets;
  if (others.length > 0) return new Unresolved(`${name} hangs on several values that are known after apply`);
  if (rest === undefined || !(target instanceof Reference)) return target;
  const attribute = target.attribute === undefined ? rest : `${target.attribute}.${rest}`;
  return new Reference(target.resource, attribute === 'id' ? undefined : attribute);
}

function resourceTarget(
  index: PlanIndex,
  base: string,
  key: string,
  attribute: string | undefined,
  depth: number,
): Value | undefined {
  const instances = index.instances.get(base) ?? [];
  const resource =
    index.byAddress.get(`${base}${key}`) ?? (key === '' || instances[0]?.index === undefined ? onlyOf(instances) : undefined);
  if (!resource) return new Unresolved(`${base} is known after apply`);
  if (attribute === undefined || attribute === 'id') return new Reference(index.prefix + resource.address);
  return attributeTarget(index, resource, attribute, depth);
}

const onlyOf = (instances: readonly PlannedResource[]): PlannedResource | undefined =>
  instances.length === 1 ? instances[0] : undefined;

/** An attribute that the resource's own configuration leads on is what that leads to; one that is known isn't what is waited for. */
function attributeTarget(index: PlanIndex, resource: PlannedResource, attribute: string, depth: number): Value | undefined {
  const [name = ''] = attribute.split(/[.[]/);
  if (own(resource.unknown, name) === undefined && own(resource.values, name) !== undefined) return undefined;
  const standing = standingOf(index, resource);
  const expression = own(expressionsOf(standing, resource), name);
  const [target, ...others] = isObject(expression) && name === attribute ? targetsOf(index, expression, standing, depth) : [];
  return target !== undefined && others.length === 0 ? target : new Reference(index.prefix + resource.address, attribute);
}
