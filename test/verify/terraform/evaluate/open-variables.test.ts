// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe, expect, test } from 'vitest';
import { AnyOf } from '../../../../lib/verify/world/value';
import { property, worldIn, worldsIn } from './worlds-of';

describe('a variable that nobody gives', () => {
  const admits = (declared: object, value: string) =>
    (
      property(
        worldIn({ variable: { x: declared }, resource: { google_a: { a: { v: '${var.x}' } } } }),
        'google_a.a',
        'v',
      ) as AnyOf
    ).admits(value);

  test.each([
    ['any text', {}, 'x', true],
    ['whatever its default is', { default: 'y' }, 'x', true],
    ['no text for a number', { type: 'number' }, 'x', false],
    ['a number', { type: 'number' }, '12', true],
    ['what a pattern allows', { validation: { condition: '${can(regex("^10\\\\.", var.x))}' } }, '10.0.0.0/8', true],
    ['nothing else', { validation: { condition: '${can(regex("^10\\\\.", var.x))}' } }, '0.0.0.0/0', false],
    ['a text as long as it must be', { validation: { condition: '${length(var.x) < 3}' } }, 'abc', false],
    [
      'what every condition allows',
      { validation: [{ condition: '${length(var.x) < 9}' }, { condition: '${startswith(var.x, "a")}' }] },
      'abc',
      true,
    ],
    [
      'an element that the condition on each allows',
      { type: 'list(string)', validation: { condition: '${alltrue([for c in var.x : can(cidrhost(c, 0))])}' } },
      '10.0.0.0/8',
      true,
    ],
    [
      'no other element',
      { type: 'list(string)', validation: { condition: '${alltrue([for c in var.x : can(cidrhost(c, 0))])}' } },
      'x',
      false,
    ],
    ['perhaps, where the condition is not understood', { validation: { condition: '${mystery(var.x)}' } }, 'x', undefined],
    [
      'perhaps, where the pattern is too costly',
      { validation: { condition: '${can(regex("(a+)+$", var.x))}' } },
      'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!',
      undefined,
    ],
  ])('may be %s', (_, declared, value, expected) => {
    expect(admits(declared, value)).toBe(expected);
  });

  test('says its default, whether it may be a list, and whether it is secret', () => {
    const document = {
      variable: { x: { type: 'list(string)', default: ['a'], sensitive: true } },
      resource: { google_a: { a: { v: '${var.x}' } } },
    };
    expect(property(worldIn(document), 'google_a.a', 'v')).toMatchObject({
      name: 'var.x',
      defaultValue: ['a'],
      list: true,
      secret: true,
    });
  });

  test('makes one instance stand for all of its elements', () => {
    const document = {
      variable: { x: { type: 'set(string)' } },
      resource: { google_a: { a: { for_each: '${toset(var.x)}', range: '${each.value}' } } },
    };
    const worlds = worldsIn(document);
    expect(worlds.map(({ when, resources }) => [when, [...resources.keys()]])).toEqual([
      ['length(var.x)==0', []],
      ['length(var.x)!=0', ['google_a.a[*]']],
    ]);
    expect(property(worlds[1] as never, 'google_a.a[*]', 'range')).toBeInstanceOf(AnyOf);
    expect(worlds[1]?.resources.get('google_a.a[*]')?.doubt).toBeUndefined();
  });

  test('keeps its attributes open', () => {
    const document = {
      variable: { x: { type: 'object({ open = bool, cidr = optional(string) })' } },
      resource: { google_a: { a: { count: '${var.x.open ? 1 : 0}', range: '${var.x.cidr}' } } },
    };
    const worlds = worldsIn(document);
    expect(worlds.map(({ when }) => when)).toEqual(['var.x.open=true', 'var.x.open=false']);
    expect(property(worlds[0] as never, 'google_a.a[0]', 'range')).toMatchObject({ name: 'var.x.cidr' });
  });
});
