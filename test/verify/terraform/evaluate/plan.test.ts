// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { describe, expect, test } from 'vitest';
import { worldsOf } from '../../../../lib/verify/terraform/evaluate/worlds';
import { Reference, Unresolved } from '../../../../lib/verify/world/value';
import type { World } from '../../../../lib/verify/world/world';
import { planOf, terraformMissing } from './terraform-oracle';
import { planned } from './worlds-of';

const worldOf = (document: object): World => worldsOf([planned(document)])[0] as World;

const resource = (address: string, values: object, rest: object = {}) => {
  const [type = '', name = ''] = address
    .replace(/^module\.[^.]+\./, '')
    .replace(/\[.*$/, '')
    .split('.');
  return { address, mode: 'managed', type, name, values, ...rest };
};

const configured = (address: string, expressions: object, rest: object = {}) => {
  const [type = '', name = ''] = address.split('.');
  return { address, mode: 'managed', type, name, expressions, ...rest };
};

const change = (address: string, unknown: object) => ({ address, change: { after_unknown: unknown } });

const to = (...references: string[]) => ({ references });

/** A network, a subnetwork and one instance, of which only names are known before apply. */
const plan = {
  format_version: '1.2',
  variables: { project: { value: 'acme' } },
  planned_values: {
    root_module: {
      resources: [
        resource('google_compute_network.n', { name: 'agents' }),
        resource('google_compute_subnetwork.s["a"]', { name: 's-a', ip_cidr_range: '10.0.0.0/24' }, { index: 'a' }),
        resource('google_compute_subnetwork.s["b"]', { name: 's-b', ip_cidr_range: '10.0.1.0/24' }, { index: 'b' }),
        resource('google_compute_instance.i', { name: 'i', network_interface: [{ access_config: [] }], tags: [null] }),
        resource('google_dns_policy.p', { networks: [{}], name: 'p' }),
        resource('google_x.x', { pair: [null, null] }),
      ],
      child_modules: [
        {
          address: 'module.fw',
          resources: [
            resource(
              'module.fw.google_compute_firewall.f',
              { name: 'f', password: 'hunter2' },
              { sensitive_values: { password: true } },
            ),
          ],
        },
      ],
    },
  },
  resource_changes: [
    change('google_compute_network.n', { id: true, self_link: true, gateway_ipv4: true }),
    change('google_compute_subnetwork.s["a"]', { id: true, self_link: true, network: true }),
    change('google_compute_subnetwork.s["b"]', { id: true, self_link: true, network: true }),
    change('google_compute_instance.i', {
      id: true,
      network_interface: [{ access_config: [], subnetwork: true, network_ip: true }],
      tags: [true],
    }),
    change('google_dns_policy.p', { id: true, networks: [{ network_url: true }] }),
    change('google_x.x', { both: true, through: true, pair: [true, true], local: true, text: true, chained: true }),
    change('module.fw.google_compute_firewall.f', { id: true, network: true }),
    { address: 'google_compute_router.gone', change: { actions: ['delete'], after_unknown: {} } },
  ],
  configuration: {
    provider_config: {
      google: { name: 'google', expressions: { project: to('var.project'), region: { constant_value: 'europe-west1' } } },
    },
    root_module: {
      resources: [
        configured('google_compute_network.n', { name: { constant_value: 'agents' } }, { provider_config_key: 'google' }),
        configured('google_compute_subnetwork.s', {
          network: to('google_compute_network.n.id', 'google_compute_network.n'),
          name: to('each.key'),
        }),
        configured('google_compute_instance.i', {
          network_interface: [
            {
              subnetwork: to(
                'google_compute_subnetwork.s["a"].self_link',
                'google_compute_subnetwork.s["a"]',
                'google_compute_subnetwork.s',
              ),
            },
          ],
        }),
        configured('google_dns_policy.p', {
          networks: [{ network_url: to('google_compute_network.n.id', 'google_compute_network.n') }],
        }),
        configured('google_x.x', {
          both: to(
            'google_compute_network.n.id',
            'google_compute_network.n',
            'google_compute_subnetwork.s["a"].id',
            'google_compute_subnetwork.s["a"]',
          ),
          pair: to(
            'google_compute_subnetwork.s["b"].id',
            'google_compute_subnetwork.s["b"]',
            'google_compute_subnetwork.s',
            'google_compute_subnetwork.s["a"].id',
            'google_compute_subnetwork.s["a"]',
            'google_compute_subnetwork.s',
          ),
          through: to('module.fw.network_id', 'module.fw'),
          local: to('local.network'),
          text: to('var.project', 'google_compute_network.n.id', 'google_compute_network.n'),
          chained: to(
            'google_compute_subnetwork.s["a"].network',
            'google_compute_subnetwork.s["a"]',
            'google_compute_subnetwork.s',
          ),
        }),
      ],
      module_calls: {
        fw: {
          expressions: { network: to('google_compute_network.n.self_link', 'google_compute_network.n') },
          module: {
            resources: [configured('google_compute_firewall.f', { network: to('var.network') })],
            outputs: { network_id: { expression: to('var.network') } },
          },
        },
      },
    },
  },
};

describe('in a plan', () => {
  const world = worldOf(plan);
  const network = new Reference('google_compute_network.n');
  const subnetwork = (key: string, attribute?: string) => new Reference(`google_compute_subnetwork.s["${key}"]`, attribute);

  test('there is what will be there', () => {
    expect([...world.resources.keys()]).toEqual([
      'google_compute_network.n',
      'google_compute_subnetwork.s["a"]',
      'google_compute_subnetwork.s["b"]',
      'google_compute_instance.i',
      'google_dns_policy.p',
      'google_x.x',
      'module.fw.google_compute_firewall.f',
      'provider.google',
    ]);
    expect(world.when).toBe('');
  });

  test.each([
    ['an id', 'google_compute_subnetwork.s["b"]', { name: 's-b', ip_cidr_range: '10.0.1.0/24', network }],
    [
      'a nested block',
      'google_compute_instance.i',
      { network_interface: [{ access_config: [], subnetwork: subnetwork('a', 'self_link') }] },
    ],
    ['a list of blocks', 'google_dns_policy.p', { networks: [{ network_url: network }] }],
    [
      "a module's variable",
      'module.fw.google_compute_firewall.f',
      { network: new Reference('google_compute_network.n', 'self_link') },
    ],
    ["a module's output", 'google_x.x', { through: new Reference('google_compute_network.n', 'self_link') }],
    ['a list of as many references', 'google_x.x', { pair: [subnetwork('b'), subnetwork('a')] }],
    ['an expression with what is known besides', 'google_x.x', { text: network }],
    ['an argument of another resource', 'google_x.x', { chained: network }],
  ])('what is known after apply is a reference: %s', (_, id, properties) => {
    expect(world.resources.get(id)?.properties).toMatchObject(properties);
  });

  test.each([
    ['two references', 'google_x.x', 'both'],
    ['a local value, which a plan does not keep', 'google_x.x', 'local'],
    ['what is sensitive', 'module.fw.google_compute_firewall.f', 'password'],
  ])('it is unresolved where it hangs on %s', (_, id, name) => {
    expect(world.resources.get(id)?.properties[name]).toBeInstanceOf(Unresolved);
  });

  test('what the provider makes and the configuration leaves out is left out', () => {
    expect(world.resources.get('google_compute_network.n')?.properties).not.toHaveProperty('gateway_ipv4');
  });

  test('blocks that a plan shows without their configuration may be stated by dynamic, and are unresolved', () => {
    const firewall = 'google_compute_firewall.d';
    const document = {
      format_version: '1.2',
      planned_values: { root_module: { resources: [resource(firewall, { name: 'd' })] } },
      resource_changes: [change(firewall, { allow: true, source_ranges: true })],
      configuration: { root_module: { resources: [configured(firewall, { name: { constant_value: 'd' } })] } },
    };
    const properties = worldOf(document).resources.get(firewall)?.properties;
    expect(properties?.allow).toBeInstanceOf(Unresolved);
    expect(properties).not.toHaveProperty('source_ranges');
  });

  test.each([
    ['google_compute_forwarding_rule', false],
    ['google_compute_router_nat', true],
  ])('a subnetwork that is not stated is left out, where it is an argument: %s', (type, isBlock) => {
    const document = {
      format_version: '1.2',
      planned_values: { root_module: { resources: [resource(`${type}.d`, { name: 'd' })] } },
      resource_changes: [change(`${type}.d`, { subnetwork: true })],
      configuration: { root_module: { resources: [configured(`${type}.d`, { name: { constant_value: 'd' } })] } },
    };
    expect(Object.hasOwn(worldOf(document).resources.get(`${type}.d`)?.properties ?? {}, 'subnetwork')).toBe(isBlock);
  });

  test('what is sensitive is secret', () => {
    expect(world.resources.get('module.fw.google_compute_firewall.f')?.properties.password).toMatchObject({ secret: true });
  });

  test('a resource stands where its planned values are', () => {
    expect(world.resources.get('module.fw.google_compute_firewall.f')?.place).toMatchObject({
      file: 'plan.json',
      pointer: '/planned_values/root_module/child_modules/0/resources/0',
    });
  });

  test('a provider has its settings', () => {
    expect(world.resources.get('provider.google')?.properties).toEqual({ project: 'acme', region: 'europe-west1' });
  });
});

test('a state is a plan in which everything is known', () => {
  const world = worldOf({
    format_version: '1.0',
    values: { root_module: { resources: [resource('google_compute_network.n', { id: 'projects/p/global/networks/agents' })] } },
  });
  expect(world.resources.get('google_compute_network.n')?.properties).toEqual({ id: 'projects/p/global/networks/agents' });
});

const missing = terraformMissing();
if (missing) console.warn(`references in real plans are not tested: ${missing}`);

describe.skipIf(missing)('in a plan that Terraform itself makes', () => {
  const document = {
    variable: { given: { type: 'string' }, hidden: { type: 'string', sensitive: true } },
    resource: {
      terraform_data: {
        n: { input: 'literal' },
        many: { count: 2, input: '${count.index}' },
        keyed: { for_each: { a: 'x', b: 'y' }, input: '${terraform_data.n.id}-${each.value}' },
        reference: { input: '${terraform_data.n.id}' },
        indexed: { count: 2, input: '${terraform_data.many[count.index].id}' },
        by_key: { for_each: { a: 1, b: 2 }, input: '${terraform_data.keyed[each.key].id}' },
        literal_key: { input: '${terraform_data.keyed["b"].id}' },
        list: { input: ['${terraform_data.many[0].id}', '${terraform_data.many[1].id}', 'known'] },
        object: { input: { inner: '${terraform_data.n.id}', known: '${var.given}' } },
        secret: { input: '${var.hidden}' },
        chained: { input: '${terraform_data.reference.output}' },
      },
    },
  };
  const world = missing ? undefined : worldOf(planOf(document, { given: 'g', hidden: 'h' }));
  const input = (name: string): unknown => world?.resources.get(`terraform_data.${name}`)?.properties.input;

  test.each([
    ['n', 'literal'],
    ['many[1]', 1],
    ['reference', new Reference('terraform_data.n')],
    ['indexed[1]', new Reference('terraform_data.many[1]')],
    ['by_key["b"]', new Reference('terraform_data.keyed["b"]')],
    ['literal_key', new Reference('terraform_data.keyed["b"]')],
    ['list', [new Reference('terraform_data.many[0]'), new Reference('terraform_data.many[1]'), 'known']],
    ['chained', new Reference('terraform_data.reference', 'output')],
  ])('%s is what it leads to', (name, value) => {
    expect(input(name)).toEqual(value);
  });

  test('a part of an object that is known after apply is not taken for another', () => {
    expect(input('object')).toEqual({ inner: new Reference('terraform_data.n'), known: 'g' });
  });

  test('a sensitive variable is secret', () => {
    expect(input('secret')).toMatchObject({ secret: true });
  });
});

describe('a setting of a provider', () => {
  const variables = { region: { value: 'europe-west1' }, part: { value: 'europe' }, project: { value: 'acme' } };
  const settingsOf = (expressions: object) =>
    worldOf({
      ...plan,
      variables,
      configuration: { provider_config: { google: { name: 'google', expressions } } },
    }).resources.get('provider.google')?.properties;
  const text = (constant: string, ...references: string[]) => ({ constant_value: constant, references });

  test.each<[string, object, object]>([
    ['a literal', { region: { constant_value: 'us-east1' } }, { region: 'us-east1' }],
    ["a variable, in JSON's spelling", { region: text('${var.region}', 'var.region') }, { region: 'europe-west1' }],
    [
      'a variable of the language',
      { region: to('var.region'), project: to('var.project') },
      { region: 'europe-west1', project: 'acme' },
    ],
  ])('is %s', (_, expressions, settings) => {
    expect(settingsOf(expressions)).toEqual(settings);
  });

  test.each<[string, object]>([
    ['is more than the variable in it, in JSON', { region: text('${var.part}-west1', 'var.part') }],
    ['is what a function makes of a variable, in JSON', { region: text('${lower(var.region)}', 'var.region') }],
    ['hangs on two variables, in JSON', { region: text('${var.part}-${var.project}', 'var.part', 'var.project') }],
    ['is a text with a local value, in JSON', { region: text('${local.region}', 'local.region') }],
    ['may be more than the variable in it', { region: to('var.part') }],
    ['hangs on a variable that has no value', { region: to('var.other') }],
  ])('is not known where it %s', (_, expressions) => {
    expect(settingsOf(expressions)).toEqual({ region: expect.any(Unresolved) });
  });
});
