import { z } from 'zod';
import { valueAt } from './place';
import { policySchema } from './schema';

/** The keys that the schema knows at a place of `input`, each with what it takes. */
export type Keys = Readonly<Record<string, z.core.$ZodType>>;

/** The keys at a place; in a union those of the alternative whose `type` is given, else of all. */
export function keysAt(path: readonly PropertyKey[], input: unknown): Keys {
  let schemas: readonly z.core.$ZodType[] = unwrapped(policySchema, input);
  for (const [depth, key] of path.entries()) {
    const value = valueAt(input, path.slice(0, depth + 1));
    schemas = schemas.flatMap((schema) => under(schema, key)).flatMap((schema) => unwrapped(schema, value));
  }
  return Object.assign({}, ...schemas.map((schema) => (schema instanceof z.ZodObject ? schema.shape : {})));
}

/** The alternatives of a schema that `value` could be meant as, without their optional and default wrappings. */
function unwrapped(schema: z.core.$ZodType, value: unknown): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return unwrapped(schema.def.innerType, value);
  if (!(schema instanceof z.ZodUnion)) return [schema];
  const options = schema.options.flatMap((option) => unwrapped(option, value));
  const meant = options.filter((option) => option instanceof z.ZodObject && hasType(option, valueAt(value, ['type'])));
  return meant.length > 0 ? meant : options;
}

const hasType = (schema: z.ZodObject, type: unknown): boolean =>
  schema.shape.type instanceof z.ZodLiteral && schema.shape.type.safeParse(type).success;

function under(schema: z.core.$ZodType, key: PropertyKey): readonly z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) return schema.shape[String(key)] ? [schema.shape[String(key)]] : [];
  if (schema instanceof z.ZodArray) return [schema.element];
  return schema instanceof z.ZodRecord ? [schema.valueType] : [];
}
