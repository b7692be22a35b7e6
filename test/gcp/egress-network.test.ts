import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { configurationOf, egressIn, existingEgress as existing, resourcesOf, stackOf, theOne } from './fixture';

describe('an egress network', () => {
  const stack = stackOf();
  const egress = egressIn(stack);
  const subnetworks = resourcesOf(stack, 'compute_subnetwork');

  test('has proxies, tool services and what comes by the door in addresses of their own, IPv4 only', () => {
    expect([egress.proxies, egress.tools, egress.doorNat].map(({ ipCidrRange }) => ipCidrRange)).toEqual([
      '10.65.0.0/24',
      '10.65.1.0/24',
      '10.65.2.0/24',
    ]);
    expect(
      Object.values(subnetworks)
        .map(({ ip_cidr_range: block }) => block)
        .sort(),
    ).toEqual(['10.65.0.0/24', '10.65.1.0/24', '10.65.2.0/24']);
    for (const { stack_type: stackType } of Object.values(subnetworks)) expect(stackType).toBe('IPV4_ONLY');
    expect(theOne(stack, 'compute_network')).toMatchObject({ auto_create_subnetworks: false, enable_ula_internal_ipv6: false });
  });

  test('lets hosts come to the APIs of Google without public addresses, and records every flow of theirs', () => {
    const hosts = Object.values(subnetworks).filter(({ purpose }) => !purpose);
    expect(hosts).toHaveLength(2);
    for (const { private_ip_google_access: apis, log_config: config } of hosts) {
      expect(apis).toBe(true);
      expect(config).toEqual({ aggregation_interval: 'INTERVAL_1_MIN', flow_sampling: 1, metadata: 'INCLUDE_ALL_METADATA' });
    }
  });

  test('has a subnetwork for the door that no host can be in', () => {
    const [door, ...others] = Object.values(subnetworks).filter(({ purpose }) => purpose);
    expect(others).toEqual([]);
    expect(door).toMatchObject({ purpose: 'PRIVATE_SERVICE_CONNECT', ip_cidr_range: '10.65.2.0/24' });
    // neither is for subnetworks of this purpose
    expect(door).not.toHaveProperty('log_config');
    expect(door).not.toHaveProperty('private_ip_google_access');
  });

  test('translates the addresses of proxies and tool services, and of nothing else, and records it', () => {
    expect(theOne(stack, 'compute_network').delete_default_routes_on_create).toBe(false);
    expect(theOne(stack, 'compute_router_nat')).toMatchObject({
      nat_ip_allocate_option: 'AUTO_ONLY',
      source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS',
      subnetwork: ['proxies', 'tools'].map((name) => ({
        name: expect.stringMatching(new RegExp(`^\\$\\{google_compute_subnetwork\\.Egress_${name}_\\w+\\.id\\}$`)),
        source_ip_ranges_to_nat: ['PRIMARY_IP_RANGE'],
      })),
      log_config: { enable: true, filter: 'ALL' },
    });
  });

  test('gives a host a thousand ports and more towards each address, in powers of two', () => {
    const {
      enable_dynamic_port_allocation: dynamic,
      min_ports_per_vm: min,
      max_ports_per_vm: max,
    } = theOne(stack, 'compute_router_nat');
    expect([dynamic, min, max].map(String)).toEqual(['true', '1024', '32768']);
    expect(theOne(stack, 'compute_router_nat')).not.toHaveProperty('enable_endpoint_independent_mapping');
  });

  test('denies both ways and both families to whatever is in it, after rules that open something', () => {
    const rules = Object.values(resourcesOf(stack, 'compute_firewall'));
    expect(
      rules.map((rule) => [rule.direction, rule.destination_ranges ?? rule.source_ranges, rule.deny, rule.priority]),
    ).toEqual(
      ['EGRESS', 'INGRESS'].flatMap((direction) =>
        ['0.0.0.0/0', '::/0'].map((range) => [direction, [range], [{ protocol: 'all' }], 65534]),
      ),
    );
    expect(rules.filter((rule) => Object.keys(rule).some((name) => name.startsWith('target_')))).toEqual([]);
  });

  test('is closed before anything can be started in it', () => {
    const rules = Object.keys(resourcesOf(stack, 'compute_firewall')).map((name) => `google_compute_firewall.${name}`);
    const hosts = Object.values(subnetworks).filter(({ purpose }) => !purpose);
    for (const { depends_on: after } of hosts) expect([...after].sort()).toEqual(rules.sort());
  });

  test('records every name asked for', () => {
    expect(theOne(stack, 'dns_policy')).toMatchObject({ enable_logging: true, enable_inbound_forwarding: false });
  });
});

describe('the doors of several proxies in an egress network', () => {
  const publishers = (stack: TerraformStack, count: number) =>
    Array.from({ length: count }, (_, index) => new Construct(stack, `Proxy${index}`));

  test('have addresses of their own, as published services can’t share them', () => {
    const stack = stackOf();
    const egress = egressIn(stack);
    const blocks = publishers(stack, 3).map((proxy) => egress.publishBy(proxy).ipCidrRange);
    expect(blocks).toEqual(['10.65.2.0/24', '10.65.3.0/24', '10.65.4.0/24']);
    const made = Object.values(resourcesOf(stack, 'compute_subnetwork')).filter(({ purpose }) => purpose);
    expect(made.map(({ ip_cidr_range: block }) => block)).toEqual(blocks);
    expect(new Set(made.map(({ name }) => name)).size).toBe(3);
  });

  test.each([
    ['there are no more addresses', { cidr: '10.65.0.0/22' }, 2, 'cidr must hold 5 blocks of 256 addresses: write 10.65.0.0/21'],
    [
      'the network exists, with addresses for one',
      { existing },
      1,
      "network must have one proxy, 'Test/Proxy0', as its existing.doorNat is of one published service: give 'Test/Proxy1' another",
    ],
  ])('are refused where %s', (_, props, most, message) => {
    const stack = stackOf();
    const egress = egressIn(stack, props);
    const [one, ...others] = publishers(stack, most + 1);
    for (const proxy of [one, ...others.slice(0, -1)]) egress.publishBy(proxy as Construct);
    expect(() => egress.publishBy(others.at(-1) as Construct)).toThrow(message);
  });
});

test.each([
  ['10.65.0.0/23', 'must hold 3 blocks of 256 addresses: write 10.65.0.0/22 or larger'],
  ['10.65.0.0/40', 'must be a CIDR block'],
  ['172.17.0.0/16', 'Docker'],
])('an egress network of %s is refused', (cidr, message) => {
  expect(() => egressIn(stackOf(), { cidr })).toThrow(message);
});

test('of a network that exists nothing is made, and its logs are kept', () => {
  const stack = stackOf();
  const { network, proxies, tools, doorNat } = egressIn(stack, { existing });
  expect({ network, proxies, tools, doorNat }).toEqual(existing);
  expect(Object.keys(configurationOf(stack).resource).filter((type) => /_(compute|dns)_/.test(type))).toEqual([]);
  expect(JSON.stringify(resourcesOf(stack, 'logging_project_sink'))).toContain('subnetwork_name=(\\"proxies\\" OR \\"tools\\")');
});

test.each([
  ['network', 'projects/host/global/networks/old', "the stack's project 'acme'"],
  ['proxies', 'projects/host/regions/europe-west1/subnetworks/a', "the stack's project 'acme'"],
  ['tools', 'projects/acme/regions/us-east1/subnetworks/a', "the stack's region 'europe-west1'"],
  ['doorNat', 'projects/acme/regions/us-east1/subnetworks/a', "the stack's region 'europe-west1'"],
] as const)('an existing %s of elsewhere is refused', (property, id, place) => {
  const elsewhere = { ...existing, [property]: { ...existing[property], id } };
  expect(() => egressIn(stackOf(), { existing: elsewhere })).toThrow(`existing.${property} must be in ${place}, got '${id}'`);
});
