import { type WorldsOptions, worldsOf } from '../../../../lib/verify/cloudformation/evaluate/worlds';
import type { JsonMapping } from '../../../../lib/verify/cloudformation/load/json';
import { templateBody } from '../../../../lib/verify/cloudformation/load/load';
import type { LoadedTemplate } from '../../../../lib/verify/cloudformation/load/loaded-template';
import { Reference, Text, type Value } from '../../../../lib/verify/world/value';
import type { World } from '../../../../lib/verify/world/world';

/** A template as if it had been loaded from `<stack>.yaml`, or from a mapping. */
export function template(body: JsonMapping | string, more: Partial<LoadedTemplate> = {}): LoadedTemplate {
  const stack = more.stack ?? 'S';
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const parsed = templateBody(text, typeof body === 'string' ? `${stack}.yaml` : `${stack}.json`);
  return { stack, file: `${stack}.yaml`, text, body: parsed, nested: new Map(), assembly: '', ...more };
}

export const worlds = (body: JsonMapping | string, options?: WorldsOptions): World[] => [...worldsOf([template(body)], options)];

/** What `when` says in each world. */
export const whens = (found: readonly World[]): string[] => found.map(({ when }) => when);

/** The resources of each world by what `when` says. */
export const present = (found: readonly World[]): Record<string, string[]> =>
  Object.fromEntries(found.map(({ when, resources }) => [when, [...resources.keys()].sort()]));

/** The property `Value` of the resource `X`, in each world. */
export const valuesOf = (found: readonly World[], id = 'S/X'): (Value | undefined)[] =>
  found.map(({ resources }) => resources.get(id)?.properties.Value);

/** The one value that an expression of a template has. */
export function only(expression: string, rest = '', options?: WorldsOptions): Value | undefined {
  const values = valuesOf(worlds(templateWith(expression, rest), options));
  if (values.length !== 1) throw new Error(`${values.length} worlds`);
  return values[0];
}

export const templateWith = (expression: string, rest = ''): string => `
Resources:
  X: { Type: A::B::C, Properties: { Value: ${expression} } }
  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }
  Y: { Type: A::B::C }
${rest}`;

/** A value in short: references as `<id.attribute>`, open ones as `any NAME`, unresolved ones as `? reason`. */
export function shown(value: Value | undefined): unknown {
  if (value instanceof Reference) return `<${value.resource}${value.attribute === undefined ? '' : `.${value.attribute}`}>`;
  if (value instanceof Text) return value.parts.map(shown).join('');
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  if ('admits' in value && 'name' in value) return `any ${String(value.name)}`;
  if ('reason' in value && 'secret' in value) return `?${value.secret ? ' secret' : ''} ${String(value.reason)}`;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shown(inner as Value)]));
}
