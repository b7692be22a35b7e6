import api from './published-api.json';

/** What of the Swagger 2.0 schema the published definitions use. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
}

const definitions = api.definitions as Readonly<Record<string, Schema>>;

/** Where a value isn't what Firecracker's published API takes. Unknown keys are among it: Firecracker drops them without a word. */
export function schemaProblems(
  value: unknown,
  schema: Schema = { $ref: '#/definitions/FullVmConfiguration' },
  at = '',
): string[] {
  if (schema.$ref) return schemaProblems(value, definitions[schema.$ref.replace('#/definitions/', '')] ?? {}, at);
  if (!isOf(value, schema.type)) return [`${at} must be of type ${schema.type}`];
  if (Array.isArray(value)) return value.flatMap((item, index) => schemaProblems(item, schema.items ?? {}, `${at}/${index}`));
  if (typeof value === 'object' && value !== null) return objectProblems(value as Record<string, unknown>, schema, at);
  if (schema.enum && !schema.enum.includes(value)) return [`${at} must be one of ${schema.enum.join(', ')}`];
  return Number(value) < (schema.minimum ?? -Infinity) || Number(value) > (schema.maximum ?? Infinity)
    ? [`${at} is out of range`]
    : [];
}

function objectProblems(value: Record<string, unknown>, { required = [], properties = {} }: Schema, at: string): string[] {
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${at}/${name} is missing`),
    ...Object.entries(value).flatMap(([name, part]) => {
      const schema = properties[name];
      return schema ? schemaProblems(part, schema, `${at}/${name}`) : [`${at}/${name} isn't known`];
    }),
  ];
}

function isOf(value: unknown, type: string | undefined): boolean {
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return type === undefined || typeof value === type;
}
