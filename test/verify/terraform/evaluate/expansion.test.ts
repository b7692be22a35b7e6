// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe, expect, test } from 'vitest';
import { Reference, Unresolved } from '../../../../lib/verify/world/value';
import { property, worldIn } from './worlds-of';

const network = { google_compute_network: { agents: { name: 'agents' } } };

/** One firewall whose arguments are those given. */
const firewall = (args: object, rest: object = {}) => ({
  ...rest,
  resource: { ...network, google_compute_firewall: { f: args } },
});

describe('count and for_each', () => {
  test.each([
    ['a number', { count: 2, name: '${count.index}' }, ['f[0]', 'f[1]']],
    ['a number in a text', { count: '${1 + 1}' }, ['f[0]', 'f[1]']],
    ['none', { count: 0 }, []],
    ['a condition', { count: '${true ? 1 : 0}' }, ['f[0]']],
    ['a set', { for_each: '${toset(["b", "a"])}', name: '${each.key}' }, ['f["a"]', 'f["b"]']],
    ['a map', { for_each: { x: { on: true }, y: { on: false } }, name: '${each.value.on}' }, ['f["x"]', 'f["y"]']],
    ['a comprehension', { for_each: '${{for n in ["p", "q"] : n => n if n != "q"}}' }, ['f["p"]']],
    ['the length of a resource', { count: '${length(google_compute_network.agents[*])}' }, ['f[0]']],
  ])('by %s are expanded', (_, args, names) => {
    const found = [...worldIn(firewall(args)).resources.values()].filter(({ type }) => type === 'google_compute_firewall');
    expect(found.map(({ id }) => id)).toEqual(names.map((name) => `google_compute_firewall.${name}`));
    expect(found.every(({ doubt }) => doubt === undefined)).toBe(true);
  });

  test.each([
    ['a data source', { count: '${data.google_x.y.number}' }],
    ['an attribute known after apply', { count: '${google_compute_network.agents.mtu}' }],
    ['keys known after apply', { for_each: '${toset([google_compute_network.agents.gateway_ipv4])}' }],
    ['an unknown function', { count: '${mystery(1)}' }],
    ['themselves', { count: '${length(google_compute_firewall.f)}' }],
  ])('by %s leave one instance in doubt', (_, args) => {
    const found = [...worldIn(firewall(args, { data: { google_x: { y: {} } } })).resources.values()].filter(
      ({ type }) => type === 'google_compute_firewall',
    );
    expect(found.length).toBeLessThanOrEqual(1);
    expect(found.every(({ id, doubt }) => id.endsWith('[*]') && doubt !== undefined)).toBe(true);
  });

  test('make lists and maps of references', () => {
    const world = worldIn({
      resource: {
        google_compute_network: { n: { count: 2 }, m: { for_each: { a: 1 } } },
        google_x: {
          x: {
            all: '${google_compute_network.n[*].id}',
            one: '${google_compute_network.n[1].id}',
            keyed: '${google_compute_network.m["a"].id}',
            each: '${[for k, v in google_compute_network.m : v.id]}',
          },
        },
      },
    });
    expect(world.resources.get('google_x.x')?.properties).toEqual({
      all: [new Reference('google_compute_network.n[0]'), new Reference('google_compute_network.n[1]')],
      one: new Reference('google_compute_network.n[1]'),
      keyed: new Reference('google_compute_network.m["a"]'),
      each: [new Reference('google_compute_network.m["a"]')],
    });
  });
});

describe('dynamic blocks', () => {
  test.each([
    ['a list', { for_each: ['tcp', 'udp'], content: { protocol: '${allow.value}' } }, [{ protocol: 'tcp' }, { protocol: 'udp' }]],
    [
      'a map with an iterator',
      { for_each: { a: 1 }, iterator: 'it', content: { protocol: '${it.key}', ports: ['${it.value}'] } },
      [{ protocol: 'a', ports: [1] }],
    ],
    ['content in a list', [{ for_each: ['tcp'], content: [{ protocol: '${allow.value}' }] }], [{ protocol: 'tcp' }]],
    ['nothing', { for_each: [], content: {} }, []],
  ])('are made of %s', (_, allow, blocks) => {
    expect(property(worldIn(firewall({ dynamic: { allow } })), 'google_compute_firewall.f', 'allow') ?? []).toEqual(blocks);
  });

  test('come after plain ones, and are unresolved where their list is', () => {
    const world = worldIn(
      firewall(
        { allow: { protocol: 'icmp' }, dynamic: [{ allow: { for_each: '${data.x_y.z.list}', content: {} } }] },
        { data: { x_y: { z: {} } } },
      ),
    );
    expect(property(world, 'google_compute_firewall.f', 'allow')).toEqual([{ protocol: 'icmp' }, expect.any(Unresolved)]);
  });
});
