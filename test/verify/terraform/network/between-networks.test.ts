import { describe } from 'vitest';
import { openEgress, type Resources, ref, toldLater, variable } from './airlock';
import { judgeRows } from './judge-rows';

const side = (from: string, to: string, more: Record<string, unknown> = {}) => ({
  name: `${from}-${to}`,
  network: ref(`compute_network.${from}`),
  peer_network: ref(`compute_network.${to}`, 'self_link'),
  ...more,
});
const far: Resources = {
  'compute_network.far': { name: 'far', auto_create_subnetworks: false },
  'compute_subnetwork.far': { name: 'far', network: ref('compute_network.far'), ip_cidr_range: '10.30.0.0/24' },
  'compute_instance.far': {
    name: 'far',
    zone: 'europe-west1-b',
    network_interface: [{ subnetwork: ref('compute_subnetwork.far'), access_config: [{}] }],
  },
  'compute_firewall.far': {
    name: 'far',
    network: ref('compute_network.far'),
    source_ranges: ['10.10.0.0/24'],
    allow: [{ protocol: 'tcp' }],
  },
};
const farClosed: Resources = {
  'compute_firewall.far': { name: 'far', network: ref('compute_network.far'), direction: 'EGRESS', deny: [{ protocol: 'all' }] },
};
const peered: Resources = {
  ...far,
  'compute_network_peering.there': side('room', 'far'),
  'compute_network_peering.back': side('far', 'room'),
};

describe('peerings', () => {
  judgeRows([
    ['a network with a host that reaches the internet', { ...openEgress, ...peered }, 'refuted', 'internet'],
    ['a network whose host lets nothing in', { ...openEgress, ...peered, ...farClosed }, 'proven'],
    ['a closed network behind a closed firewall', { ...peered, ...farClosed }, 'proven'],
    ['a host that comes in', peered, 'refuted', 'in workload'],
    ['one side alone', { ...openEgress, ...peered, 'compute_network_peering.back': undefined }, 'proven'],
    [
      'a network that the inputs only refer to',
      {
        ...openEgress,
        'compute_network_peering.there': {
          name: 'x',
          network: ref('compute_network.room'),
          peer_network: 'projects/other/global/networks/core',
        },
      },
      'unknown',
    ],
    [
      'what comes in from a network that the inputs only refer to',
      {
        'compute_network_peering.there': {
          name: 'x',
          network: ref('compute_network.room'),
          peer_network: 'projects/other/global/networks/core',
        },
      },
      'unknown',
    ],
    [
      "the far side's VPN, with routes exchanged",
      {
        ...openEgress,
        ...peered,
        ...farClosed,
        'compute_vpn_tunnel.office': { name: 'office' },
        'compute_route.office': {
          name: 'office',
          network: ref('compute_network.far'),
          dest_range: '172.16.0.0/12',
          next_hop_vpn_tunnel: ref('compute_vpn_tunnel.office'),
        },
        'compute_network_peering.there': side('room', 'far', { import_custom_routes: true }),
        'compute_network_peering.back': side('far', 'room', { export_custom_routes: true }),
      },
      'refuted',
      'outside',
    ],
    [
      "the far side's VPN, with routes exported only",
      {
        ...openEgress,
        ...peered,
        ...farClosed,
        'compute_vpn_tunnel.office': { name: 'office' },
        'compute_route.office': {
          name: 'office',
          network: ref('compute_network.far'),
          dest_range: '172.16.0.0/12',
          next_hop_vpn_tunnel: ref('compute_vpn_tunnel.office'),
        },
        'compute_network_peering.back': side('far', 'room', { export_custom_routes: true }),
      },
      'proven',
    ],
    [
      "the far side's default internet route is never exchanged",
      {
        ...openEgress,
        ...peered,
        ...farClosed,
        'compute_network_peering.there': side('room', 'far', { import_custom_routes: true }),
        'compute_network_peering.back': side('far', 'room', { export_custom_routes: true }),
      },
      'proven',
    ],
    [
      'no transit',
      {
        ...openEgress,
        ...far,
        'compute_network_peering.there': side('room', 'outer'),
        'compute_network_peering.back': side('outer', 'room'),
        'compute_network_peering.on': side('outer', 'far'),
        'compute_network_peering.off': side('far', 'outer'),
      },
      'proven',
    ],
  ]);
});

describe('hubs', () => {
  const spoke = (network: string, hub: string) => ({
    name: network,
    hub,
    linked_vpc_network: [{ uri: ref(`compute_network.${network}`, 'self_link') }],
  });
  const hub: Resources = {
    ...far,
    'network_connectivity_hub.hub': { name: 'hub' },
    'network_connectivity_spoke.room': spoke('room', ref('network_connectivity_hub.hub')),
    'network_connectivity_spoke.far': spoke('far', ref('network_connectivity_hub.hub')),
  };
  judgeRows([
    ['a spoke with a host that reaches the internet', { ...openEgress, ...hub }, 'refuted', 'internet'],
    ['a spoke whose host lets nothing in', { ...openEgress, ...hub, ...farClosed }, 'proven'],
    ['a closed spoke behind a closed firewall', { ...hub, ...farClosed }, 'proven'],
    [
      'a spoke that is a VPN',
      {
        ...openEgress,
        ...hub,
        'network_connectivity_spoke.far': {
          name: 'far',
          hub: ref('network_connectivity_hub.hub'),
          linked_vpn_tunnels: [{ uris: ['x'] }],
        },
      },
      'unknown',
    ],
    [
      'a hub that the inputs only refer to',
      { ...openEgress, 'network_connectivity_spoke.room': spoke('room', 'projects/other/locations/global/hubs/core') },
      'unknown',
    ],
  ]);
});

describe('managed services', () => {
  const connected: Resources = {
    'compute_global_address.services': {
      name: 'services',
      purpose: 'VPC_PEERING',
      address_type: 'INTERNAL',
      address: '10.99.0.0',
      prefix_length: 16,
      network: ref('compute_network.room'),
    },
    'service_networking_connection.room': {
      network: ref('compute_network.room'),
      service: 'servicenetworking.googleapis.com',
      reserved_peering_ranges: [ref('compute_global_address.services', 'name')],
    },
  };
  judgeRows([
    ['a connection to networks of Google', { ...openEgress, ...connected }, 'unknown'],
    ['what comes in from networks of Google', connected, 'unknown'],
    [
      "a connection of the proxy's network",
      {
        ...openEgress,
        ...connected,
        'service_networking_connection.room': {
          network: ref('compute_network.outer'),
          service: 'servicenetworking.googleapis.com',
          reserved_peering_ranges: [ref('compute_global_address.services', 'name')],
        },
      },
      'proven',
    ],
  ]);
});

describe('what is only referred to', () => {
  const elsewhere = (block: Record<string, unknown>) => ({
    'compute_instance.agent': { name: 'agent', zone: 'europe-west1-b', network_interface: [block] },
  });
  judgeRows([
    ['the default network', elsewhere({ network: 'default' }), 'unknown'],
    ['a subnetwork by name', elsewhere({ subnetwork: 'somewhere' }), 'unknown'],
    ['a subnetwork of a data source', elsewhere({ subnetwork: toldLater('self_link') }), 'unknown'],
    ['a network by a variable', elsewhere({ network: variable('network') }), 'unknown'],
  ]);
});
