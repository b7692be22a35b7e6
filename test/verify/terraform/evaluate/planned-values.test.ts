// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe, expect, test } from 'vitest';
import { secretIn } from '../../../../lib/verify/terraform/credentials/secret-value';
import { SensitiveValue } from '../../../../lib/verify/terraform/evaluate/plan/sensitive-value';
import { worldsOf } from '../../../../lib/verify/terraform/evaluate/worlds';
import { ResourceIndex } from '../../../../lib/verify/terraform/resource-index';
import { Reference, Text, Unresolved } from '../../../../lib/verify/world/value';
import type { World } from '../../../../lib/verify/world/world';
import { planned } from './worlds-of';

/** What a plan says of one resource. */
interface Planned {
  readonly values?: object;
  readonly unknown?: object;
  readonly sensitive?: object;
  readonly expressions?: object;
}

const others: Readonly<Record<string, Planned>> = {
  'google_compute_address.a': { values: { name: 'a' }, unknown: { id: true, address: true } },
  'google_compute_network.n': { values: { name: 'n' }, unknown: { id: true, self_link: true } },
  'google_compute_network.m': { values: { name: 'm' }, unknown: { id: true, self_link: true } },
  'google_secret_manager_secret_version.v': {
    values: { secret_data: 'correct horse battery' },
    sensitive: { secret_data: true },
    unknown: { id: true },
  },
};

function worldWith(resources: Readonly<Record<string, Planned>>): World {
  const all = Object.entries({ ...others, ...resources }).map(([address, each]) => {
    const [type, name] = address.split('.');
    return { ...each, address, mode: 'managed', type, name };
  });
  const document = {
    format_version: '1.2',
    variables: { none: { value: [] }, some: { value: ['10.0.0.0/8'] }, bits: { value: '0' }, key: { value: 'hunter2' } },
    planned_values: {
      root_module: { resources: all.map(({ sensitive, ...each }) => ({ ...each, sensitive_values: sensitive })) },
    },
    resource_changes: all.map(({ address, unknown }) => ({ address, change: { after_unknown: unknown ?? {} } })),
    configuration: { root_module: { resources: all, variables: { key: { sensitive: true } } } },
  };
  return worldsOf([planned(document)])[0] as World;
}

const plannedOf = (name: string, each: Planned): unknown =>
  worldWith({ 'google_x.x': each }).resources.get('google_x.x')?.properties[name];

/** As a plan has references of the language; the text beside them is that of a JSON configuration. */
const to = (...references: string[]) => ({ references });
const text = (constant: unknown, ...references: string[]) => ({ constant_value: constant, references });
const address = 'google_compute_address.a.address';
const secret = 'google_secret_manager_secret_version.v.secret_data';

describe('what is known after apply', () => {
  const later = (name: string, expression: object) =>
    plannedOf(name, { unknown: { [name]: true }, expressions: { [name]: expression } });

  test.each<[string, object, unknown]>([
    [
      'a reference',
      text('${google_compute_network.n.id}', 'google_compute_network.n.id'),
      new Reference('google_compute_network.n'),
    ],
    [
      'a text around one',
      text(`\${${address}}/0`, address),
      new Text([new Reference('google_compute_address.a', 'address'), '/0']),
    ],
    [
      'a text with an escaped template',
      text(`$\${a}%%{ b }\${${address}}`, address),
      new Text(['${a}%{ b }', new Reference('google_compute_address.a', 'address')]),
    ],
    [
      'a text with a variable',
      text(`\${${address}}/\${var.bits}`, address, 'var.bits'),
      new Text([new Reference('google_compute_address.a', 'address'), '/', '0']),
    ],
    [
      'a set with what is known, and a name',
      text(['0.0.0.0/0', `\${${address}}`, '${google_compute_network.n.name}'], address, 'google_compute_network.n.name'),
      ['0.0.0.0/0', new Reference('google_compute_address.a', 'address'), 'n'],
    ],
    [
      'a map',
      text({ a: 'b', c: `\${${address}}` }, address),
      { a: 'b', c: new Reference('google_compute_address.a', 'address') },
    ],
  ])('is what a JSON configuration says: %s', (_, expression, value) => {
    expect(later('destination_ranges', expression)).toEqual(value);
  });

  test.each<[string, string, object]>([
    ['a set of the language, which may have literals too', 'destination_ranges', to(address)],
    ['a range of the language, which may add a length', 'dest_range', to(address)],
    ['a text of which a function makes something', 'dest_range', text(`\${cidrhost(${address}, 1)}`, address)],
    ['a text with a condition', 'dest_range', text(`%{ if true }\${${address}}%{ endif }`, address)],
    ['a text whose dollars may be either', 'dest_range', text(`$$\${${address}}`, address)],
  ])("isn't told by %s", (_, name, expression) => {
    expect(later(name, expression)).toEqual(new Unresolved(`google_x.x.${name} is known after apply`));
  });

  test('is one reference of the language where nothing can stand beside it', () => {
    expect(later('network', to('google_compute_network.n.id'))).toEqual(new Reference('google_compute_network.n'));
  });

  test.each<[string, object]>([
    ['a literal', { constant_value: [] }],
    ['a variable', to('var.none')],
    ["a variable in JSON's spelling", text('${var.none}', 'var.none')],
  ])('is left to the cloud where nothing is stated, by %s', (_, expression) => {
    expect(later('destination_ranges', expression)).toBeUndefined();
  });

  test('is not left to the cloud where a variable says something', () => {
    expect(later('destination_ranges', to('var.some'))).toBeInstanceOf(Unresolved);
  });

  test.each<[string, object]>([
    ['a secret among other things', to('google_compute_network.n.id', secret)],
    ['a secret in a function', text(`\${jsonencode({ a = ${address}, b = ${secret} })}`, address, secret)],
    ['a sensitive variable among other things', to('google_compute_network.n.id', 'var.key')],
    ['a data source that reads secrets', to('data.google_secret_manager_secret_version.d.secret_data')],
  ])('is secret with %s', (_, expression) => {
    expect(later('metadata', expression)).toMatchObject({ secret: true });
  });

  test('holds a secret in the part that takes it', () => {
    const value = later('metadata', text({ a: '${var.key}', b: `\${${address}}` }, 'var.key', address));
    expect(value).toMatchObject({ a: { secret: true }, b: new Reference('google_compute_address.a', 'address') });
  });
});

describe('blocks that a plan has in another order than its configuration', () => {
  const [n, m] = ['google_compute_network.n.self_link', 'google_compute_network.m.self_link'];
  const block = (limit: number, expression: object) => ({ limit: { constant_value: limit }, ...expression });
  const listed = (first: object, second: object) =>
    plannedOf('accept', {
      values: { accept: [{ limit: 2 }, { limit: 3 }] },
      unknown: { accept: [{ network: true }, { network: true }] },
      expressions: { accept: [first, second] },
    });

  test('have the references of those whose literals they have', () => {
    expect(listed(block(3, { network: to(n) }), block(2, { network: to(m) }))).toEqual([
      { limit: 2, network: new Reference('google_compute_network.m', 'self_link') },
      { limit: 3, network: new Reference('google_compute_network.n', 'self_link') },
    ]);
  });

  test("have none that can't be told", () => {
    const either = { limit: to('var.none'), network: to(n) };
    expect(listed(block(3, { network: to(m) }), either)).toMatchObject([
      { network: { attribute: 'self_link' } },
      { network: {} },
    ]);
    expect(listed(block(4, { network: to(m) }), block(4, { network: to(n) }))).toMatchObject([
      { network: { reason: 'google_x.x.accept[0].network is known after apply' } },
      { network: { reason: 'google_x.x.accept[1].network is known after apply' } },
    ]);
  });
});

describe('what is sensitive', () => {
  const env = [
    { name: 'MODE', value: 'fast' },
    { name: 'KEY', value: 'hunter2' },
  ];
  const named = (name: string, value: object) => ({ name: { constant_value: name }, value });

  test('is only what takes a secret, where a set of blocks is so as a whole', () => {
    const expressions = { env: [named('MODE', { constant_value: 'fast' }), named('KEY', to('var.key'))] };
    expect(plannedOf('env', { values: { env }, sensitive: { env: true }, expressions })).toEqual([
      env[0],
      { name: 'KEY', value: new SensitiveValue('google_x.x.env[1].value is sensitive', 'hunter2') },
    ]);
  });

  test('is all of a set of blocks that the plan shows no configuration of', () => {
    expect(plannedOf('env', { values: { env }, sensitive: { env: true } })).toMatchObject([
      { value: { secret: true } },
      { value: { secret: true } },
    ]);
  });

  test('is nothing where nothing is stated', () => {
    const none = [{ name: 'MODE', value: null, source: [] }];
    const expressions = { env: [named('MODE', {})] };
    expect(plannedOf('env', { values: { env: none }, sensitive: { env: true }, expressions })).toEqual(none);
  });

  test('is found where it is written out', () => {
    const index = new ResourceIndex(worldWith({}));
    expect(secretIn(index, 'KEY=correct horse battery')).toMatch(
      /holds what google_secret_manager_secret_version.v keeps secret/,
    );
    expect(secretIn(index, 'KEY=correct')).toBeUndefined();
  });
});
