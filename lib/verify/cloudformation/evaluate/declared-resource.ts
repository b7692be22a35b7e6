import type { Fields, Value } from '../../world/value';
import { isFields } from '../../world/value';
import type { Resource } from '../../world/world';
import { isMapping, type Json, type JsonMapping, member } from '../load/json';
import type { Evaluator, Tracked } from './evaluator';
import { isContainer, isHarmless } from './harmless';
import { type Declaration, resourceId, type Stack } from './stack';
import type { System } from './system';
import { and, type Truth, Undecided } from './truth';

/** A resource as a template declares it, under its id. */
export interface DeclaredResource {
  readonly id: string;
  readonly stack: Stack;
  readonly logicalId: string;
  readonly declaration: Declaration;
  readonly type: string;
}

/** All resources of a system, those of nested stacks among them. */
export const declaredResources = (system: System): DeclaredResource[] =>
  system.stacks.flatMap((stack) =>
    [...stack.resources].flatMap(([logicalId, declaration]) => {
      const type = member(declaration.json, 'Type');
      return typeof type === 'string' ? [{ id: resourceId(stack, logicalId), stack, logicalId, declaration, type }] : [];
    }),
  );

/** The resource in the evaluator's assignment, undefined if it isn't there, and what it hung on where that matters. */
export function evaluatedResource(
  declared: DeclaredResource,
  evaluator: Evaluator,
  system: System,
): Tracked<Resource | undefined> {
  return evaluator.tracked(() => {
    const present = presence(declared.stack, declared.declaration, evaluator);
    return present === false ? undefined : resourceOf(declared, present, evaluator, system);
  });
}

/** Whether a resource is there: its own condition, and those of the stacks around it. */
function presence(stack: Stack, { condition }: Declaration, evaluator: Evaluator): Truth {
  const own = condition === undefined ? true : evaluator.holds(condition, stack);
  const around = stack.parent?.stack.resources.get(stack.parent.logicalId);
  return stack.parent && around ? and([own, presence(stack.parent.stack, around, evaluator)]) : own;
}

function resourceOf(declared: DeclaredResource, present: Truth, evaluator: Evaluator, system: System): Resource {
  const { id, stack, declaration, type } = declared;
  const place = { resource: id, type, file: stack.template.file, pointer: declaration.pointer };
  const harmless = system.inert(type);
  return {
    id,
    type,
    properties: fieldsOf(declared, 'Properties', evaluator, (name) => harmless || isHarmless(type, name)),
    metadata: fieldsOf(declared, 'Metadata', evaluator, () => true),
    place,
    ...(present instanceof Undecided && { doubt: { reason: present.reason, place } }),
  };
}

/** The evaluated members of a section; what the harmless ones hang on isn't tracked. */
function fieldsOf(
  declared: DeclaredResource,
  section: string,
  evaluator: Evaluator,
  harmless: (name: string) => boolean,
): Fields {
  const json = member(declared.declaration.json, section);
  if (!isMapping(json)) return {};
  return isWritten(json) ? members(json, { declared, evaluator, harmless }) : whole(json, declared, evaluator);
}

interface Section {
  readonly declared: DeclaredResource;
  readonly evaluator: Evaluator;
  readonly harmless: (name: string) => boolean;
}

/** Whether a mapping's members are written out, and not given by a function. */
function isWritten(json: JsonMapping): boolean {
  const names = Object.keys(json);
  return !names.some((name) => name.startsWith('Fn::') || (name === 'Ref' && names.length === 1));
}

function members(json: JsonMapping, section: Section): Fields {
  const { evaluator, harmless } = section;
  const names = Object.keys(json);
  const evaluated = (some: readonly string[]): [string, Value][] =>
    some.flatMap((name): [string, Value][] => {
      const value = inner(name, json[name], section);
      return value === undefined ? [] : [[name, value]];
    });
  const aside = names.filter(harmless);
  const told = evaluated(aside.length === 0 ? names : names.filter((name) => !harmless(name)));
  return Object.fromEntries(aside.length === 0 ? told : [...told, ...evaluator.tracked(() => evaluated(aside)).value]);
}

/** A member's value; in a container harmless names are told apart again. */
function inner(name: string, json: Json | undefined, section: Section): Value | undefined {
  const parts = Array.isArray(json) ? json : [json];
  if (!isContainer(name) || !parts.every((part) => isMapping(part) && isWritten(part)))
    return section.evaluator.evaluate(json, section.declared.stack);
  const values = parts.map((part) => members(part as JsonMapping, section));
  return Array.isArray(json) ? values : values[0];
}

/** A section that is given by a function as a whole. */
function whole(json: Json, declared: DeclaredResource, evaluator: Evaluator): Fields {
  const value = evaluator.evaluate(json, declared.stack);
  return isFields(value) ? value : {};
}
