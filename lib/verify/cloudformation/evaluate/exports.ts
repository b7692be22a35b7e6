import { AnyOf, Reference, Unresolved, type Value } from '../../world/value';
import { member } from '../load/json';
import { same } from './equal';
import type { Stack } from './stack';
import { type Part, partsOf } from './text';

/** An output under the name that it is exported by. */
export interface Export {
  readonly name: Value;
  readonly output: string;
  readonly stack: Stack;
}

/** Exports by their names; those whose names are open under ''. */
export type ExportIndex = ReadonlyMap<string, readonly Export[]>;

/** All exports of stacks, under the names that they evaluate to. */
export function exportsOf(stacks: readonly Stack[], nameOf: (stack: Stack, output: string) => Value | undefined): ExportIndex {
  const index = new Map<string, Export[]>();
  for (const stack of stacks) {
    for (const [output, json] of stack.outputs) {
      const name = member(member(json, 'Export'), 'Name') === undefined ? undefined : nameOf(stack, output);
      const key = typeof name === 'string' ? name : '';
      const known = index.get(key);
      if (name !== undefined && known) known.push({ name, output, stack });
      else if (name !== undefined) index.set(key, [{ name, output, stack }]);
    }
  }
  return index;
}

/**
 * The exports that an import can mean: those of that very name, else those whose name can become it.
 * An export is only seen in its own account and region ("Get exported outputs from a deployed CloudFormation stack").
 */
export function candidates(name: Value, importer: Stack, index: ExportIndex): readonly Export[] {
  const visible = (exports: readonly Export[]) => exports.filter(({ stack }) => stack !== importer && isNear(stack, importer));
  if (typeof name === 'string') {
    const exact = visible(index.get(name) ?? []);
    return exact.length > 0 ? exact : possible(name, visible(index.get('') ?? []));
  }
  const all = visible([...index.values()].flat());
  const exact = all.filter((each) => same(each.name, name));
  return exact.length > 0 ? exact : possible(name, all);
}

function possible(name: Value, exports: readonly Export[]): readonly Export[] {
  const imported = partsOf(name);
  if (!isTelling(imported)) return [];
  return exports.filter((each) => isTelling(partsOf(each.name)) && mayEqual(partsOf(each.name), imported, each.stack));
}

/** Whether a name says something by itself, and what it leaves open is chosen at deployment. */
const isTelling = (parts: readonly Part[]): boolean =>
  parts.some((part) => typeof part === 'string') && !parts.some((part) => part instanceof Unresolved);

/** Whether it is taken for granted that a stack has the name that others import its exports by. */
export const isAssumed = (name: Value, { name: exported, stack }: Export): boolean =>
  !same(exported, name) &&
  partsOf(exported).some(
    (part) => part instanceof Reference && part.resource === 'AWS::StackName' && part.attribute === stack.id,
  );

const isNear = (one: Stack, other: Stack): boolean =>
  (['account', 'region'] as const).every(
    (key) => (one.template[key] ?? other.template[key]) === (other.template[key] ?? one.template[key]),
  );

function mayEqual(exported: readonly Part[], imported: readonly Part[], stack: Stack): boolean {
  if (isLiteral(imported)) return mayBecome(exported, String(imported[0] ?? ''), stack);
  if (isLiteral(exported)) return mayBecome(imported, String(exported[0] ?? ''), stack);
  return (
    ends(exported, imported, (parts) => parts[0], startsAlike) && ends(exported, imported, (parts) => parts.at(-1), endsAlike)
  );
}

const isLiteral = (parts: readonly Part[]): boolean => parts.length === 0 || (parts.length === 1 && typeof parts[0] === 'string');

function mayBecome(parts: readonly Part[], text: string, stack: Stack): boolean {
  const pattern = parts.map((part) => (typeof part === 'string' ? escaped(part) : '(.+)')).join('');
  const found = new RegExp(`^${pattern}$`, 's').exec(text);
  const holes = parts.filter((part) => typeof part !== 'string');
  return found?.slice(1).every((value, index) => admits(holes[index], value, stack)) ?? false;
}

/** A stack from a single file is taken to have the file's name. */
function admits(hole: Part | undefined, value: string, stack: Stack): boolean {
  if (hole instanceof AnyOf) return hole.admits(value) !== false;
  return !(hole instanceof Reference && hole.resource === 'AWS::StackName') || value === stack.template.stack;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function ends(
  one: readonly Part[],
  other: readonly Part[],
  end: (parts: readonly Part[]) => Part | undefined,
  alike: (a: string, b: string) => boolean,
): boolean {
  const [a, b] = [end(one), end(other)];
  return typeof a !== 'string' || typeof b !== 'string' || alike(a, b);
}

const startsAlike = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
const endsAlike = (a: string, b: string): boolean => a.endsWith(b) || b.endsWith(a);
