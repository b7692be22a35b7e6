/** Resources of a configuration by type and name; one that is undefined is left out. */
export type Resources = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;

/** A reference such as `${google_compute_network.room.id}`. */
export const ref = (address: string, attribute = 'id'): string => `\${google_${address}.${attribute}}`;

/** What only deployment tells: an attribute of a data source. */
export const toldLater = (attribute = 'id'): string => ref(`data.google_x.y`, attribute).replace('google_data', 'data');

/** A variable. */
export const variable = (name: string): string => `\${var.${name}}`;

const everyV4 = ['0.0.0.0/0'];
const everything = [{ protocol: 'all' }];
const proxyPort = [{ protocol: 'tcp', ports: ['3128'] }];

/** An agent in a network with nothing but an endpoint, and a proxy in another network behind it; keys are `TYPE.NAME` without `google_`. */
export const sealed: Resources = {
  'compute_network.room': { name: 'room', auto_create_subnetworks: false, delete_default_routes_on_create: true },
  'compute_subnetwork.room': { name: 'room', network: ref('compute_network.room'), ip_cidr_range: '10.10.0.0/24' },
  'compute_instance.agent': {
    name: 'agent',
    zone: 'europe-west1-b',
    tags: ['agent'],
    network_interface: [{ subnetwork: ref('compute_subnetwork.room') }],
  },
  'compute_address.door': {
    name: 'door',
    address_type: 'INTERNAL',
    subnetwork: ref('compute_subnetwork.room'),
    address: '10.10.0.2',
  },
  'compute_forwarding_rule.door': {
    name: 'door',
    load_balancing_scheme: '',
    network: ref('compute_network.room'),
    subnetwork: ref('compute_subnetwork.room'),
    ip_address: ref('compute_address.door', 'self_link'),
    target: ref('compute_service_attachment.door', 'self_link'),
  },
  'compute_firewall.room_no_egress': {
    name: 'room-no-egress',
    network: ref('compute_network.room'),
    direction: 'EGRESS',
    priority: 65534,
    destination_ranges: everyV4,
    deny: everything,
  },
  'compute_firewall.room_to_door': {
    name: 'room-to-door',
    network: ref('compute_network.room'),
    direction: 'EGRESS',
    destination_ranges: [`${ref('compute_address.door', 'address')}/32`],
    target_tags: ['agent'],
    allow: proxyPort,
  },
  'dns_response_policy.room': { response_policy_name: 'room', networks: [{ network_url: ref('compute_network.room') }] },
  'dns_response_policy_rule.room': {
    response_policy: ref('dns_response_policy.room', 'response_policy_name'),
    rule_name: 'everything',
    dns_name: '*.',
    local_data: { local_datas: [{ name: '*.', type: 'A', ttl: 300, rrdatas: ['192.0.2.1'] }] },
  },

  'compute_network.outer': { name: 'outer', auto_create_subnetworks: false },
  'compute_subnetwork.outer': { name: 'outer', network: ref('compute_network.outer'), ip_cidr_range: '10.20.0.0/24' },
  'compute_subnetwork.nat': {
    name: 'nat',
    network: ref('compute_network.outer'),
    ip_cidr_range: '10.20.1.0/28',
    purpose: 'PRIVATE_SERVICE_CONNECT',
  },
  'compute_router.outer': { name: 'outer', network: ref('compute_network.outer') },
  'compute_router_nat.outer': {
    name: 'outer',
    router: ref('compute_router.outer', 'name'),
    nat_ip_allocate_option: 'AUTO_ONLY',
    source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS',
    subnetwork: [{ name: ref('compute_subnetwork.outer'), source_ip_ranges_to_nat: ['ALL_IP_RANGES'] }],
  },
  'service_account.proxy': { account_id: 'proxy' },
  'compute_instance.proxy': {
    name: 'proxy',
    zone: 'europe-west1-b',
    tags: ['proxy'],
    network_interface: [{ subnetwork: ref('compute_subnetwork.outer') }],
    service_account: [{ email: ref('service_account.proxy', 'email'), scopes: ['cloud-platform'] }],
  },
  'compute_instance_group.proxy': {
    name: 'proxy',
    zone: 'europe-west1-b',
    instances: [ref('compute_instance.proxy', 'self_link')],
    named_port: [{ name: 'proxy', port: 3128 }],
  },
  'compute_region_backend_service.proxy': {
    name: 'proxy',
    protocol: 'TCP',
    load_balancing_scheme: 'INTERNAL',
    backend: [{ group: ref('compute_instance_group.proxy', 'self_link') }],
  },
  'compute_forwarding_rule.proxy': {
    name: 'proxy',
    load_balancing_scheme: 'INTERNAL',
    backend_service: ref('compute_region_backend_service.proxy'),
    network: ref('compute_network.outer'),
    subnetwork: ref('compute_subnetwork.outer'),
    ip_protocol: 'TCP',
    ports: ['3128'],
  },
  'compute_service_attachment.door': {
    name: 'door',
    connection_preference: 'ACCEPT_MANUAL',
    enable_proxy_protocol: true,
    nat_subnets: [ref('compute_subnetwork.nat')],
    target_service: ref('compute_forwarding_rule.proxy'),
    consumer_accept_lists: [{ network_url: ref('compute_network.room', 'self_link'), connection_limit: 1 }],
  },
  'compute_firewall.proxy_from_door': {
    name: 'proxy-from-door',
    network: ref('compute_network.outer'),
    source_ranges: [ref('compute_subnetwork.nat', 'ip_cidr_range'), '35.191.0.0/16', '130.211.0.0/22'],
    target_service_accounts: [ref('service_account.proxy', 'email')],
    allow: proxyPort,
  },
};

/** All egress of the agents let out, so that routes alone decide. */
export const openEgress: Resources = {
  'compute_firewall.open_egress': {
    name: 'open-egress',
    network: ref('compute_network.room'),
    direction: 'EGRESS',
    target_tags: ['agent'],
    allow: everything,
  },
};

/** The agents' network with its default route. */
export const defaultRoute: Resources = { 'compute_network.room': { name: 'room', auto_create_subnetworks: false } };

/** The agent with other arguments. */
export const agent = (more: Record<string, unknown>, block: Record<string, unknown> = {}): Resources => ({
  'compute_instance.agent': {
    ...sealed['compute_instance.agent'],
    network_interface: [{ subnetwork: ref('compute_subnetwork.room'), ...block }],
    ...more,
  },
});

/** The agents' subnetwork with other arguments. */
export const roomSubnet = (more: Record<string, unknown>): Resources => ({
  'compute_subnetwork.room': { ...sealed['compute_subnetwork.room'], ...more },
});

/** Another firewall rule of the agents' network. */
export const roomRule = (more: Record<string, unknown>, name = 'more'): Resources => ({
  [`compute_firewall.${name}`]: { name, network: ref('compute_network.room'), direction: 'EGRESS', ...more },
});

/** Cloud NAT for the agents' network. */
export const roomNat = (more: Record<string, unknown> = {}): Resources => ({
  'compute_router.room': { name: 'room-router', network: ref('compute_network.room') },
  'compute_router_nat.room': {
    name: 'room-nat',
    router: ref('compute_router.room', 'name'),
    nat_ip_allocate_option: 'AUTO_ONLY',
    source_subnetwork_ip_ranges_to_nat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
    ...more,
  },
});

/** A static route of the agents' network. */
export const roomRoute = (more: Record<string, unknown>): Resources => ({
  'compute_route.room': { name: 'room-route', network: ref('compute_network.room'), dest_range: '0.0.0.0/0', ...more },
});

/** The agents' network without its response policy. */
export const openDns: Resources = { 'dns_response_policy.room': undefined, 'dns_response_policy_rule.room': undefined };

/** A host in the agents' network. */
export const roomHost = (name: string, more: Record<string, unknown> = {}, block: Record<string, unknown> = {}): Resources => ({
  [`compute_instance.${name}`]: {
    name,
    zone: 'europe-west1-b',
    network_interface: [{ subnetwork: ref('compute_subnetwork.room'), ...block }],
    ...more,
  },
});
