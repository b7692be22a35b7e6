import { ComputeForwardingRule } from '@cdktf/provider-google/lib/compute-forwarding-rule';
import { ComputeNetwork } from '@cdktf/provider-google/lib/compute-network';
import { TerraformOutput, TerraformResource, type TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { type Arguments, egressIn, problemsOf, sealedIn, stackOf } from './fixture';

/** A sealed network with a door and one agent's subnetwork, by the expressions that name them. */
interface Room {
  readonly stack: TerraformStack;
  readonly network: string;
  readonly subnetwork: string;
}

function room(): Room {
  const stack = stackOf();
  const sealed = sealedIn(stack);
  const door = new Construct(stack, 'Door');
  sealed.openDoor(door, { ports: [8080], names: ['github.com'] });
  new ComputeForwardingRule(door, 'Endpoint', { name: 'door', network: sealed.network.id, target: 'attachment' });
  return { stack, network: sealed.network.id, subnetwork: sealed.subnetworkOf('default').id };
}

/** A resource of a type without `google_`, wherever it is made. */
function made(scope: Construct, id: string, type: string, properties: Arguments): void {
  const resource = new TerraformResource(scope, id, { terraformResourceType: `google_${type}` });
  for (const [name, value] of Object.entries(properties)) resource.addOverride(name, value);
}

/** The first resource in the construct of that id. */
const resourceOf = (scope: Construct, id: string): TerraformResource =>
  scope.node
    .findAll()
    .find(({ node }) => node.id === id)
    ?.node.findAll()
    .find(TerraformResource.isTerraformResource) as TerraformResource;

const forwarding = { forwarding_config: { target_name_servers: [{ ipv4_address: '192.0.2.53' }] } };
const zone = (network: string) => ({
  visibility: 'private',
  private_visibility_config: { networks: [{ network_url: network }] },
});
const everything = [{ protocol: 'all' }];

// one leak a row, and a word of the message
const leaks: readonly (readonly [string, string, string, (room: Room) => Arguments])[] = [
  ['a default route', 'adds a route', 'compute_route', ({ network }) => ({ network, dest_range: '0.0.0.0/0' })],
  ['a narrow route', 'adds a route', 'compute_route', ({ network }) => ({ network, dest_range: '192.0.2.1/32' })],
  ['a route by policy', 'adds a route', 'network_connectivity_policy_based_route', ({ network }) => ({ network })],
  ['a router', 'puts a router', 'compute_router', ({ network }) => ({ network })],
  [
    'address translation',
    'translates its addresses',
    'compute_router_nat',
    ({ subnetwork }) => ({ subnetwork: [{ name: subnetwork }] }),
  ],
  ['a peering asked for', 'peers', 'compute_network_peering', ({ network }) => ({ network, peer_network: 'other' })],
  ['a peering answered', 'peers', 'compute_network_peering', ({ network }) => ({ network: 'other', peer_network: network })],
  ["a peering with others' services", 'peers', 'service_networking_connection', ({ network }) => ({ network })],
  ['a peering with VMware', 'peers', 'vmwareengine_network_peering', ({ network }) => ({ peer_network: network })],
  ['a VPN gateway', 'VPN', 'compute_ha_vpn_gateway', ({ network }) => ({ network })],
  ['a classic VPN gateway', 'VPN', 'compute_vpn_gateway', ({ network }) => ({ network })],
  ['a hub', 'hub', 'network_connectivity_spoke', ({ network }) => ({ linked_vpc_network: { uri: network } })],
  [
    'connections of services',
    'services be connected',
    'network_connectivity_service_connection_policy',
    ({ network }) => ({ network }),
  ],
  ['copied packets', 'copies its packets', 'compute_packet_mirroring', ({ network }) => ({ network: { url: network } })],
  [
    'packets copied by policy',
    'copies its packets',
    'network_security_mirroring_endpoint_group_association',
    ({ network }) => ({ network }),
  ],
  [
    'packets handed on by policy',
    'hands its packets',
    'network_security_intercept_endpoint_group_association',
    ({ network }) => ({ network }),
  ],
  [
    'interfaces of others',
    'put interfaces into it',
    'compute_network_attachment',
    ({ subnetwork }) => ({ subnetworks: [subnetwork] }),
  ],
  ['the APIs of Google', 'leads to Google', 'compute_global_forwarding_rule', ({ network }) => ({ network, target: 'all-apis' })],
  [
    'another published service',
    'one door',
    'compute_forwarding_rule',
    ({ subnetwork }) => ({ subnetwork, target: 'projects/p/regions/r/serviceAttachments/a' }),
  ],
  [
    'a rule that lets out',
    'opens the firewall',
    'compute_firewall',
    ({ network }) => ({ network, direction: 'EGRESS', allow: everything }),
  ],
  ['a rule that lets in', 'opens the firewall', 'compute_firewall', ({ network }) => ({ network, allow: everything })],
  [
    'a subnetwork with Private Google Access',
    'private_ip_google_access',
    'compute_subnetwork',
    ({ network }) => ({ network, private_ip_google_access: true }),
  ],
  [
    'a subnetwork of which that is not known',
    'private_ip_google_access',
    'compute_subnetwork',
    ({ network }) => ({ network, private_ip_google_access: '${var.access}' }),
  ],
  ['a subnetwork with IPv6', 'IPv6', 'compute_subnetwork', ({ network }) => ({ network, stack_type: 'IPV4_IPV6' })],
  [
    'a host with a public address',
    'public address',
    'compute_instance',
    ({ subnetwork }) => ({ network_interface: [{ subnetwork, access_config: [{}] }] }),
  ],
  [
    'a host with a foot in another network',
    'public address',
    'compute_instance_template',
    ({ subnetwork }) => ({ network_interface: [{ subnetwork }, { network: 'default', access_config: [{}] }] }),
  ],
  ['names forwarded', 'resolved elsewhere', 'dns_managed_zone', ({ network }) => ({ ...zone(network), ...forwarding })],
  [
    "another network's names",
    'resolved elsewhere',
    'dns_managed_zone',
    ({ network }) => ({ ...zone(network), peering_config: { target_network: { network_url: 'other' } } }),
  ],
  [
    'other name servers',
    'resolved elsewhere',
    'dns_policy',
    ({ network }) => ({ networks: [{ network_url: network }], alternative_name_server_config: forwarding.forwarding_config }),
  ],
];

describe('a sealed network refuses', () => {
  test.each(leaks)('%s', (_, word, type, properties) => {
    const all = room();
    made(new Construct(all.stack, 'Elsewhere'), 'Leak', type, properties(all));
    expect(problemsOf(all.stack)).toEqual([expect.stringMatching(new RegExp(`^Test/Elsewhere/Leak .*${word}`))]);
  });

  test.each([
    ['Private Google Access', 'private_ip_google_access', 'agent-default', 'private_ip_google_access', true],
    ['IPv6', 'IPv6 addresses', 'agent-default', 'stack_type', 'IPV4_IPV6'],
    ['internal IPv6', 'IPv6 addresses', 'Network', 'enable_ula_internal_ipv6', true],
    ['the default route', 'keeps the default route', 'Network', 'delete_default_routes_on_create', false],
    ['questions from outside', 'resolved elsewhere', 'Queries', 'enable_inbound_forwarding', true],
    ['a rule that lets names pass', 'resolved elsewhere', 'github.com', 'behavior', 'bypassResponsePolicy'],
  ])('%s in what it made itself', (_, word, part, argument, value) => {
    const { stack } = room();
    resourceOf(stack, part).addOverride(argument, value);
    expect(problemsOf(stack)).toEqual([expect.stringContaining(word)]);
  });
});

describe('a sealed network lets pass', () => {
  test('itself and its door', () => {
    expect(problemsOf(room().stack)).toEqual([]);
  });

  test('networks beside it, whatever they have', () => {
    const { stack } = room();
    egressIn(stack);
    const other = new ComputeNetwork(stack, 'Other', { name: 'other' });
    made(stack, 'Router', 'compute_router', {
      network: other.id,
      depends_on: [`google_compute_network.${resourceOf(stack, 'Network').friendlyUniqueId}`],
    });
    made(stack, 'Rule', 'compute_firewall', { network: other.id, allow: everything });
    expect(problemsOf(stack)).toEqual([]);
  });

  test('what only tells its id, closes more, or stays within', () => {
    const { stack, network, subnetwork } = room();
    new TerraformOutput(stack, 'Id', { value: network });
    made(stack, 'Rule', 'compute_firewall', { network, deny: everything });
    made(stack, 'Balancer', 'compute_forwarding_rule', { network, backend_service: 'b', load_balancing_scheme: 'INTERNAL' });
    made(stack, 'Zone', 'dns_managed_zone', zone(network));
    made(stack, 'Host', 'compute_instance', { network_interface: [{ subnetwork }] });
    expect(problemsOf(stack)).toEqual([]);
  });

  test('the routes of a network that exists, which the proof judges', () => {
    const stack = stackOf();
    const network = new ComputeNetwork(stack, 'Old', { name: 'old' });
    const subnetwork = { id: 's', name: 's', ipCidrRange: '10.1.0.0/24' };
    sealedIn(stack, {
      existing: { network, door: subnetwork, address: '10.1.0.2', agents: { default: subnetwork }, seal: true },
    });
    made(stack, 'Route', 'compute_route', { network: network.id, dest_range: '10.9.0.0/16' });
    expect(problemsOf(stack)).toEqual([]);
  });
});

test('two airlocks in one stack do not disturb each other', () => {
  const stack = stackOf();
  const scopes = ['One', 'Two'].map((id) => new Construct(stack, id));
  for (const scope of scopes) sealedIn(scope).openDoor(new Construct(scope, 'Door'), { ports: [8080], names: [] });
  expect(problemsOf(stack)).toEqual([]);
});
