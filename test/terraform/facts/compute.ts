import { address, between, cidr, type Fact, free, name, oneOf, ports, text } from './fact';

const region = text(/^[a-z]+(-[a-z]+)+\d+$/, 5, 40);
const protocol = oneOf('tcp', 'udp', 'icmp', 'esp', 'ah', 'sctp', 'ipip', 'all');
const label = text(/^[\p{Ll}\p{Lo}\p{N}_-]*$/u, 0, 63);
const machineType = text(/^[a-z]\w*-[a-z0-9-]+$/, 4, 63);
const image = text(/^projects\/[^/]+\/global\/images\/(family\/)?[a-z]([-a-z0-9]*[a-z0-9])?$/, 1, 200);
const diskType = oneOf('pd-standard', 'pd-balanced', 'pd-ssd', 'pd-extreme', 'hyperdisk-balanced');
const nicType = oneOf('GVNIC', 'VIRTIO_NET');
const isTrue = oneOf('true', 'false', 'TRUE', 'FALSE');

/** "About VM metadata": of one value; and of the entries that are set. */
const metadata: Readonly<Record<string, Fact>> = {
  'metadata.block-project-ssh-keys': isTrue,
  'metadata.cos-update-strategy': oneOf('update_disabled', 'update_enabled'),
  'metadata.enable-osconfig': isTrue,
  'metadata.enable-oslogin': isTrue,
  'metadata.google-logging-enabled': isTrue,
  'metadata.google-monitoring-enabled': isTrue,
  'metadata.serial-port-enable': isTrue,
  'metadata.serial-port-logging-enable': isTrue,
  'metadata.shutdown-script': text(/\S/, 1, 256 * 1024),
  'metadata.startup-script': text(/\S/, 1, 256 * 1024),
  'metadata.user-data': text(/^#cloud-config\n/, 1, 256 * 1024),
};

/**
 * What google provider 6.50.0 and Compute Engine's API take, of the arguments that are set: texts and numbers. The provider's own checks, and
 * where it has none the API's reference.
 */
export const computeFacts: Readonly<Record<string, Readonly<Record<string, Fact>>>> = {
  google_compute_address: { address, address_type: oneOf('INTERNAL', 'EXTERNAL'), name: name(), project: free, region },
  google_compute_firewall: {
    'allow.ports': ports,
    'allow.protocol': protocol,
    'deny.ports': ports,
    'deny.protocol': protocol,
    'log_config.metadata': oneOf('EXCLUDE_ALL_METADATA', 'INCLUDE_ALL_METADATA'),
    ...{ destination_ranges: cidr, source_ranges: cidr, direction: oneOf('INGRESS', 'EGRESS') },
    ...{ name: name(), priority: between(0, 65535), project: free },
  },
  google_compute_forwarding_rule: {
    ip_protocol: oneOf('TCP', 'UDP', 'ESP', 'AH', 'SCTP', 'ICMP', 'L3_DEFAULT'),
    ip_version: oneOf('IPV4', 'IPV6'),
    load_balancing_scheme: oneOf('EXTERNAL', 'EXTERNAL_MANAGED', 'INTERNAL', 'INTERNAL_MANAGED', ''),
    ...{ name: name(), ports, project: free, region },
  },
  google_compute_instance: {
    ...metadata,
    'boot_disk.initialize_params.image': image,
    'boot_disk.initialize_params.type': diskType,
    'labels.agent-airlock': label,
    'network_interface.nic_type': nicType,
    'network_interface.stack_type': oneOf('IPV4_ONLY', 'IPV4_IPV6', 'IPV6_ONLY'),
    'scheduling.instance_termination_action': oneOf('STOP', 'DELETE'),
    'scheduling.max_run_duration.seconds': between(30, 120 * 86_400),
    'scheduling.on_host_maintenance': oneOf('MIGRATE', 'TERMINATE'),
    'scheduling.provisioning_model': oneOf('STANDARD', 'SPOT', 'FLEX_START', 'RESERVATION_BOUND'),
    ...{ machine_type: machineType, name: name(), project: free, zone: text(/^[a-z]+(-[a-z]+)+\d+-[a-z]$/, 7, 40) },
  },
  google_compute_network: { name: name(), project: free },
  google_compute_region_autoscaler: {
    'autoscaling_policy.cooldown_period': between(15, 3600),
    'autoscaling_policy.cpu_utilization.target': between(0.01, 1),
    'autoscaling_policy.max_replicas': between(1, 2000),
    'autoscaling_policy.min_replicas': between(0, 2000),
    'autoscaling_policy.mode': oneOf('ON', 'OFF', 'ONLY_UP', 'ONLY_SCALE_OUT'),
    ...{ name: name(), project: free, region },
  },
  google_compute_region_backend_service: {
    'backend.balancing_mode': oneOf('UTILIZATION', 'RATE', 'CONNECTION', 'CUSTOM_METRICS'),
    connection_draining_timeout_sec: between(0, 3600),
    load_balancing_scheme: oneOf('EXTERNAL', 'EXTERNAL_MANAGED', 'INTERNAL', 'INTERNAL_MANAGED'),
    protocol: oneOf('HTTP', 'HTTPS', 'HTTP2', 'TCP', 'SSL', 'UDP', 'GRPC', 'UNSPECIFIED', 'H2C'),
    ...{ name: name(), project: free, region },
  },
  google_compute_region_health_check: {
    ...{ check_interval_sec: between(1, 300), timeout_sec: between(1, 300) },
    ...{ healthy_threshold: between(1, 10), unhealthy_threshold: between(1, 10) },
    'http_health_check.port': between(1, 65535),
    'http_health_check.request_path': text(/^\/[!-~]*$/, 1, 2048),
    'tcp_health_check.port': between(1, 65535),
    ...{ name: name(), project: free, region },
  },
  google_compute_region_instance_group_manager: {
    'auto_healing_policies.initial_delay_sec': between(0, 3600),
    // "Base instance name": a suffix of five characters is added
    base_instance_name: name(58),
    'update_policy.instance_redistribution_type': oneOf('PROACTIVE', 'NONE'),
    'update_policy.max_surge_fixed': between(0, 2000),
    'update_policy.max_unavailable_fixed': between(0, 2000),
    'update_policy.minimal_action': oneOf('NONE', 'REFRESH', 'RESTART', 'REPLACE'),
    'update_policy.most_disruptive_allowed_action': oneOf('NONE', 'REFRESH', 'RESTART', 'REPLACE'),
    'update_policy.replacement_method': oneOf('RECREATE', 'SUBSTITUTE'),
    'update_policy.type': oneOf('OPPORTUNISTIC', 'PROACTIVE'),
    ...{ name: name(), project: free, region },
  },
  google_compute_region_instance_template: {
    ...metadata,
    'disk.disk_size_gb': between(10, 65_536),
    'disk.disk_type': diskType,
    'disk.source_image': image,
    'labels.agent-airlock': label,
    machine_type: machineType,
    // a date and a number of 26 characters are added
    name_prefix: text(/^[a-z][-a-z0-9]*$/, 1, 37),
    'network_interface.nic_type': nicType,
    'network_interface.stack_type': oneOf('IPV4_ONLY', 'IPV4_IPV6', 'IPV6_ONLY'),
    'service_account.scopes': text(/^(cloud-platform|https:\/\/www\.googleapis\.com\/auth\/[a-z.-]+)$/, 1, 200),
    ...{ project: free, region },
  },
  google_compute_route: { dest_range: cidr, name: name(), next_hop_gateway: oneOf('default-internet-gateway'), project: free },
  google_compute_router: { name: name(), project: free, region },
  google_compute_router_nat: {
    'log_config.filter': oneOf('ERRORS_ONLY', 'TRANSLATIONS_ONLY', 'ALL'),
    ...{ max_ports_per_vm: between(64, 65_536), min_ports_per_vm: between(2, 57_344) },
    name: text(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, 2, 63),
    nat_ip_allocate_option: oneOf('MANUAL_ONLY', 'AUTO_ONLY'),
    source_subnetwork_ip_ranges_to_nat: oneOf(
      ...['ALL_SUBNETWORKS_ALL_IP_RANGES', 'ALL_SUBNETWORKS_ALL_PRIMARY_IP_RANGES', 'LIST_OF_SUBNETWORKS'],
    ),
    'subnetwork.source_ip_ranges_to_nat': oneOf('ALL_IP_RANGES', 'LIST_OF_SECONDARY_IP_RANGES', 'PRIMARY_IP_RANGE'),
    ...{ project: free, region },
  },
  google_compute_service_attachment: {
    connection_preference: oneOf('ACCEPT_AUTOMATIC', 'ACCEPT_MANUAL'),
    'consumer_accept_lists.connection_limit': between(1, 10_000),
    ...{ description: free, name: name(), project: free, propagated_connection_limit: between(0, 4294967295), region },
  },
  google_compute_subnetwork: {
    ip_cidr_range: cidr,
    'log_config.aggregation_interval': oneOf(
      ...['INTERVAL_5_SEC', 'INTERVAL_30_SEC', 'INTERVAL_1_MIN', 'INTERVAL_5_MIN', 'INTERVAL_10_MIN', 'INTERVAL_15_MIN'],
    ),
    'log_config.flow_sampling': between(0, 1),
    'log_config.metadata': oneOf('EXCLUDE_ALL_METADATA', 'INCLUDE_ALL_METADATA', 'CUSTOM_METADATA'),
    purpose: oneOf(
      'PRIVATE',
      'REGIONAL_MANAGED_PROXY',
      'GLOBAL_MANAGED_PROXY',
      'PRIVATE_SERVICE_CONNECT',
      'PRIVATE_NAT',
      'PEER_MIGRATION',
    ),
    stack_type: oneOf('IPV4_ONLY', 'IPV4_IPV6', 'IPV6_ONLY'),
    ...{ name: name(), project: free, region },
  },
};
