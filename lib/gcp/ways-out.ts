/** Resource types that lead out of a network, let others into it or hand its packets on, and how; a sealed network has none of them. */
export const waysOut: Readonly<Record<string, string>> = {
  google_compute_global_forwarding_rule: "leads to Google's APIs",
  google_compute_ha_vpn_gateway: 'attaches a VPN gateway',
  google_compute_network_attachment: 'lets other projects put interfaces into it',
  google_compute_network_peering: 'peers it with another network',
  google_compute_packet_mirroring: 'copies its packets',
  google_compute_route: 'adds a route',
  google_compute_router: 'puts a router into it',
  google_compute_router_nat: 'translates its addresses',
  google_compute_vpn_gateway: 'attaches a VPN gateway',
  google_network_connectivity_policy_based_route: 'adds a route',
  google_network_connectivity_service_connection_policy: 'lets services be connected to it',
  google_network_connectivity_spoke: 'attaches it to a hub',
  google_network_security_intercept_endpoint_group_association: 'hands its packets to another network',
  google_network_security_mirroring_endpoint_group_association: 'copies its packets',
  google_service_networking_connection: "peers it with networks of others' services",
  google_vmwareengine_network_peering: 'peers it with another network',
};
