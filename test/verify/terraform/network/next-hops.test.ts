import { describe } from 'vitest';
import { openEgress, type Resources, ref, roomHost, roomRoute, roomRule } from './airlock';
import { judgeRows } from './judge-rows';

describe('routes to other things', () => {
  const gateway = roomHost(
    'gateway',
    { can_ip_forward: true, tags: ['gateway'] },
    { network_ip: '10.10.0.9', access_config: [{}] },
  );
  const onward = { ...gateway, ...roomRule({ target_tags: ['gateway'], allow: [{ protocol: 'all' }] }, 'onward') };
  const letIn = roomRule({ direction: 'INGRESS', source_ranges: ['10.10.0.0/24'], allow: [{ protocol: 'all' }] });
  const gatewayRoute: Resources = {
    'compute_route.gateway': {
      name: 'gw',
      network: ref('compute_network.room'),
      dest_range: '0.0.0.0/0',
      priority: 900,
      tags: ['gateway'],
      next_hop_gateway: 'default-internet-gateway',
    },
  };
  const balanced: Resources = {
    'compute_instance_group.gateway': { name: 'gateways', instances: [ref('compute_instance.gateway')] },
    'compute_region_backend_service.gateway': {
      name: 'gateways',
      load_balancing_scheme: 'INTERNAL',
      backend: [{ group: ref('compute_instance_group.gateway') }],
    },
    'compute_forwarding_rule.gateway': {
      name: 'gateways',
      load_balancing_scheme: 'INTERNAL',
      all_ports: true,
      backend_service: ref('compute_region_backend_service.gateway'),
      network: ref('compute_network.room'),
      subnetwork: ref('compute_subnetwork.room'),
    },
  };
  judgeRows([
    [
      'a VPN tunnel',
      {
        ...openEgress,
        'compute_vpn_tunnel.office': { name: 'office', peer_ip: '203.0.113.1' },
        ...roomRoute({ dest_range: '192.168.0.0/16', next_hop_vpn_tunnel: ref('compute_vpn_tunnel.office') }),
      },
      'refuted',
      'outside',
    ],
    [
      'what comes in by a VPN tunnel',
      {
        'compute_vpn_tunnel.office': { name: 'office' },
        ...roomRoute({ next_hop_vpn_tunnel: ref('compute_vpn_tunnel.office') }),
      },
      'refuted',
      'in outside',
    ],
    [
      'an instance that leads to the internet',
      {
        ...openEgress,
        ...onward,
        ...letIn,
        ...gatewayRoute,
        ...roomRoute({ next_hop_instance: ref('compute_instance.gateway') }),
      },
      'refuted',
      'internet',
    ],
    [
      'an instance that lets nothing in',
      { ...openEgress, ...gateway, ...gatewayRoute, ...roomRoute({ next_hop_instance: ref('compute_instance.gateway') }) },
      'proven',
    ],
    [
      'the address of an instance that leads to the internet',
      { ...openEgress, ...onward, ...letIn, ...gatewayRoute, ...roomRoute({ next_hop_ip: '10.10.0.9' }) },
      'refuted',
      'internet',
    ],
    [
      'the address of an instance by reference',
      {
        ...openEgress,
        ...onward,
        ...letIn,
        ...gatewayRoute,
        ...roomRoute({ next_hop_ip: ref('compute_instance.gateway', 'network_interface[0].network_ip') }),
      },
      'refuted',
      'internet',
    ],
    ['an address that nothing has', { ...openEgress, ...roomRoute({ next_hop_ip: '10.10.0.77' }) }, 'unknown'],
    [
      'an internal load balancer before instances that lead to the internet',
      {
        ...openEgress,
        ...onward,
        ...letIn,
        ...gatewayRoute,
        ...balanced,
        ...roomRoute({ next_hop_ilb: ref('compute_forwarding_rule.gateway') }),
      },
      'refuted',
      'internet',
    ],
    [
      'an internal load balancer before instances that let nothing in',
      {
        ...openEgress,
        ...gateway,
        ...gatewayRoute,
        ...balanced,
        ...roomRoute({ next_hop_ilb: ref('compute_forwarding_rule.gateway') }),
      },
      'proven',
    ],
    [
      'a policy-based route',
      {
        ...openEgress,
        'network_connectivity_policy_based_route.room': {
          name: 'based',
          network: ref('compute_network.room'),
          next_hop_ilb_ip: '10.10.0.9',
          filter: [{ protocol_version: 'IPV4' }],
        },
      },
      'unknown',
    ],
    [
      'a policy-based route of the other network',
      {
        ...openEgress,
        'network_connectivity_policy_based_route.outer': {
          name: 'based',
          network: ref('compute_network.outer'),
          next_hop_ilb_ip: '10.20.0.9',
          filter: [{ protocol_version: 'IPV4' }],
        },
      },
      'unknown',
    ],
  ]);
});

describe('routes that are learned', () => {
  const router: Resources = {
    'compute_router.room': { name: 'room-router', network: ref('compute_network.room'), bgp: [{ asn: 64514 }] },
  };
  const tunnel: Resources = {
    ...router,
    'compute_vpn_tunnel.office': { name: 'office', router: ref('compute_router.room') },
    'compute_router_interface.office': {
      name: 'office',
      router: ref('compute_router.room', 'name'),
      vpn_tunnel: ref('compute_vpn_tunnel.office', 'name'),
    },
    'compute_router_peer.office': {
      name: 'office',
      router: ref('compute_router.room', 'name'),
      interface: ref('compute_router_interface.office', 'name'),
      peer_asn: 64515,
    },
  };
  judgeRows([
    ['over a VPN', { ...openEgress, ...tunnel }, 'refuted', 'outside'],
    ['what comes in over a VPN', tunnel, 'refuted', 'in outside'],
    ['over a VPN without a peer', { ...openEgress, ...tunnel, 'compute_router_peer.office': undefined }, 'proven'],
    [
      'over a VPN in another region',
      {
        ...openEgress,
        ...tunnel,
        'compute_router.room': { name: 'room-router', region: 'us-east1', network: ref('compute_network.room') },
      },
      'proven',
    ],
    [
      'over a VPN in another region of a network with global routing',
      {
        ...openEgress,
        ...tunnel,
        'compute_router.room': { name: 'room-router', region: 'us-east1', network: ref('compute_network.room') },
        'compute_network.room': {
          name: 'room',
          auto_create_subnetworks: false,
          delete_default_routes_on_create: true,
          routing_mode: 'GLOBAL',
        },
      },
      'refuted',
      'outside',
    ],
    [
      'over an interconnect',
      {
        ...openEgress,
        ...tunnel,
        'compute_router_interface.office': {
          name: 'office',
          router: ref('compute_router.room', 'name'),
          interconnect_attachment: ref('compute_interconnect_attachment.office'),
        },
        'compute_interconnect_attachment.office': { name: 'office', router: ref('compute_router.room') },
      },
      'refuted',
      'outside',
    ],
    [
      'from a peer that is off',
      {
        ...openEgress,
        ...tunnel,
        'compute_router_peer.office': {
          name: 'office',
          router: ref('compute_router.room', 'name'),
          interface: 'office',
          enable: false,
        },
      },
      'proven',
    ],
  ]);
});
