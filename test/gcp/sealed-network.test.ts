import { TerraformStack, Token } from 'cdktf';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import type { INetwork, ISubnetwork } from '../../lib/gcp/network-ref';
import type { ExistingNetwork } from '../../lib/gcp/sealed-network';
import { configurationOf, resourcesOf, sealedIn, stackOf, theOne, twoAgents } from './fixture';

describe('a sealed network', () => {
  const stack = stackOf();
  const sealed = sealedIn(stack, { policy: twoAgents });
  const configuration = configurationOf(stack);
  const firewall = Object.entries(resourcesOf(stack, 'compute_firewall'));

  // written out, and not taken from the code that they test
  test.each([
    'compute_address',
    'compute_external_vpn_gateway',
    'compute_global_address',
    'compute_ha_vpn_gateway',
    'compute_instance',
    'compute_interconnect_attachment',
    'compute_network_peering',
    'compute_packet_mirroring',
    'compute_route',
    'compute_router',
    'compute_router_nat',
    'compute_vpn_gateway',
    'compute_vpn_tunnel',
    'dns_record_set',
    'network_connectivity_spoke',
    'network_connectivity_policy_based_route',
    'service_networking_connection',
    'vpc_access_connector',
  ])('has no google_%s', (type) => {
    expect(configuration.resource[`google_${type}`]).toBeUndefined();
  });

  test('has no route, no subnetwork that it was not asked for, and no IPv6', () => {
    expect(theOne(stack, 'compute_network')).toEqual({
      project: 'acme',
      name: expect.stringMatching(/^test-sealed-[0-9a-f]{8}$/),
      auto_create_subnetworks: false,
      delete_default_routes_on_create: true,
      enable_ula_internal_ipv6: false,
    });
  });

  test('gives the door and each agent addresses of their own, IPv4 only, from which no API of Google can be reached', () => {
    const subnetworks = Object.values(resourcesOf(stack, 'compute_subnetwork'));
    expect(subnetworks.map(({ ip_cidr_range: block }) => block)).toEqual(['10.64.0.0/24', '10.64.1.0/24', '10.64.2.0/24']);
    for (const subnetwork of subnetworks) {
      expect(subnetwork).toMatchObject({ private_ip_google_access: false, stack_type: 'IPV4_ONLY', region: 'europe-west1' });
      expect(Object.keys(subnetwork).filter((name) => /ipv6|purpose|secondary/.test(name))).toEqual([]);
    }
    expect([sealed.doorAddress, sealed.doorSubnetwork.ipCidrRange]).toEqual(['10.64.0.2', '10.64.0.0/24']);
    expect([sealed.sourcesOf('writer'), sealed.sourcesOf('reader')]).toEqual([['10.64.1.0/24'], ['10.64.2.0/24']]);
  });

  test('records every flow within a minute', () => {
    for (const { log_config: config } of Object.values(resourcesOf(stack, 'compute_subnetwork'))) {
      expect(config).toEqual({ aggregation_interval: 'INTERVAL_1_MIN', flow_sampling: 1, metadata: 'INCLUDE_ALL_METADATA' });
    }
  });

  test.each([
    ['EGRESS', 'destination_ranges', '0.0.0.0/0'],
    ['EGRESS', 'destination_ranges', '::/0'],
    ['INGRESS', 'source_ranges', '0.0.0.0/0'],
    ['INGRESS', 'source_ranges', '::/0'],
  ])('denies all %s by %s %s to whatever is in it, and records it', (direction, property, range) => {
    const [rule] = firewall.flatMap(([, rule]) => (rule.direction === direction && rule[property]?.[0] === range ? [rule] : []));
    expect(rule).toEqual({
      project: 'acme',
      name: expect.any(String),
      network: expect.stringMatching(/^\$\{google_compute_network\.Sealed_Network_\w+\.self_link\}$/),
      direction,
      [property]: [range],
      priority: 200,
      deny: [{ protocol: 'all' }],
      log_config: { metadata: 'INCLUDE_ALL_METADATA' },
    });
  });

  test('allows nothing while it has no door', () => {
    expect(firewall).toHaveLength(4);
    expect(firewall.filter(([, { allow }]) => allow)).toEqual([]);
  });

  test('is closed before anything can be started in it', () => {
    const closed = [
      ...firewall.map(([name]) => `google_compute_firewall.${name}`),
      ...Object.keys(resourcesOf(stack, 'dns_response_policy_rule')).map((name) => `google_dns_response_policy_rule.${name}`),
      ...Object.keys(resourcesOf(stack, 'dns_managed_zone')).map((name) => `google_dns_managed_zone.${name}`),
    ];
    expect(sealed.closed).toHaveLength(closed.length);
    for (const { depends_on: after } of Object.values(resourcesOf(stack, 'compute_subnetwork'))) {
      expect([...after].sort()).toEqual(closed.sort());
    }
  });

  test('refuses an agent that the policy does not have', () => {
    expect(() => sealed.subnetworkOf('root')).toThrow("got 'root'");
    expect(() => sealed.sourcesOf('root')).toThrow("got 'root'");
  });
});

describe('the names of a sealed network', () => {
  const stack = stackOf();
  const sealed = sealedIn(stack);
  sealed.openDoor(new Construct(stack, 'Door'), { ports: [8080, 3128], names: ['github.com', '*.example.org'] });
  const network = expect.stringMatching(/^\$\{google_compute_network\.Sealed_Network_\w+\.id\}$/);
  const rules = Object.values(resourcesOf(stack, 'dns_response_policy_rule'));

  test('lead nowhere, but for those that lead to the door', () => {
    expect(rules.map(({ dns_name: name, local_data: data }) => [name, data.local_datas])).toEqual([
      ['*.', [{ name: '*.', type: 'A', ttl: 300, rrdatas: ['192.0.2.1'] }]],
      // the set-up of a machine, and its time
      ['metadata.google.internal.', [{ name: 'metadata.google.internal.', type: 'A', ttl: 300, rrdatas: ['169.254.169.254'] }]],
      ['github.com.', [{ name: 'github.com.', type: 'A', ttl: 300, rrdatas: ['10.64.0.2'] }]],
      ['*.example.org.', [{ name: '*.example.org.', type: 'A', ttl: 300, rrdatas: ['10.64.0.2'] }]],
    ]);
    expect(new Set(rules.map(({ rule_name: name }) => name)).size).toBe(4);
    expect(rules.filter(({ behavior }) => behavior)).toEqual([]);
    expect(theOne(stack, 'dns_response_policy').networks).toEqual([{ network_url: network }]);
  });

  test('are in no zone either, should the response policy be gone', () => {
    expect(theOne(stack, 'dns_managed_zone')).toMatchObject({
      dns_name: '.',
      visibility: 'private',
      private_visibility_config: { networks: [{ network_url: network }] },
    });
    expect(Object.keys(theOne(stack, 'dns_managed_zone')).filter((name) => /forwarding|peering/.test(name))).toEqual([]);
  });

  test('are recorded whenever they are asked for, and can be asked for by nobody outside', () => {
    expect(theOne(stack, 'dns_policy')).toMatchObject({
      enable_logging: true,
      enable_inbound_forwarding: false,
      networks: [{ network_url: network }],
    });
    expect(theOne(stack, 'dns_policy').alternative_name_server_config).toBeUndefined();
  });
});

describe('the door of a sealed network', () => {
  const opened = (names: readonly string[] = []) => {
    const stack = stackOf();
    const sealed = sealedIn(stack);
    sealed.openDoor(new Construct(stack, 'Door'), { ports: [8080, 3128], names });
    return { stack, sealed };
  };

  test('is one address at the ports of the proxy, before everything that is denied', () => {
    const { stack } = opened();
    const allowed = Object.values(resourcesOf(stack, 'compute_firewall')).filter(({ allow }) => allow);
    expect(allowed).toEqual([
      {
        project: 'acme',
        name: expect.any(String),
        network: expect.stringContaining('self_link'),
        direction: 'EGRESS',
        destination_ranges: ['10.64.0.2/32'],
        priority: 100,
        allow: [{ protocol: 'tcp', ports: ['8080', '3128'] }],
        log_config: { metadata: 'INCLUDE_ALL_METADATA' },
      },
    ]);
  });

  test('is the only one', () => {
    const { stack, sealed } = opened();
    expect(() => sealed.openDoor(new Construct(stack, 'Other'), { ports: [443], names: [] })).toThrow(
      "must have one door, 'Test/Door', got 'Test/Other' besides",
    );
  });
});

test.each([
  ['10.64.0.0/24', 'must hold 3 blocks of 256 addresses: write 10.64.0.0/22 or larger'],
  ['10.64.0.0', 'must be a CIDR block'],
  ['fd20::/48', 'must be IPv4'],
])('a sealed network of two agents in %s is refused', (cidr, message) => {
  expect(() => sealedIn(stackOf(), { policy: twoAgents, cidr })).toThrow(message);
});

test('a sealed network needs a provider that says where', () => {
  expect(() => sealedIn(new TerraformStack(undefined as never, 'Test'))).toThrow('must have a GoogleProvider');
});

describe('in a network that exists', () => {
  const network: INetwork = { id: 'projects/acme/global/networks/old', name: 'old', selfLink: 'https://compute/old' };
  const subnetwork = (name: string, ipCidrRange: string): ISubnetwork => ({ id: `subnetworks/${name}`, name, ipCidrRange });
  const existing: ExistingNetwork = {
    network,
    door: subnetwork('door', '10.1.0.0/24'),
    address: '10.1.0.9',
    agents: { default: subnetwork('agents', '10.1.1.0/24') },
  };
  const many = (writer: string, reader: string): ExistingNetwork => ({
    ...existing,
    agents: { writer: subnetwork('writer', writer), reader: subnetwork('reader', reader) },
  });

  test('nothing is made or closed unasked, and its logs are kept', () => {
    const stack = stackOf();
    const sealed = sealedIn(stack, { existing });
    expect(Object.keys(configurationOf(stack).resource).filter((type) => /_(compute|dns)_/.test(type))).toEqual([]);
    expect([sealed.doorAddress, sealed.subnetworkOf('default').name, sealed.closed]).toEqual(['10.1.0.9', 'agents', []]);
    expect(JSON.stringify(resourcesOf(stack, 'logging_project_sink'))).toContain('jsonPayload.sourceNetwork=(\\"old\\")');
  });

  test('everything is closed when asked', () => {
    const stack = stackOf();
    const sealed = sealedIn(stack, { existing: { ...existing, seal: true } });
    expect(Object.values(resourcesOf(stack, 'compute_firewall')).map(({ deny, network }) => [deny, network])).toEqual(
      Array.from({ length: 4 }, () => [[{ protocol: 'all' }], network.selfLink]),
    );
    expect(theOne(stack, 'dns_response_policy').networks).toEqual([{ network_url: network.id }]);
    expect(sealed.closed).toHaveLength(7);
  });

  test('the door opens, and its names lead there, in either case', () => {
    for (const seal of [false, true]) {
      const stack = stackOf();
      sealedIn(stack, { existing: { ...existing, seal } }).openDoor(new Construct(stack, 'Door'), {
        ports: [8080],
        names: ['github.com'],
      });
      const allowed = Object.values(resourcesOf(stack, 'compute_firewall')).filter(({ allow }) => allow);
      expect(allowed.map(({ destination_ranges: ranges }) => ranges)).toEqual([['10.1.0.9/32']]);
      const answered = Object.values(resourcesOf(stack, 'dns_response_policy_rule')).map(({ dns_name: name }) => name);
      expect(answered).toEqual(seal ? ['*.', 'metadata.google.internal.', 'github.com.'] : ['github.com.']);
    }
  });

  test('a door without names leaves the resolver alone', () => {
    const stack = stackOf();
    sealedIn(stack, { existing }).openDoor(new Construct(stack, 'Door'), { ports: [8080], names: [] });
    expect(resourcesOf(stack, 'dns_response_policy')).toEqual({});
  });

  test('one agent may run in a subnetwork whose block is not known', () => {
    const agents = { default: subnetwork('agents', Token.asString({ resolve: () => 'later' })) };
    expect(sealedIn(stackOf(), { existing: { ...existing, agents } }).sourcesOf('default')).toBeUndefined();
  });

  test.each([
    ['this project', 'https://www.googleapis.com/compute/v1/projects/acme/global/networks/old'],
    ["a project's number, which may be this one's", 'projects/123456/global/networks/old'],
    ['a project that Terraform knows later', `projects/${Token.asString({ resolve: () => 'later' })}/global/networks/old`],
  ])('may be named by %s', (_, id) => {
    expect(() => sealedIn(stackOf(), { existing: { ...existing, network: { ...network, id } } })).not.toThrow();
  });

  test('several agents are told apart by the blocks of their subnetworks', () => {
    const sealed = sealedIn(stackOf(), { policy: twoAgents, existing: many('10.1.1.0/24', '10.1.2.0/24') });
    expect(sealed.sourcesOf('reader')).toEqual(['10.1.2.0/24']);
  });

  test.each([
    ['an agent without a subnetwork', existing, "of agent 'writer', got those of default"],
    [
      'two agents in one subnetwork',
      many('10.1.1.0/24', '10.1.1.0/24'),
      "agents 'writer' and 'reader' must have blocks of their own",
    ],
    ['two agents whose blocks overlap', many('10.1.0.0/16', '10.1.1.0/24'), 'got 10.1.0.0/16 and 10.1.1.0/24'],
    [
      'a block that is not known',
      many('10.1.1.0/24', Token.asString({ resolve: () => 'later' })),
      'must have a literal ipCidrRange',
    ],
    ['a block that is none', many('10.1.1.0/24', '10.1.2.0'), 'must be a CIDR block'],
    [
      'an address that is not known',
      { ...many('10.1.1.0/24', '10.1.2.0/24'), address: '${var.address}' },
      'existing.address must be',
    ],
    ['an IPv6 address', { ...many('10.1.1.0/24', '10.1.2.0/24'), address: 'fd20::2' }, "got 'fd20::2'"],
    [
      "another project's network",
      { ...existing, network: { ...network, id: 'projects/host/global/networks/old' } },
      "existing.network must be in the stack's project 'acme', got 'projects/host/global/networks/old'",
    ],
    [
      'a door in another region',
      { ...existing, door: { ...existing.door, id: 'projects/acme/regions/us-east1/subnetworks/door' } },
      "existing.door must be in the stack's region 'europe-west1'",
    ],
    ['an address beside the door', { ...many('10.1.1.0/24', '10.1.2.0/24'), address: '10.1.1.2' }, 'in 10.1.0.0/24'],
  ])('%s is refused', (_, given, message) => {
    expect(() => sealedIn(stackOf(), { policy: twoAgents, existing: given })).toThrow(message);
  });
});
