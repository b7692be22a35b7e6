import { Reference, Text, Unresolved, type Value } from '../world/value';
import type { ResourceIndex } from './resource-index';

/** Whether a value may name something that the inputs make, and doesn't say what: a variable names something else, a data source may look up what the inputs make. */
export function mayBeOwn(value: Value | undefined): boolean {
  if (value instanceof Unresolved) return !/isn't (in the inputs|given)/.test(value.reason);
  return value instanceof Text && value.parts.some((part) => part instanceof Unresolved && mayBeOwn(part));
}

/** A project's id or number, as a path has it. */
const literalProject = /^[a-z0-9][-a-z0-9.:]*$/;

/** Whether a value names what the inputs make, by another attribute, or by a path of which only the project may differ: one hangs on a variable, or isn't stated. */
export function maySpellOwn(index: ResourceIndex, value: Value): boolean {
  if (index.resourceOf(value)) return false;
  // an attribute that names its resource otherwise: a number
  if (value instanceof Reference) return true;
  const [, project = '', path] =
    /^projects\/([^/]+|\$\{[^}]*\})\/((?:global|regions|zones)\/.+)$/.exec(index.keyOf(value) ?? '') ?? [];
  const made = path === undefined ? undefined : index.resourceOf(path);
  if (!made) return false;
  const own = index.keyOf(index.property(made, 'project'));
  return own === undefined || !literalProject.test(own) || !literalProject.test(project);
}
