// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe, expect, test } from 'vitest';
import { worldsOf } from '../../../../lib/verify/terraform/evaluate/worlds';
import { property, worldsIn } from './worlds-of';

const ids = (document: object, variables?: Record<string, never>) =>
  worldsIn(document, variables).map(({ when, resources }) => [when, [...resources.keys()]]);

describe('worlds are told apart', () => {
  const variable = (declared: object) => ({ variable: { x: declared } });

  test.each([
    [
      'by a truth value',
      { type: 'bool' },
      '${var.x ? 1 : 0}',
      [
        ['var.x=true', 1],
        ['var.x=false', 0],
      ],
    ],
    [
      'by one without a type',
      {},
      '${var.x ? 1 : 0}',
      [
        ['var.x=true', 1],
        ['var.x=false', 0],
      ],
    ],
    [
      'by its opposite',
      { type: 'bool', default: true },
      '${!var.x ? 1 : 0}',
      [
        ['var.x=true', 0],
        ['var.x=false', 1],
      ],
    ],
    [
      'by a literal',
      { type: 'string' },
      '${var.x == "prod" ? 1 : 0}',
      [
        ['var.x=prod', 1],
        ['var.x!=prod', 0],
      ],
    ],
    [
      'by null',
      { type: 'string', default: null },
      '${var.x == null ? 0 : 1}',
      [
        ['var.x=null', 0],
        ['var.x!=null', 1],
      ],
    ],
    [
      'by a comparison',
      { type: 'number' },
      '${var.x > 2 ? 1 : 0}',
      [
        ['var.x>2', 1],
        ['var.x<=2', 0],
      ],
    ],
    [
      'by a list of literals',
      { type: 'string' },
      '${contains(["a", "b"], var.x) ? 1 : 0}',
      [
        ['var.x=a', 1],
        ['var.x!=a, var.x=b', 1],
        ['var.x!=a, var.x!=b', 0],
      ],
    ],
    [
      'by a prefix',
      { type: 'string' },
      '${startswith(var.x, "prod") ? 1 : 0}',
      [
        ['startswith(var.x, "prod")', 1],
        ['not startswith(var.x, "prod")', 0],
      ],
    ],
    [
      'by the allowed values',
      { type: 'string', validation: { condition: '${contains(["a", "b", "c"], var.x)}' } },
      '${var.x == "b" ? 1 : 0}',
      [
        ['var.x=a', 0],
        ['var.x=b', 1],
        ['var.x=c', 0],
      ],
    ],
    [
      'by those of them that are left',
      { validation: [{ condition: '${var.x == "a" || "b" == var.x}' }, { condition: '${var.x != "b"}' }] },
      '${var.x == "b" ? 1 : 0}',
      [['', 0]],
    ],
    [
      'by whether a list is empty',
      { type: 'list(string)' },
      '${length(var.x) > 0 ? 1 : 0}',
      [
        ['length(var.x)>0', 1],
        ['length(var.x)<=0', 0],
      ],
    ],
    [
      'by a number itself',
      { type: 'number' },
      '${var.x}',
      [
        ['var.x=0', 0],
        ['var.x!=0', 1],
      ],
    ],
  ])('%s', (_, declared, count, worlds) => {
    const found = worldsIn({ ...variable(declared), resource: { google_x: { y: { count } } } });
    expect(found.map(({ when, resources }) => [when, resources.size])).toEqual(worlds);
    expect(
      found.every(({ doubts, resources }) => doubts.length === 0 && [...resources.values()].every(({ doubt }) => !doubt)),
    ).toBe(true);
  });

  test('jointly, so that a condition and its opposite never hold at once', () => {
    const document = {
      variable: { nat: { type: 'bool' }, stage: { type: 'string' } },
      locals: { open: '${var.nat && var.stage != "prod"}' },
      resource: { google_a: { a: { count: '${local.open ? 1 : 0}' }, b: { count: '${local.open ? 0 : 1}' } } },
    };
    expect(ids(document)).toEqual([
      ['var.nat=false', ['google_a.b[0]']],
      ['var.nat=true, var.stage=prod', ['google_a.b[0]']],
      ['var.nat=true, var.stage!=prod', ['google_a.a[0]']],
    ]);
  });

  test('by the values that a look-up has, and a key that it lacks is no world', () => {
    const document = {
      variable: { stage: {} },
      locals: { ranges: { dev: '10.0.0.0/8', prod: '10.1.0.0/16' } },
      resource: { google_a: { a: { range: '${local.ranges[var.stage]}' } } },
    };
    expect(worldsIn(document).map((world) => [world.when, property(world, 'google_a.a', 'range')])).toEqual([
      ['var.stage=dev', '10.0.0.0/8'],
      ['var.stage!=dev, var.stage=prod', '10.1.0.0/16'],
    ]);
  });

  test('by an allowed value that only an argument has', () => {
    const document = {
      ...variable({ validation: { condition: '${contains(["0.0.0.0/0", "10.0.0.0/8"], var.x)}' } }),
      resource: { google_a: { a: { range: '${var.x}' } } },
    };
    expect(worldsIn(document).map((world) => property(world, 'google_a.a', 'range'))).toEqual(['0.0.0.0/0', '10.0.0.0/8']);
  });

  test('by null too, where that leaves an argument out', () => {
    const document = { ...variable({ type: 'bool', default: null }), resource: { google_a: { a: { auto: '${var.x}' } } } };
    expect(worldsIn(document).map((world) => property(world, 'google_a.a', 'auto'))).toEqual([true, false, null]);
  });

  test('by the keys of a look-up, and by its default', () => {
    const document = {
      ...variable({ type: 'string' }),
      resource: { google_a: { a: { range: '${lookup({ dev = "10.0.0.0/8" }, var.x, "0.0.0.0/0")}' } } },
    };
    expect(worldsIn(document).map((world) => [world.when, property(world, 'google_a.a', 'range')])).toEqual([
      ['var.x=dev', '10.0.0.0/8'],
      ['var.x!=dev', '0.0.0.0/0'],
    ]);
  });

  test.each([
    ['a length', 'string', '${length(var.x) == 3}'],
    ['a length and a literal', 'string', '${length(var.x) > 2 && var.x != "xxx"}'],
    ['a pattern', 'string', '${can(regex("^[0-9]+x$", var.x))}'],
    ['a number between', 'number', '${var.x > 1.5 && var.x < 1.7}'],
    ['a list of objects', 'list(object({ a = string }))', '${length(var.x) == 2}'],
    ['a set of numbers', 'set(number)', '${length(var.x) == 2}'],
    ['a map', 'map(bool)', '${length(var.x) > 1}'],
  ])('by %s, so that the world in which it is so is never left out', (_, type, condition) => {
    const worlds = worldsIn({
      ...variable({ type }),
      resource: { google_a: { a: { count: `${condition.slice(0, -1)} ? 1 : 0}` } } },
    });
    expect(worlds.some(({ resources }) => resources.size === 1)).toBe(true);
    expect(worlds.some(({ resources }) => resources.size === 0)).toBe(true);
  });

  test('not by what no verdict hangs on', () => {
    const document = {
      ...variable({ type: 'bool' }),
      resource: { google_a: { a: { labels: { stage: '${var.x ? "a" : "b"}' } } } },
    };
    expect(worldsIn(document)).toHaveLength(1);
  });

  test('not by what is given', () => {
    const document = { ...variable({ type: 'bool' }), resource: { google_a: { a: { count: '${var.x ? 1 : 0}' } } } };
    expect(worldsIn(document, { x: 'true' }).map(({ when, resources }) => [when, resources.size])).toEqual([['', 1]]);
  });

  test('at most 1,024 times, and what is left is in doubt', () => {
    const names = Array.from({ length: 14 }, (_, index) => `v${index}`);
    const document = {
      variable: Object.fromEntries(names.map((name) => [name, { type: 'bool' }])),
      resource: { google_a: Object.fromEntries(names.map((name) => [name, { count: `\${var.${name} ? 1 : 0}` }])) },
    };
    const worlds = worldsIn(document);
    expect(worlds.length).toBeLessThanOrEqual(1_024);
    expect(worlds.length).toBeGreaterThan(500);
    expect(worlds.filter(({ resources }) => [...resources.values()].some(({ doubt }) => doubt)).length).toBeGreaterThan(100);
  });

  test('through a module that is given the variable', () => {
    const child = {
      files: [
        {
          file: 'm/main.tf.json',
          document: { variable: { on: { type: 'bool' } }, resource: { google_a: { a: { count: '${var.on ? 1 : 0}' } } } },
        },
      ],
      modules: new Map(),
    };
    const root = {
      files: [
        {
          file: 'main.tf.json',
          document: { variable: { nat: { type: 'bool' } }, module: { m: { source: './m', on: '${var.nat}' } } },
        },
      ],
      modules: new Map([['./m', child]]),
    };
    const worlds = worldsOf([{ kind: 'configuration', name: 'root', source: root }]);
    expect(worlds.map(({ when, resources }) => [when, [...resources.keys()]])).toEqual([
      ['var.nat=true', ['module.m.google_a.a[0]']],
      ['var.nat=false', []],
    ]);
  });
});
