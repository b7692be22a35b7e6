import type { TerraformStack } from 'cdktf';
import { describe, expect, test } from 'vitest';
import { AuditTrail } from '../../lib/gcp/audit-trail';
import { Door } from '../../lib/gcp/door';
import { EgressProxy } from '../../lib/gcp/egress-proxy';
import { SealedNetwork } from '../../lib/gcp/sealed-network';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import type { DestinationInput } from '../../lib/policy/schema';
import {
  type Arguments,
  configurationOf,
  policy,
  problemsOf,
  resourcesOf,
  sealedIn,
  stackOf,
  theOne,
  twoAgents,
} from './fixture';
import { bootstrapOf, doorIn, proxyIn } from './proxy-fixture';

/** The blocks by which Envoy tells agents apart. */
function chainsOf(stack: TerraformStack): unknown[] {
  const listener = bootstrapOf(stack).static_resources.listeners.find(({ name }: Arguments) => name === 'agents');
  return listener.filter_chains.map(({ name, filter_chain_match: match }: Arguments) => [
    name,
    match?.source_prefix_ranges.map(({ address_prefix, prefix_len }: Arguments) => `${address_prefix}/${prefix_len}`),
  ]);
}

/** Arguments of the endpoint of a stack's door. */
const endpointOf = (stack: TerraformStack): Arguments =>
  Object.values(resourcesOf(stack, 'compute_forwarding_rule')).find((rule) => rule.load_balancing_scheme === '') ?? {};

describe('a door', () => {
  test('is an endpoint at an address of the sealed network, which leads to the proxies and has no name', () => {
    const stack = stackOf();
    const door = doorIn(stack);
    const address = theOne(stack, 'compute_address');
    expect(address).toMatchObject({ address: '10.64.0.2', address_type: 'INTERNAL' });
    expect(address.subnetwork).toContain('Sealed_door');
    expect(endpointOf(stack)).toMatchObject({
      ip_address: expect.stringMatching(/^\$\{google_compute_address\.Door_Address_\w+\.self_link\}$/),
      network: expect.stringContaining('Sealed_Network'),
      target: expect.stringMatching(/^\$\{google_compute_service_attachment\.Proxy_\w+\.self_link\}$/),
      no_automate_dns_zone: true,
      allow_psc_global_access: false,
    });
    expect([door.host, door.ports]).toEqual(['10.64.0.2', [8080, 3128]]);
  });

  test('is all that its network lets anyone reach', () => {
    const stack = stackOf();
    doorIn(stack);
    const open = Object.values(resourcesOf(stack, 'compute_firewall')).filter(
      ({ network, allow }) => allow && network.includes('Sealed_'),
    );
    expect(open.map(({ direction, destination_ranges, allow }) => [direction, destination_ranges, allow])).toEqual([
      ['EGRESS', ['10.64.0.2/32'], [{ ports: ['8080', '3128'], protocol: 'tcp' }]],
    ]);
  });

  test('tells several agents apart by where they come from', () => {
    const stack = stackOf();
    doorIn(stack, { policy: twoAgents });
    expect(chainsOf(stack)).toEqual([
      ['writer', ['10.64.1.0/24']],
      ['reader', ['10.64.2.0/24']],
    ]);
  });

  test('takes one agent from anywhere in its network', () => {
    const stack = stackOf();
    doorIn(stack);
    expect(chainsOf(stack)).toEqual([['default', undefined]]);
  });

  test('is the only one of its network', () => {
    const stack = stackOf();
    const proxy = proxyIn(stack);
    const network = sealedIn(stack);
    new Door(stack, 'First', { network, proxy });
    expect(() => new Door(stack, 'Second', { network, proxy })).toThrow(
      "must have one door, 'Test/First', got 'Test/Second' besides",
    );
  });

  test('has denials name the address that agents know', () => {
    const stack = stackOf();
    doorIn(stack);
    expect(JSON.stringify(bootstrapOf(stack))).toContain('http://10.64.0.2:8080/claude');
  });
});

describe('with transparent, a door', () => {
  const tunnel: DestinationInput = { name: 'mirror', hosts: ['mirror.example.org', '*.mirror.example.org'], access: 'tunnel' };
  const other: DestinationInput = { name: 'other', hosts: ['other.example.org'], ports: [8443], access: 'tunnel' };
  const stack = stackOf();
  const [claude] = policy.document.destinations;
  const door = doorIn(stack, {
    policy: EgressPolicy.parse({ version: 1, destinations: [claude, tunnel, other] }),
    transparent: true,
  });
  const answered = Object.values(resourcesOf(stack, 'dns_response_policy_rule')).map(({ dns_name: name }) => name);

  test('is what tunnels at port 443 are answered by: no wildcard, no other port, and no gateway', () => {
    expect(answered.filter((name) => !['*.', 'metadata.google.internal.'].includes(name))).toEqual(['mirror.example.org.']);
  });

  test('has two ports more, which the proxies listen at themselves, as their load balancer keeps ports', () => {
    expect(door.ports).toEqual([8080, 3128, 443, 80]);
    const at = JSON.stringify(bootstrapOf(stack).static_resources.listeners).match(/"port_value":(443|80|8080|3128)\b/g);
    expect([...new Set(at)].sort()).toEqual(['"port_value":3128', '"port_value":443', '"port_value":80', '"port_value":8080']);
    const balanced = Object.values(resourcesOf(stack, 'compute_forwarding_rule')).find(({ ports }) => ports);
    expect(balanced?.ports).toEqual(['8080', '3128', '443', '80']);
  });
});

test('a proxy of several doors admits each network, and an agent from each of its places', () => {
  const stack = stackOf();
  const proxy = proxyIn(stack, { policy: twoAgents });
  for (const [id, cidr] of [
    ['East', '10.64.0.0/16'],
    ['West', '10.66.0.0/16'],
  ] as const) {
    const audit = new AuditTrail(stack, `${id}Audit`);
    const network = new SealedNetwork(stack, id, { policy: twoAgents, cidr, audit });
    new Door(stack, `${id}Door`, { network, proxy });
  }
  expect(chainsOf(stack)).toEqual([
    ['writer', ['10.64.1.0/24', '10.66.1.0/24']],
    ['reader', ['10.64.2.0/24', '10.66.2.0/24']],
  ]);
  expect(theOne(stack, 'compute_service_attachment').consumer_accept_lists).toHaveLength(2);
});

describe('agents that can’t be told apart are refused', () => {
  const network = { id: 'room', name: 'room', selfLink: 'projects/acme/global/networks/room' };

  test.each([
    ['from the same block', ['10.64.1.0/24'], ['10.64.1.0/24'], '10.64.1.0/24'],
    ['from a block in another', ['10.64.0.0/16'], ['10.64.1.0/24'], '10.64.0.0/16'],
    ['from anywhere and a block', undefined, ['10.64.1.0/24'], '0.0.0.0/0'],
    ['from anywhere, both', undefined, undefined, '0.0.0.0/0'],
  ])('if they come %s', (_, one, other, shared) => {
    const proxy = proxyIn(stackOf(), { policy: twoAgents });
    const sources = [
      { agent: 'writer', sources: one },
      { agent: 'reader', sources: other },
    ];
    expect(() => proxy.admit({ network, host: '10.64.0.2', sources })).toThrow(
      `agents 'writer' and 'reader' must come from different addresses, got ${shared} for both`,
    );
  });

  test('if their blocks are known only when they are deployed', () => {
    const stack = stackOf();
    const proxy = proxyIn(stack, { policy: twoAgents });
    const block = proxy.serviceAccount.email;
    expect(() => proxy.admit({ network, host: '10.64.0.2', sources: [{ agent: 'writer', sources: [block] }] })).toThrow(
      "sources of agent 'writer' must be CIDR blocks that are written out",
    );
  });
});

describe('a door to another project’s proxy', () => {
  const attachment = 'projects/acme-proxies/regions/europe-west1/serviceAttachments/airlock';

  function sharedIn(stack: TerraformStack): Door {
    const proxy = EgressProxy.fromServiceAttachment(stack, 'Proxy', { attachment, gatewayPort: 8088 });
    return new Door(stack, 'Door', { network: sealedIn(stack, { policy: twoAgents }), proxy });
  }

  test('needs no proxy here, and is what the judge takes for one', () => {
    const stack = stackOf();
    expect(sharedIn(stack).ports).toEqual([8088, 3128]);
    expect(endpointOf(stack).target).toBe(attachment);
    const [rule] = Object.values<Arguments>(configurationOf(stack).resource.google_compute_forwarding_rule);
    expect(rule?.['//']['agent-airlock']).toEqual({ role: 'proxy', ports: [8088, 3128] });
    expect(problemsOf(stack)).toEqual([]);
  });

  test('prints what its owner must admit', () => {
    const stack = stackOf();
    sharedIn(stack);
    const [{ value } = { value: '' }] = Object.values<Arguments>(configurationOf(stack).output);
    expect(value).toMatch(
      /^\$\{google_compute_network\.Sealed_\w+\.self_link\}; writer 10\.64\.1\.0\/24; reader 10\.64\.2\.0\/24$/,
    );
  });
});
