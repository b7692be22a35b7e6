// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe, expect, test } from 'vitest';
import { Reference, Text, Unresolved } from '../../../../lib/verify/world/value';
import { property, worldIn } from './worlds-of';

const network = { google_compute_network: { agents: { name: 'agents' } } };

/** One firewall whose arguments are those given. */
const firewall = (args: object, rest: object = {}) => ({
  ...rest,
  resource: { ...network, google_compute_firewall: { f: args } },
});

describe('a reference to a resource', () => {
  test.each([
    ['its id', '${google_compute_network.agents.id}', new Reference('google_compute_network.agents')],
    ['its self link', '${google_compute_network.agents.self_link}', new Reference('google_compute_network.agents', 'self_link')],
    ['its name', '${google_compute_network.agents.name}', new Reference('google_compute_network.agents', 'name')],
    ['itself', '${google_compute_network.agents}', new Reference('google_compute_network.agents')],
    [
      'an attribute that the provider makes',
      '${google_compute_network.agents.gateway_ipv4}',
      new Reference('google_compute_network.agents', 'gateway_ipv4'),
    ],
    [
      'within a text',
      'projects/p/global/networks/${google_compute_network.agents.name}',
      new Text(['projects/p/global/networks/', new Reference('google_compute_network.agents', 'name')]),
    ],
    [
      'in a call',
      '${join("/", ["x", google_compute_network.agents.id])}',
      new Text(['x/', new Reference('google_compute_network.agents')]),
    ],
    ['by a condition that compares it with nothing', '${google_compute_network.agents.id == null ? "none" : "some"}', 'some'],
    ['by try', '${try(google_compute_network.agents.id, "none")}', new Reference('google_compute_network.agents')],
  ])('is kept: %s', (_, expression, value) => {
    expect(property(worldIn(firewall({ network: expression })), 'google_compute_firewall.f', 'network')).toEqual(value);
  });

  test('to an argument is what is configured', () => {
    const document = firewall({ range: '${google_compute_subnetwork.s.ip_cidr_range}' });
    const subnetwork = { google_compute_subnetwork: { s: { ip_cidr_range: '${cidrsubnet("10.0.0.0/8", 8, 1)}' } } };
    const world = worldIn({ resource: { ...document.resource, ...subnetwork } });
    expect(property(world, 'google_compute_firewall.f', 'range')).toBe('10.1.0.0/16');
  });

  test('into a block that the provider fills in is an attribute', () => {
    const instance = { google_compute_instance: { i: { network_interface: [{ subnetwork: 's' }] } } };
    const world = worldIn({
      resource: {
        ...instance,
        google_dns_record_set: { r: { rrdatas: ['${google_compute_instance.i.network_interface[0].network_ip}'] } },
      },
    });
    expect(property(world, 'google_dns_record_set.r', 'rrdatas')).toEqual([
      new Reference('google_compute_instance.i', 'network_interface[0].network_ip'),
    ]);
  });

  test('to what is not in the inputs is unresolved', () => {
    expect(
      property(worldIn(firewall({ network: '${google_compute_network.other.id}' })), 'google_compute_firewall.f', 'network'),
    ).toBeInstanceOf(Unresolved);
  });
});

describe('a resource stands', () => {
  test('where it is in the file', () => {
    expect(worldIn({ resource: network }).resources.get('google_compute_network.agents')?.place).toEqual({
      resource: 'google_compute_network.agents',
      type: 'google_compute_network',
      file: 'stack/cdk.tf.json',
      pointer: '/resource/google_compute_network/agents',
    });
  });

  test.each([
    ['lists of types', [{ google_compute_network: { agents: {} } }], '/resource/0/google_compute_network/agents'],
    ['lists of names', { google_compute_network: [{ agents: {} }] }, '/resource/google_compute_network/0/agents'],
    ['lists of bodies', { google_compute_network: { agents: [{}] } }, '/resource/google_compute_network/agents/0'],
  ])('in %s as well', (_, resource, pointer) => {
    expect(worldIn({ resource }).resources.get('google_compute_network.agents')?.place.pointer).toBe(pointer);
  });
});

describe('a data source', () => {
  const world = worldIn({
    data: {
      google_project: { p: { project_id: 'acme' } },
      google_iam_policy: { p: { binding: [{ role: 'roles/viewer', members: ['user:a@example.com'] }] } },
    },
    resource: {
      google_x: {
        x: {
          project: '${data.google_project.p.project_id}',
          number: '${data.google_project.p.number}',
          policy: '${data.google_iam_policy.p.policy_data}',
        },
      },
    },
  });

  test('is unresolved but for its own arguments and what can be computed', () => {
    expect(world.resources.get('google_x.x')?.properties).toEqual({
      project: 'acme',
      number: new Unresolved('the number of the project acme is read at apply'),
      policy: '{"bindings":[{"members":["user:a@example.com"],"role":"roles/viewer"}]}',
    });
  });
});

test('what a removed block leaves as it is stays open, if it may open a network', () => {
  const removed = (from: string, destroy: boolean) => ({ from, lifecycle: [{ destroy }] });
  const doubtsIn = (...blocks: object[]) => worldIn({ removed: blocks, resource: network }).doubts.map(({ reason }) => reason);
  expect(doubtsIn(removed('google_compute_firewall.old', false), removed('google_compute_route.old', true))).toEqual([
    "google_compute_firewall.old is forgotten, and stays as it is: what that is isn't in the inputs",
  ]);
  expect(doubtsIn(removed('google_storage_bucket.old', false))).toEqual([]);
});

test('providers are resources of their own', () => {
  const world = worldIn({
    provider: { google: [{ project: '${"p"}' }, { alias: 'eu', region: 'europe-west1' }] },
    resource: network,
  });
  expect([...world.resources.values()].map(({ id, type, properties }) => [id, type, properties])).toEqual([
    ['google_compute_network.agents', 'google_compute_network', { name: 'agents' }],
    ['provider.google', 'provider.google', { project: 'p' }],
    ['provider.google.eu', 'provider.google', { alias: 'eu', region: 'europe-west1' }],
  ]);
});

describe('an expression that cannot be computed', () => {
  test.each([
    ['an unfinished one', '${1 +'],
    ['an unknown function', '${mystery(1)}'],
    ['a file', '${file("x")}'],
    ['a template file', '${templatefile("x", {})}'],
    ['a path', '${path.module}'],
    ['a failing one', '${1 / 0}'],
    ['a missing local', '${local.nothing}'],
    ['a missing variable', '${var.nothing}'],
    ['a data source', '${data.a_b.c.d}'],
    ['a text doubled over and over', '${length(local.d30)}'],
    ['a list doubled over and over', '${length(jsonencode(local.l30))}'],
    ['a very long range', '${range(1e12)}'],
  ])('is unresolved, with the reason: %s', (_, expression) => {
    const doubled = (name: string, of: (inner: string) => string, first: string) =>
      Object.fromEntries(
        Array.from({ length: 31 }, (_, index) => [`${name}${index}`, index === 0 ? first : of(`local.${name}${index - 1}`)]),
      );
    const locals = {
      ...doubled('d', (inner) => `\${${inner}}\${${inner}}`, 'xxxxxxxx'),
      ...doubled('l', (inner) => `\${[${inner}, ${inner}]}`, 'x'),
    };
    const value = property(worldIn({ locals, resource: { google_x: { x: { v: expression } } } }), 'google_x.x', 'v');
    expect(value).toBeInstanceOf(Unresolved);
    expect((value as Unresolved).reason).not.toBe('');
  });

  test('as locals that lead to each other', () => {
    const document = { locals: { a: '${local.b}', b: '${local.a}' }, resource: { google_x: { x: { v: '${local.a}' } } } };
    expect(property(worldIn(document), 'google_x.x', 'v')).toBeInstanceOf(Unresolved);
  });
});
