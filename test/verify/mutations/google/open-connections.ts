import { ref } from '../../terraform/network/airlock';
import { everywhere } from './rooms';
import type { Opening } from './row';
import type { Site } from './site';
import { all, nat, neighbour, peering, route, wideEgress } from './ways';

const out = (...changes: ((site: Site) => unknown)[]) => all(wideEgress, ...changes);

const vpn = (site: Site) => {
  site.add('compute_vpn_gateway.vpn', { name: 'vpn', network: ref(site.names.network), region: 'europe-west1' });
  site.add('compute_vpn_tunnel.vpn', {
    ...{
      name: 'vpn',
      region: 'europe-west1',
      peer_ip: '198.51.100.1',
      shared_secret: site.variable('psk', { type: 'string', sensitive: true }),
    },
    target_vpn_gateway: ref('compute_vpn_gateway.vpn'),
    ...{ local_traffic_selector: everywhere, remote_traffic_selector: everywhere },
  });
};

const highlyAvailable = (site: Site) => {
  site.add('compute_router.vpn', {
    name: 'vpn',
    network: ref(site.names.network),
    region: 'europe-west1',
    bgp: [{ asn: 64514 }],
  });
  site.add('compute_ha_vpn_gateway.vpn', { name: 'vpn', network: ref(site.names.network), region: 'europe-west1' });
  site.add('compute_external_vpn_gateway.office', {
    name: 'office',
    redundancy_type: 'SINGLE_IP_INTERNALLY_REDUNDANT',
    interface: [{ id: 0, ip_address: '198.51.100.1' }],
  });
  site.add('compute_vpn_tunnel.opening', {
    ...{ name: 'opening', region: 'europe-west1', vpn_gateway: ref('compute_ha_vpn_gateway.vpn'), vpn_gateway_interface: 0 },
    ...{
      peer_external_gateway: ref('compute_external_vpn_gateway.office'),
      peer_external_gateway_interface: 0,
      shared_secret: 'x',
      router: ref('compute_router.vpn'),
    },
  });
  site.add('compute_router_interface.vpn', {
    name: 'vpn',
    router: ref('compute_router.vpn', 'name'),
    region: 'europe-west1',
    ip_range: '169.254.0.1/30',
    vpn_tunnel: ref('compute_vpn_tunnel.opening', 'name'),
  });
  site.add('compute_router_peer.vpn', {
    name: 'vpn',
    router: ref('compute_router.vpn', 'name'),
    region: 'europe-west1',
    peer_ip_address: '169.254.0.2',
    peer_asn: 64515,
    interface: ref('compute_router_interface.vpn', 'name'),
  });
};

/** Ways to other networks. */
export const openConnections: readonly Opening[] = [
  ['a classic VPN', out(vpn, route({ next_hop_vpn_tunnel: ref('compute_vpn_tunnel.vpn') }))],
  ['a VPN tunnel with routes that its other end says', out(highlyAvailable), 'router_peer.vpn'],
  [
    'an interconnect',
    out((site) => {
      site.add('compute_router.office', {
        name: 'office',
        network: ref(site.names.network),
        region: 'europe-west1',
        bgp: [{ asn: 64514 }],
      });
      site.add('compute_interconnect_attachment.opening', {
        name: 'opening',
        region: 'europe-west1',
        router: ref('compute_router.office'),
        type: 'DEDICATED',
        interconnect: 'https://www.googleapis.com/compute/v1/projects/own-project/global/interconnects/office',
      });
      site.add('compute_router_interface.office', {
        name: 'office',
        router: ref('compute_router.office', 'name'),
        region: 'europe-west1',
        interconnect_attachment: ref('compute_interconnect_attachment.opening'),
      });
      site.add('compute_router_peer.office', {
        name: 'office',
        router: ref('compute_router.office', 'name'),
        region: 'europe-west1',
        peer_asn: 65000,
        interface: ref('compute_router_interface.office', 'name'),
      });
    }),
    'router_peer.office',
  ],
  ['peering with a network whose host reaches the internet', out(neighbour, peering())],
  [
    'peering that takes the custom routes of the other network',
    out(neighbour, peering({ import_custom_routes: true }, { export_custom_routes: true }), (site) => {
      site.set('compute_instance.neighbour', {
        can_ip_forward: true,
        network_interface: [{ subnetwork: ref('compute_subnetwork.neighbour'), network_ip: '10.70.0.7', access_config: [{}] }],
      });
      site.set('compute_firewall.neighbour', { allow: [{ protocol: 'all' }] });
      site.add('compute_route.through', {
        name: 'through',
        network: ref('compute_network.neighbour'),
        dest_range: '0.0.0.0/0',
        priority: 2000,
        next_hop_ip: '10.70.0.7',
      });
    }),
  ],
  [
    'spokes of one hub',
    out(neighbour, (site) => {
      site.add('network_connectivity_hub.hub', { name: 'hub' });
      for (const [name, network] of [
        ['opening', site.names.network],
        ['other', 'compute_network.neighbour'],
      ] as const)
        site.add(`network_connectivity_spoke.${name}`, {
          name,
          location: 'global',
          hub: ref('network_connectivity_hub.hub'),
          linked_vpc_network: [{ uri: ref(network, 'self_link') }],
        });
    }),
  ],
  [
    'a network that it is in too',
    (site) => {
      neighbour(site);
      nat({}, 'nat')(site);
      site.set('compute_router.room', { network: ref('compute_network.neighbour') });
      const { network: _, subnetwork: __, ...rest } = site.fixture.nic(site);
      if (site.names.agent.startsWith('cloud_run'))
        Object.assign(site.fixture.nic(site), {
          network: ref('compute_network.neighbour'),
          subnetwork: ref('compute_subnetwork.neighbour'),
        });
      else site.at(site.names.agent).network_interface.push({ ...rest, subnetwork: ref('compute_subnetwork.neighbour') });
    },
    'neighbour',
  ],
  [
    'a subnetwork of another network',
    (site) => {
      neighbour(site);
      nat({}, 'nat')(site);
      site.set('compute_router.room', { network: ref('compute_network.neighbour') });
      Object.assign(site.fixture.nic(site), {
        subnetwork: ref('compute_subnetwork.neighbour'),
        ...(site.names.agent.startsWith('cloud_run') && { network: ref('compute_network.neighbour') }),
      });
    },
    'neighbour',
  ],
  [
    'a route to a tunnel of elsewhere',
    all(
      wideEgress,
      route({ dest_range: '10.99.0.0/16', next_hop_vpn_tunnel: 'projects/other/regions/europe-west1/vpnTunnels/t' }),
    ),
  ],
];
