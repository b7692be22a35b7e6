// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe, expect, test } from 'vitest';
import { blocks, openBlocks } from '../../../../lib/verify/terraform/evaluate/blocks';
import { providerOf, withDefault } from '../../../../lib/verify/terraform/evaluate/provider-defaults';
import { referenceIndex, refersTo } from '../../../../lib/verify/terraform/evaluate/refers-to';
import { AnyOf, Reference, Text, Unresolved, type Value } from '../../../../lib/verify/world/value';
import type { Resource } from '../../../../lib/verify/world/world';
import { worldIn, worldsIn } from './worlds-of';

const world = worldIn({
  provider: {
    google: [
      { project: 'acme', region: 'europe-west1' },
      { alias: 'other', project: 'other' },
    ],
  },
  resource: {
    google_compute_network: {
      agents: { name: 'agents' },
      twin: { name: 'twin' },
      again: { name: 'twin' },
      far: { name: 'agents', provider: 'google.other' },
    },
    google_compute_subnetwork: { s: { name: 's', network: 'agents' } },
    google_service_account: { agent: { account_id: 'agent' } },
    google_secret_manager_secret: { key: { secret_id: 'key', project: 'vault' } },
    // as plans know them: another's email, and an id that is no path
    google_project_iam_member: { m: { member: 'serviceAccount:agent@acme.iam.gserviceaccount.com' } },
    google_storage_bucket: { b: { name: 's', id: 's' } },
  },
});
const index = referenceIndex(world);

describe('a value names a resource of the inputs', () => {
  const rows: readonly (readonly [string, Value, string])[] = [
    ['by its id', new Reference('google_compute_network.agents'), 'google_compute_network.agents'],
    ['by its self link', new Reference('google_compute_network.agents', 'self_link'), 'google_compute_network.agents'],
    [
      'by a path around its name',
      new Text(['projects/acme/global/networks/', new Reference('google_compute_network.agents', 'name')]),
      'google_compute_network.agents',
    ],
    [
      'by a path with a project that anybody gives',
      new Text([
        'projects/',
        new AnyOf('var.p', () => true),
        '/global/networks/',
        new Reference('google_compute_network.agents', 'name'),
      ]),
      'google_compute_network.agents',
    ],
    [
      'as a member',
      new Text(['serviceAccount:', new Reference('google_service_account.agent', 'email')]),
      'google_service_account.agent',
    ],
    ['by its path', 'projects/acme/global/networks/agents', 'google_compute_network.agents'],
    ['by its path in another project', 'projects/other/global/networks/agents', 'google_compute_network.far'],
    ['by its URL', 'https://www.googleapis.com/compute/v1/projects/acme/global/networks/agents', 'google_compute_network.agents'],
    [
      'by its other URL',
      'https://compute.googleapis.com/compute/beta/projects/acme/regions/europe-west1/subnetworks/s',
      'google_compute_subnetwork.s',
    ],
    ['by its full name', '//compute.googleapis.com/projects/acme/global/networks/agents', 'google_compute_network.agents'],
    ['by its email', 'agent@acme.iam.gserviceaccount.com', 'google_service_account.agent'],
    ['by its email as a member', 'serviceAccount:agent@acme.iam.gserviceaccount.com', 'google_service_account.agent'],
    ['by its own project', 'projects/vault/secrets/key', 'google_secret_manager_secret.key'],
  ];

  test.each(rows)('%s', (_, value, id) => {
    expect(refersTo(index, value)).toBe(id);
  });

  test('by a bare name, for the types that it can name', () => {
    expect(refersTo(index, 's', ['google_compute_subnetwork'])).toBe('google_compute_subnetwork.s');
  });

  test("by a path with the variable that is the resource's own project", () => {
    const [open] = worldsIn({
      variable: { p: {} },
      resource: {
        google_compute_network: { n: { name: 'n', project: '${var.p}' } },
        google_x: { x: { network: 'projects/${var.p}/global/networks/n' } },
      },
    });
    expect(open && refersTo(referenceIndex(open), open.resources.get('google_x.x')?.properties.network)).toBe(
      'google_compute_network.n',
    );
  });
});

describe('a value names no resource of the inputs', () => {
  const rows: readonly (readonly [string, Value | undefined])[] = [
    ['of a project that is not theirs', 'projects/elsewhere/global/networks/agents'],
    ['by a name that nobody has', 'projects/acme/global/networks/others'],
    ['by a bare name without a type', 'agents'],
    ['by a name that two have', 'projects/acme/global/networks/twin'],
    ['by what is only an attribute', new Reference('google_compute_network.agents', 'gateway_ipv4')],
    ['by a text that goes on', new Text([new Reference('google_compute_network.agents'), '-other'])],
    ['by a text that begins otherwise', new Text(['x', new Reference('google_compute_network.agents', 'name')])],
    ['by what is unresolved', new Unresolved('x')],
    ['by what anybody gives', new AnyOf('var.x', () => true)],
    ['by a list', [new Reference('google_compute_network.agents')]],
    ['by a name of the language itself', 'constructor'],
    ['by nothing', undefined],
    ['by null', null],
  ];

  test.each(rows)('%s', (_, value) => {
    expect(refersTo(index, value, ['google_compute_network'].slice(0, value === 'agents' ? 0 : 1))).toBeUndefined();
  });
});

describe('the settings of a provider', () => {
  const of = (id: string): Resource => world.resources.get(id) as Resource;

  test('are those of the one that the resource names', () => {
    expect(providerOf(world, of('google_compute_network.far'))).toEqual({ alias: 'other', project: 'other' });
    expect(withDefault(world, of('google_compute_network.agents'), 'project')).toBe('acme');
    expect(withDefault(world, of('google_secret_manager_secret.key'), 'project')).toBe('vault');
    expect(withDefault(world, of('google_compute_network.agents'), 'zone')).toBeUndefined();
  });

  test.each([
    ['module.a.google_x.y', 'module.a.'],
    ['module.a.module.b["x.y"].google_x.y', 'module.a.'],
    ['module.c[0].google_x.y', ''],
  ])('of %s are the nearest', (id, prefix) => {
    const place = { resource: id, type: 'google_x', file: 'f', pointer: '' };
    const inner: Resource = { id, type: 'google_x', properties: {}, metadata: {}, place };
    const provider = (at: string): Resource => ({ ...inner, id: `${at}provider.google`, properties: { project: at } });
    const around = {
      ...world,
      resources: new Map([inner, provider(''), provider('module.a.')].map((resource) => [resource.id, resource])),
    };
    expect(withDefault(around, inner, 'project')).toBe(prefix);
  });
});

describe('nested blocks', () => {
  test.each([
    ['one object', { a: 1 }, [{ a: 1 }]],
    ['a list', [{ a: 1 }, { a: 2 }], [{ a: 1 }, { a: 2 }]],
    ['nothing', undefined, []],
    ['null', null, []],
    ['a text', 'x', []],
  ])('are found in %s', (_, value, found) => {
    expect(blocks(value)).toEqual(found);
    expect(openBlocks(value)).toBeUndefined();
  });

  test.each([
    ['a list that is open', new Unresolved('x')],
    ['an element that is open', [{ a: 1 }, new Unresolved('x')]],
    ['a variable', new AnyOf('var.x', () => true)],
    ['a reference', new Reference('x.y')],
  ])('may be more in %s', (_, value: Value) => {
    expect(openBlocks(value)).toBeDefined();
  });
});
