import { isObject, type Json, own } from './json';

/**
 * A JSON Pointer as far as a document has it. Terraform writes a nested block as an object or as a list of one, and a plan keeps
 * arguments under `values`: such steps are put in.
 */
export function existingPointer(document: Json, pointer: string): string {
  const found: string[] = [];
  let value: Json = document;
  for (const step of pointer.split('/').slice(1)) {
    const way = wayTo(value, step.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (!way) break;
    found.push(...way.steps);
    value = way.value;
  }
  return found.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

interface Way {
  readonly steps: readonly string[];
  readonly value: Json;
}

function wayTo(value: Json, step: string): Way | undefined {
  const direct = Array.isArray(value) || isObject(value) ? own(value as { readonly [name: string]: Json }, step) : undefined;
  if (direct !== undefined) return { steps: [step], value: direct };
  const between = Array.isArray(value) && value.length === 1 ? '0' : isObject(value) && isPlanned(value) ? 'values' : undefined;
  if (between === undefined) return undefined;
  const inner = wayTo(own(value as { readonly [name: string]: Json }, between) ?? null, step);
  return inner && { steps: [between, ...inner.steps], value: inner.value };
}

const isPlanned = (value: Json): boolean =>
  isObject(value) && own(value, 'address') !== undefined && isObject(own(value, 'values'));
