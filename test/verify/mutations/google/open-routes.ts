// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Terraform's templates, not JavaScript's
import { ref } from '../../terraform/network/airlock';
import { everywhere, tcp } from './rooms';
import type { Opening } from './row';
import type { Arguments, Site } from './site';
import { all, bastion, egress, ingress, nat, neighbour, peering, route, toInternet, wideEgress } from './ways';

const out = (...changes: ((site: Site) => unknown)[]) => all(wideEgress, ...changes);

/** The network loses its default route. */
const noDefault = (site: Site) => site.set(site.names.network, { delete_default_routes_on_create: true });

const internet = (more: Arguments = {}) => out(noDefault, nat({}, 'nat'), route({ ...toInternet, ...more }));

const ownNat = (site: Site, more: Arguments) =>
  nat({ source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS', subnetwork: [{ name: ref(site.names.subnet), ...more }] })(
    site,
  );

/** A host that passes on what it is sent, with an external address. */
const appliance = bastion({ can_ip_forward: true });

const balanced = (site: Site) => {
  appliance(site);
  site.add('compute_instance_group.appliance', {
    name: 'appliance',
    zone: 'europe-west1-b',
    instances: [ref('compute_instance.bastion')],
  });
  site.add('compute_region_backend_service.appliance', {
    ...{ name: 'appliance', region: 'europe-west1', load_balancing_scheme: 'INTERNAL', protocol: 'TCP' },
    backend: [{ group: ref('compute_instance_group.appliance') }],
  });
  site.add('compute_forwarding_rule.appliance', {
    ...{
      name: 'appliance',
      region: 'europe-west1',
      load_balancing_scheme: 'INTERNAL',
      all_ports: true,
      ip_address: '10.10.9.20',
    },
    ...{ network: ref(site.names.network), subnetwork: ref('compute_subnetwork.bastion') },
    backend_service: ref('compute_region_backend_service.appliance'),
  });
};

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

export const openRoutes: readonly Opening[] = [
  ['a default route and Cloud NAT', internet()],
  [
    'Cloud NAT, and its network keeps its default route',
    out(nat(), (site) => site.set(site.names.network, { delete_default_routes_on_create: false })),
  ],
  [
    'Cloud NAT, and nobody said what becomes of the default route',
    out(nat(), (site) => site.set(site.names.network, { delete_default_routes_on_create: undefined })),
  ],
  [
    'Cloud NAT of all primary ranges',
    out(route(toInternet, 'r'), nat({ source_subnetwork_ip_ranges_to_nat: 'ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES' })),
  ],
  [
    'Cloud NAT of its subnetwork',
    out(route(toInternet, 'r'), (site) => ownNat(site, { source_ip_ranges_to_nat: ['ALL_IP_RANGES'] })),
  ],
  [
    "Cloud NAT of its subnetwork's primary range",
    out(route(toInternet, 'r'), (site) => ownNat(site, { source_ip_ranges_to_nat: ['PRIMARY_IP_RANGE'] })),
  ],
  [
    'Cloud NAT with addresses of its own',
    out(route(toInternet, 'r'), (site) => {
      site.add('compute_address.nat', { name: 'nat', region: 'europe-west1' });
      nat({ nat_ip_allocate_option: 'MANUAL_ONLY', nat_ips: [ref('compute_address.nat', 'self_link')] })(site);
    }),
  ],
  ['half of the internet', internet({ dest_range: '128.0.0.0/1' })],
  ['one foreign address', internet({ dest_range: '8.8.8.8/32' })],
  ['a route for agents only', internet({ tags: ['agent'] })],
  [
    'a route by a full address of the gateway',
    internet({
      next_hop_gateway: 'https://www.googleapis.com/compute/v1/projects/own-project/global/gateways/default-internet-gateway',
    }),
  ],
  [
    'a route with a destination that a variable says',
    out(nat({}, 'nat'), (site) =>
      route({ ...toInternet, dest_range: site.variable('range', { type: 'string', default: '10.99.0.0/16' }) })(site),
    ),
  ],
  [
    'a route that a variable switches on',
    out(nat({}, 'nat'), (site) =>
      route({ ...toInternet, count: `\${${site.variable('open', { type: 'bool', default: false }).slice(2, -1)} ? 1 : 0}` })(
        site,
      ),
    ),
  ],
  [
    'routes for each of a set',
    out(
      noDefault,
      nat({}, 'nat'),
      route({
        ...toInternet,
        for_each: '${toset(["8.8.8.0/24", "10.99.0.0/16"])}',
        name: 'r-${index(["8.8.8.0/24", "10.99.0.0/16"], each.key)}',
        dest_range: '${each.value}',
      }),
    ),
  ],
  [
    'Cloud NAT of a network that a local names',
    out(route(toInternet, 'r'), (site) => {
      site.declare('locals', { room: ref(site.names.network, 'self_link') });
      nat()(site);
      site.set('compute_router.room', { network: '${local.room}' });
    }),
  ],
  [
    'a route by way of a host with an external address',
    out(appliance, route({ next_hop_instance: ref('compute_instance.bastion'), next_hop_instance_zone: 'europe-west1-b' })),
  ],
  ['a route by way of the address of such a host', out(appliance, route({ next_hop_ip: '10.10.9.9' }))],
  [
    'a route by way of a load balancer of such hosts',
    out(balanced, route({ next_hop_ilb: ref('compute_forwarding_rule.appliance') })),
  ],
  ['a route by way of the address of such a load balancer', out(balanced, route({ next_hop_ilb: '10.10.9.20' })), 'bastion'],
  [
    'a policy based route by way of such a load balancer',
    out(balanced, (site) =>
      site.add('network_connectivity_policy_based_route.opening', {
        ...{
          name: 'opening',
          network: ref(site.names.network),
          priority: 100,
          next_hop_ilb_ip: ref('compute_forwarding_rule.appliance', 'ip_address'),
        },
        filter: [{ protocol_version: 'IPV4', src_range: '10.10.0.0/24', dest_range: '0.0.0.0/0' }],
        virtual_machine: [{ tags: ['agent'] }],
      }),
    ),
    'bastion',
  ],
  [
    'a host with an external address that lets agents in',
    all(bastion(), egress({ destination_ranges: ['10.10.9.0/24'], allow: tcp(22) })),
  ],
  [
    'such a host, and the rule names all of the network',
    all(bastion(), egress({ destination_ranges: ['10.0.0.0/8'], allow: tcp('1024-2048', 22) })),
  ],
  [
    'a host behind Cloud NAT that lets agents in',
    all(nat({}, 'nat'), bastion({}, {}), egress({ destination_ranges: ['10.10.9.0/24'], allow: tcp(22) })),
  ],
  [
    'a host with a second interface in a network of its own',
    (site) => {
      neighbour(site);
      site.add('compute_instance.relay', {
        ...{ name: 'relay', zone: 'europe-west1-b' },
        network_interface: [
          { subnetwork: ref(site.names.subnet), network_ip: '10.10.0.40' },
          { subnetwork: ref('compute_subnetwork.neighbour'), access_config: [{}] },
        ],
      });
      ingress({ source_ranges: ['10.10.0.0/24'], allow: tcp(443) }, 'relay_in')(site);
      egress({ destination_ranges: ['10.10.0.40/32'], allow: tcp(443) })(site);
    },
  ],
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
