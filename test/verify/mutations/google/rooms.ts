import { ref } from '../../terraform/network/airlock';
import type { Body } from './site';

export const everything = [{ protocol: 'all' }];
export const tcp = (...ports: (number | string)[]) => [{ protocol: 'tcp', ports: ports.map(String) }];
export const everywhere = ['0.0.0.0/0'];
export const healthChecks = ['35.191.0.0/16', '130.211.0.0/22'];
export const ownProject = 'own-project';

/** A network that resolves nothing and lets nothing out but agents to one address. */
export const sealedRoom = (to: string, port: number): Body => ({
  'compute_network.room': { name: 'room', auto_create_subnetworks: false, delete_default_routes_on_create: true },
  'compute_subnetwork.room': {
    name: 'room',
    network: ref('compute_network.room'),
    region: 'europe-west1',
    ip_cidr_range: '10.10.0.0/24',
    private_ip_google_access: false,
  },
  'compute_firewall.room_closed': {
    name: 'room-closed',
    network: ref('compute_network.room', 'name'),
    direction: 'EGRESS',
    priority: 65000,
    destination_ranges: everywhere,
    deny: everything,
  },
  'compute_firewall.room_to_door': {
    name: 'room-to-door',
    network: ref('compute_network.room', 'name'),
    direction: 'EGRESS',
    priority: 1000,
    destination_ranges: [to],
    target_tags: ['agent'],
    allow: tcp(port),
  },
  ...closedNames('room'),
  'service_account.agent': { account_id: 'agent' },
});

/** No name is resolved in a network. */
const closedNames = (network: string): Body => ({
  'dns_response_policy.closed': {
    response_policy_name: 'closed',
    networks: [{ network_url: ref(`compute_network.${network}`) }],
  },
  'dns_response_policy_rule.closed': {
    response_policy: ref('dns_response_policy.closed', 'response_policy_name'),
    rule_name: 'closed',
    dns_name: '*.',
    local_data: [{ local_datas: [{ name: '*.', type: 'A', ttl: 60, rrdatas: ['192.0.2.1'] }] }],
  },
});

/** The credential of the proxy, and the account that reads it. */
export const credential = (): Body => ({
  'service_account.proxy': { account_id: 'proxy' },
  'secret_manager_secret.key': { secret_id: 'key', replication: [{ auto: [{}] }] },
  'secret_manager_secret_iam_member.proxy': {
    secret_id: ref('secret_manager_secret.key', 'secret_id'),
    role: 'roles/secretmanager.secretAccessor',
    member: `serviceAccount:${ref('service_account.proxy', 'email')}`,
  },
  'project_iam_member.proxy_logs': {
    project: ownProject,
    role: 'roles/logging.logWriter',
    member: `serviceAccount:${ref('service_account.proxy', 'email')}`,
  },
});

/** Proxies in a managed group behind an internal load balancer in a network of their own, which is published to the room alone. */
export const outerRoom = (port: number): Body => ({
  ...credential(),
  'compute_network.outer': { name: 'outer', auto_create_subnetworks: false },
  'compute_subnetwork.outer': {
    name: 'outer',
    network: ref('compute_network.outer'),
    region: 'europe-west1',
    ip_cidr_range: '10.20.0.0/24',
  },
  'compute_subnetwork.nat': {
    name: 'nat',
    network: ref('compute_network.outer'),
    region: 'europe-west1',
    ip_cidr_range: '10.20.1.0/28',
    purpose: 'PRIVATE_SERVICE_CONNECT',
  },
  'compute_router.outer': { name: 'outer', network: ref('compute_network.outer'), region: 'europe-west1' },
  'compute_router_nat.outer': {
    name: 'outer',
    router: ref('compute_router.outer', 'name'),
    region: 'europe-west1',
    nat_ip_allocate_option: 'AUTO_ONLY',
    source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS',
    subnetwork: [{ name: ref('compute_subnetwork.outer'), source_ip_ranges_to_nat: ['ALL_IP_RANGES'] }],
  },
  'compute_region_instance_template.proxy': {
    name_prefix: 'proxy-',
    machine_type: 'e2-small',
    tags: ['proxy'],
    disk: [{ source_image: 'projects/cos-cloud/global/images/family/cos-stable' }],
    network_interface: [{ subnetwork: ref('compute_subnetwork.outer') }],
    service_account: [{ email: ref('service_account.proxy', 'email'), scopes: ['cloud-platform'] }],
  },
  'compute_region_instance_group_manager.proxy': {
    name: 'proxy',
    base_instance_name: 'proxy',
    region: 'europe-west1',
    target_size: 2,
    version: [{ instance_template: ref('compute_region_instance_template.proxy') }],
    named_port: [{ name: 'proxy', port }],
  },
  'compute_region_health_check.proxy': { name: 'proxy', region: 'europe-west1', tcp_health_check: [{ port }] },
  'compute_region_backend_service.proxy': {
    name: 'proxy',
    region: 'europe-west1',
    protocol: 'TCP',
    load_balancing_scheme: 'INTERNAL',
    health_checks: [ref('compute_region_health_check.proxy')],
    backend: [{ group: ref('compute_region_instance_group_manager.proxy', 'instance_group'), balancing_mode: 'CONNECTION' }],
  },
  'compute_forwarding_rule.proxy': {
    name: 'proxy',
    region: 'europe-west1',
    load_balancing_scheme: 'INTERNAL',
    backend_service: ref('compute_region_backend_service.proxy'),
    network: ref('compute_network.outer'),
    subnetwork: ref('compute_subnetwork.outer'),
    ip_protocol: 'TCP',
    ports: [String(port)],
  },
  'compute_service_attachment.door': {
    name: 'door',
    region: 'europe-west1',
    connection_preference: 'ACCEPT_MANUAL',
    enable_proxy_protocol: false,
    nat_subnets: [ref('compute_subnetwork.nat')],
    target_service: ref('compute_forwarding_rule.proxy'),
    consumer_accept_lists: [{ network_url: ref('compute_network.room', 'self_link'), connection_limit: 1 }],
  },
  'compute_firewall.proxy_from_door': {
    name: 'proxy-from-door',
    network: ref('compute_network.outer', 'name'),
    direction: 'INGRESS',
    source_ranges: [ref('compute_subnetwork.nat', 'ip_cidr_range'), ...healthChecks],
    target_tags: ['proxy'],
    allow: tcp(port),
  },
  'compute_address.door': {
    name: 'door',
    region: 'europe-west1',
    address_type: 'INTERNAL',
    subnetwork: ref('compute_subnetwork.room'),
    address: '10.10.0.2',
  },
  'compute_forwarding_rule.door': {
    name: 'door',
    region: 'europe-west1',
    load_balancing_scheme: '',
    network: ref('compute_network.room'),
    ip_address: ref('compute_address.door'),
    target: ref('compute_service_attachment.door'),
  },
});

export const roomNames = {
  network: 'compute_network.room',
  subnet: 'compute_subnetwork.room',
  tag: 'agent',
  deny: 'compute_firewall.room_closed',
  allow: 'compute_firewall.room_to_door',
  policy: 'dns_response_policy.closed',
  answers: 'dns_response_policy_rule.closed',
  account: 'service_account.agent',
  proxyTag: 'proxy',
  proxyAccount: 'service_account.proxy',
  secret: 'secret_manager_secret.key',
};

export const outerNames = {
  proxy: 'compute_region_instance_group_manager.proxy',
  proxyNetwork: 'compute_network.outer',
  proxySubnet: 'compute_subnetwork.outer',
  proxyIngress: 'compute_firewall.proxy_from_door',
};

/** The argument of an instance that names its account. */
export const serviceAccount = (email: string) => [{ email, scopes: ['cloud-platform'] }];
