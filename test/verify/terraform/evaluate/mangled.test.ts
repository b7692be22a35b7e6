// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { worldsOf } from '../../../../lib/verify/terraform/evaluate/worlds';
import { isSymbol, type Value } from '../../../../lib/verify/world/value';
import { configured, planned, worldsIn } from './worlds-of';

/** Whatever is made of an input, it ends, and every property is a value. */
function sound(worlds: ReturnType<typeof worldsOf>): void {
  for (const { resources } of worlds) for (const { properties } of resources.values()) expect(isValue(properties)).toBe(true);
}

function isValue(value: Value): boolean {
  if (value === undefined) return false;
  if (typeof value !== 'object' || value === null || isSymbol(value)) return true;
  return Object.values(value).every(isValue);
}

const pieces = [
  '${',
  '}',
  '%{',
  '"',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '*',
  '.',
  '...',
  ',',
  ':',
  '?',
  '=>',
  '=',
  '==',
  '!',
  '&&',
  '||',
  '+',
  '-',
  '/',
  '%',
  '<',
  '~',
  '\\',
  '\n',
];
const words = [
  'for',
  'in',
  'if',
  'else',
  'endif',
  'endfor',
  'true',
  'null',
  'var',
  'var.a',
  'var.b',
  'local.c',
  'each.key',
  'google_x.y',
  'google_x.y.id',
  'module.m',
  'data.d.e',
  'x',
  '1',
  '1.5',
  '"text"',
];
const functions = [
  'join',
  'format',
  'regex',
  'try',
  'can',
  'cidrsubnet',
  'range',
  'jsondecode',
  'merge',
  'flatten',
  'toset',
  'replace',
  'lookup',
  'contains',
  'coalesce',
  'setproduct',
  'element',
  'slice',
].map((name) => `${name}(`);
const soup = fc.array(fc.constantFrom(...pieces, ...words, ...functions), { maxLength: 25 }).map((parts) => parts.join(' '));
const expression = fc.oneof(
  soup,
  soup.map((text) => `\${${text}}`),
  fc.string().map((text) => `\${${text}}`),
);

const declared = {
  variable: { a: { type: 'bool' }, b: { type: 'list(string)', validation: { condition: '${length(var.b) < 3}' } } },
  locals: { c: ['x', { y: 1 }] },
};

describe('nothing that is written makes evaluation fail or hang', () => {
  test('as an expression', () => {
    fc.assert(
      fc.property(expression, expression, (one, other) => {
        sound(
          worldsIn({
            ...declared,
            resource: {
              google_x: {
                y: { value: one, for_each: other },
                z: { count: one, dynamic: { b: { for_each: other, content: { v: one } } } },
              },
            },
          }),
        );
      }),
      { numRuns: 1_500 },
    );
  });

  test('as well-formed expressions', () => {
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(
          '1',
          '"a"',
          'true',
          'null',
          'var.a',
          'var.b',
          'local.c',
          'google_x.y',
          'google_x.y.id',
          'google_x.z[0].name',
          '[]',
          '{}',
          '"${var.b}"',
        ),
        fc
          .tuple(tie('value'), fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '&&', '||'), tie('value'))
          .map(([a, op, b]) => `(${a} ${op} ${b})`),
        fc.tuple(tie('value'), tie('value'), tie('value')).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
        fc
          .tuple(fc.constantFrom(...functions), fc.array(tie('value'), { maxLength: 3 }))
          .map(([name, args]) => `${name}${args.join(', ')})`),
        fc.tuple(tie('value'), tie('value')).map(([a, b]) => `[for k, v in ${a} : ${b} if v != k]`),
        fc.tuple(tie('value'), tie('value')).map(([a, b]) => `{for v in ${a} : v => ${b}}`),
        fc.tuple(tie('value'), tie('value')).map(([a, b]) => `${a}[${b}]`),
        tie('value').map((a) => `${a}[*].id`),
        tie('value').map((a) => `"x\${${a}}y"`),
        fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      ),
    }));
    fc.assert(
      fc.property(value, value, (one, other) => {
        sound(
          worldsIn({
            ...declared,
            resource: {
              google_x: {
                y: { value: `\${${one}}`, count: `\${${other}}` },
                z: { for_each: `\${${one}}`, name: `\${${other}}` },
              },
            },
          }),
        );
      }),
      { numRuns: 1_500 },
    );
  });

  test('as configuration of any shape', () => {
    const names = [
      'resource',
      'variable',
      'locals',
      'module',
      'data',
      'provider',
      'terraform',
      'output',
      'google_x',
      'y',
      'count',
      'for_each',
      'dynamic',
      'content',
      'validation',
      'condition',
      'type',
      'default',
      'source',
      '__proto__',
      'constructor',
      'backend',
      'iterator',
    ];
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'medium' },
        expression,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('json'), { maxKeys: 4 }),
      ),
    }));
    const document = fc.dictionary(fc.constantFrom(...names.slice(0, 8)), json, { maxKeys: 6 });
    fc.assert(
      fc.property(document, document, (one, other) => {
        sound(worldsOf([configured(one, 'one'), configured(other, 'other')]));
      }),
      { numRuns: 1_500 },
    );
  });

  test('as a plan of any shape', () => {
    const names = [
      'root_module',
      'resources',
      'child_modules',
      'module_calls',
      'expressions',
      'references',
      'constant_value',
      'outputs',
      'expression',
      'module',
      'values',
      'address',
      'type',
      'name',
      'index',
      'mode',
      'change',
      'after_unknown',
      'sensitive_values',
      'network',
      'provider_config',
    ];
    const text = fc.oneof(
      fc.constantFrom(
        'managed',
        'google_x',
        'y',
        'google_x.y',
        'google_x.y.id',
        'var.n',
        'module.m.o',
        'module.m',
        'module.m["k"].google_x.y[0]',
        'each.key',
      ),
      fc.string(),
    );
    const { json } = fc.letrec<{ json: unknown }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'large' },
        text,
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('json'), { maxKeys: 5 }),
      ),
    }));
    const document = fc.dictionary(
      fc.constantFrom('planned_values', 'configuration', 'resource_changes', 'variables', 'values'),
      json,
      { maxKeys: 5 },
    );
    fc.assert(
      fc.property(document, (plan) => {
        sound(worldsOf([planned({ format_version: '1.2', ...plan })]));
      }),
      { numRuns: 1_500 },
    );
  });

  test.each([
    ['brackets', `\${${'('.repeat(20_000)}1${')'.repeat(20_000)}}`],
    ['operators', `\${${'1 + '.repeat(50_000)}1}`],
    ['negations', `\${${'!'.repeat(50_000)}true}`],
    ['attributes', `\${local.c${'.x'.repeat(50_000)}}`],
    ['conditions', `\${${'true ? 1 : '.repeat(20_000)}1}`],
    ['templates', `${'${"'.repeat(5_000)}x${'"}'.repeat(5_000)}`],
    ['a long text', `${'x$%'.repeat(200_000)}\${1}`],
    ['a pattern that backtracks', '${regex("^(a|a)*$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")}'],
    ['patterns in a row', '${regex(".*.*.*.*.*.*x", join("", [for i in range(5000) : "a"]))}'],
    ['loops in loops', '${[for a in range(9999) : [for b in range(9999) : [for c in range(9999) : a + b + c]]]}'],
    ['a huge product', '${setproduct(range(9999), range(9999), range(9999))}'],
    ['a huge power', '${pow(9, pow(9, 9))}'],
    ['a huge width', '${format("%99999999999d", 1)}'],
  ])('as too much of something: %s', (_, value) => {
    // a second or two; what it's about would take years
    sound(worldsIn({ locals: { c: 1 }, resource: { google_x: { y: { value } } } }));
  });

  test('as locals that lead through each other', () => {
    const locals = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`l${index}`, `\${local.l${index + 1}}`]));
    sound(worldsIn({ locals, resource: { google_x: { y: { value: '${local.l0}' } } } }));
  });
});
