import type { Arguments } from '../schema/derived-schema';

/** A text or number that a resource states itself, and where in it. */
export interface StatedValue {
  readonly path: string;
  readonly value: string | number;
}

/** What a resource states, but for references, whose values Terraform works out, and for truth values, which its types hold. */
export function statedValues(resource: Arguments, path = ''): readonly StatedValue[] {
  return Object.entries(resource).flatMap(([name, value]) => (ofTerraform.has(name) ? [] : valuesIn(value, path + name)));
}

const ofTerraform: ReadonlySet<string> = new Set(['//', 'lifecycle', 'depends_on', 'provider']);

function valuesIn(value: unknown, path: string): readonly StatedValue[] {
  if (Array.isArray(value)) return value.flatMap((each) => valuesIn(each, path));
  if (typeof value === 'number') return [{ path, value }];
  if (typeof value === 'string')
    return /(?<!\$)\$\{/.test(value) ? [] : [{ path, value: value.replaceAll(/([$%])\1\{/g, '$1{') }];
  return typeof value === 'object' && value !== null ? statedValues(value, `${path}.`) : [];
}
