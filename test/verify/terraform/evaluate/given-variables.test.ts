// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe, expect, test } from 'vitest';
import type { Fields, Value } from '../../../../lib/verify/world/value';
import { planOf, terraformMissing } from './terraform-oracle';
import { property, worldIn } from './worlds-of';

/** A type, a value given for it, and what is done with it; the real Terraform is asked the same. */
const rows: readonly (readonly [string, Value, string])[] = [
  ['string', 'x', '${var.NAME}'],
  ['string', 12, '${var.NAME}'],
  ['number', '12', '${var.NAME + 1}'],
  ['bool', 'true', '${var.NAME ? "on" : "off"}'],
  ['list(string)', ['a', 1, true], '${var.NAME}'],
  ['set(string)', ['b', 'a', 'b'], '${length(var.NAME)}'],
  ['map(number)', { a: '1' }, '${var.NAME.a + 1}'],
  [
    'object({ a = string, b = optional(number, 5), c = optional(list(string), ["x"]), d = optional(string) })',
    { a: 'x' },
    '${var.NAME}',
  ],
  ['object({ a = string, b = optional(number, 5) })', { a: 'x', b: null, more: 1 }, '${jsonencode(var.NAME)}'],
  [
    'list(object({ n = string, on = optional(bool, true) }))',
    [{ n: 'p' }, { n: 'q', on: false }],
    '${[for o in var.NAME : o.n if o.on]}',
  ],
  ['any', { a: [1, 'x'] }, '${var.NAME.a[1]}'],
  ['tuple([string, number])', ['a', '2'], '${var.NAME[1]}'],
];

const nameOf = (index: number): string => `v${index}`;
const document = {
  variable: Object.fromEntries(rows.map(([type], index) => [nameOf(index), { type }])),
  resource: {
    terraform_data: Object.fromEntries(
      rows.map(([, , input], index) => [nameOf(index), { input: input.replaceAll('NAME', nameOf(index)) }]),
    ),
  },
};
const variables: Fields = Object.fromEntries(rows.map(([, value], index) => [nameOf(index), value]));

const missing = terraformMissing();
if (missing) console.warn(`${rows.length} given variables are not compared with Terraform: ${missing}`);

describe.skipIf(missing)('a variable that is given has the value that Terraform itself makes of it', () => {
  const plan = (missing ? {} : planOf(document, variables)) as {
    planned_values?: { root_module: { resources: { name: string; values: { input: unknown } }[] } };
  };
  const planned = new Map(plan.planned_values?.root_module.resources.map(({ name, values }) => [name, values.input]));
  const world = worldIn(document, variables);

  test.each(rows.map((row, index) => [...row, index] as const))('%s: %j in %s', (_, __, ___, index) => {
    expect(property(world, `terraform_data.${nameOf(index)}`, 'input')).toEqual(planned.get(nameOf(index)));
  });
});

test('a sensitive text stays secret when it is given', () => {
  const world = worldIn(
    { variable: { key: { type: 'string', sensitive: true } }, resource: { google_x: { x: { key: '${var.key}' } } } },
    { key: 'k' },
  );
  expect(property(world, 'google_x.x', 'key')).toMatchObject({ secret: true });
});
