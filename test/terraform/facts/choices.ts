import type { Arguments } from '../schema/derived-schema';

/** What must hold of a resource as a whole, in words. */
type Choices = Readonly<Record<string, (resource: Arguments) => boolean>>;

const listed = (value: unknown): readonly Arguments[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value as Arguments];
const isSet = (value: unknown): boolean => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
const howMany = (resource: Arguments, names: readonly string[]): number => names.filter((each) => isSet(resource[each])).length;
const exactlyOne =
  (...names: readonly string[]) =>
  (resource: Arguments) =>
    howMany(resource, names) === 1;
const atMostOne =
  (...names: readonly string[]) =>
  (resource: Arguments) =>
    howMany(resource, names) <= 1;
const isPowerOf2 = (value: number): boolean => Number.isInteger(Math.log2(value));
const prefixLength = (block: string): number => Number(block.split('/')[1]);
const mebibytes = (text = '0Mi'): number => Number.parseInt(text, 10);

/** "Configure memory limits": what a job may have of memory by its CPUs, in MiB. */
const memory: Readonly<Record<string, readonly [least: number, most: number]>> = {
  1: [512, 4096],
  2: [512, 8192],
  4: [2048, 16_384],
  6: [4096, 24_576],
  8: [4096, 32_768],
};

function fitsMemory({ template }: Arguments): boolean {
  const { containers, volumes } = template.template;
  const { cpu, memory: has } = containers[0].resources.limits;
  const [least, most] = memory[cpu] ?? [0, 0];
  const volatile = listed(volumes).reduce((sum, { empty_dir: dir }) => sum + mebibytes(dir?.size_limit), 0);
  return mebibytes(has) >= least && mebibytes(has) <= most && volatile <= mebibytes(has);
}

/**
 * Choices between arguments that google provider 6.50.0 or the API takes: which exclude or need each other, and limits of one by another. Where
 * the provider has no check of its own, the API's page is named.
 */
export const choices: Readonly<Record<string, Choices>> = {
  google_cloud_run_v2_job: {
    'has as much memory as its CPUs need, and as its volumes take ("Configure memory limits")': fitsMemory,
    'has a VPC connector or network interfaces, not both': ({ template }) =>
      exactlyOne('connector', 'network_interfaces')(template.template.vpc_access),
    'takes no variable that Cloud Run sets itself ("Container runtime contract")': ({ template }) =>
      listed(template.template.containers[0].env).every(({ name }) => !/^(PORT|CLOUD_RUN_.*)$/.test(name)),
  },
  google_compute_address: {
    'stands in a subnetwork only inside': ({ address_type: type, subnetwork }) => !isSet(subnetwork) || type === 'INTERNAL',
  },
  google_compute_firewall: {
    'allows or denies, and not both': exactlyOne('allow', 'deny'),
    'names tags or service accounts, and not both': (rule) =>
      howMany(rule, ['source_tags', 'target_tags']) === 0 ||
      howMany(rule, ['source_service_accounts', 'target_service_accounts']) === 0,
    'has sources only at the way in ("VPC firewall rules")': (rule) =>
      rule.direction !== 'EGRESS' || howMany(rule, ['source_ranges', 'source_tags', 'source_service_accounts']) === 0,
    'says from where at the way in, and to where at the way out': (rule) =>
      isSet(
        rule.direction === 'EGRESS'
          ? rule.destination_ranges
          : (rule.source_ranges ?? rule.source_service_accounts ?? rule.source_tags),
      ),
    'names ports for protocols that have some': ({ allow, deny }) =>
      [...listed(allow), ...listed(deny)].every(
        ({ protocol, ports }) => !isSet(ports) || ['tcp', 'udp', 'sctp'].includes(protocol),
      ),
  },
  google_compute_forwarding_rule: {
    'has five ports at most ("Forwarding rules concepts")': ({ ports = [] }) => ports.length <= 5,
    'says its ports in one way': atMostOne('ports', 'port_range', 'all_ports'),
    'leads to a backend service or a target': exactlyOne('backend_service', 'target'),
    'has no scheme, protocol or ports as an endpoint ("Access published services through endpoints")': (rule) =>
      !isSet(rule.target) ||
      (rule.load_balancing_scheme === '' && howMany(rule, ['ports', 'port_range', 'ip_protocol', 'subnetwork']) === 0),
  },
  google_compute_instance: {
    'says what becomes of it when its time is over ("Limit the run time of a VM")': ({ scheduling = {} }) =>
      !isSet(scheduling.max_run_duration) || isSet(scheduling.instance_termination_action),
  },
  google_compute_region_autoscaler: {
    'has no more machines at least than at most': ({ autoscaling_policy: { min_replicas: least, max_replicas: most } }) =>
      least <= most,
  },
  google_compute_region_backend_service: {
    'counts connections and scales no capacity behind a passthrough balancer': ({ backend, load_balancing_scheme: scheme }) =>
      scheme !== 'INTERNAL' ||
      listed(backend).every((each) => each.balancing_mode === 'CONNECTION' && !isSet(each.capacity_scaler)),
  },
  google_compute_region_health_check: {
    'checks in one way': exactlyOne(
      ...[
        'http_health_check',
        'https_health_check',
        'http2_health_check',
        'tcp_health_check',
        'ssl_health_check',
        'grpc_health_check',
      ],
    ),
    'waits no longer than until the next check': ({ timeout_sec: timeout, check_interval_sec: interval }) => timeout <= interval,
  },
  google_compute_region_instance_group_manager: {
    'counts machines or percents': ({ update_policy: policy }) =>
      atMostOne('max_surge_fixed', 'max_surge_percent')(policy) &&
      atMostOne('max_unavailable_fixed', 'max_unavailable_percent')(policy),
    'surges by none or by one a zone, of three ("Update a regional MIG")': ({ update_policy: { max_surge_fixed: surge } }) =>
      surge === 0 || surge >= 3,
    'surges or lets some be missing': ({ update_policy: { max_surge_fixed: surge, max_unavailable_fixed: missing } }) =>
      surge + missing > 0,
    'makes machines of new names if none may be missing': ({
      update_policy: { replacement_method: method, max_unavailable_fixed: missing },
    }) => method === 'SUBSTITUTE' || missing > 0,
    'allows the action that it takes': ({ update_policy: { minimal_action: least, most_disruptive_allowed_action: most } }) => {
      const actions = ['NONE', 'REFRESH', 'RESTART', 'REPLACE'];
      return actions.indexOf(least) <= actions.indexOf(most);
    },
  },
  google_compute_region_instance_template: { 'has a name or the beginning of one': exactlyOne('name', 'name_prefix') },
  google_compute_route: {
    'leads to one next hop': exactlyOne(
      'next_hop_gateway',
      'next_hop_instance',
      'next_hop_ip',
      'next_hop_vpn_tunnel',
      'next_hop_ilb',
    ),
  },
  google_compute_router_nat: {
    'lists subnetworks exactly if it says so': ({ subnetwork, source_subnetwork_ip_ranges_to_nat: ranges }) =>
      isSet(subnetwork) === (ranges === 'LIST_OF_SUBNETWORKS'),
    'has no addresses of its own if they are allocated': (nat) =>
      nat.nat_ip_allocate_option !== 'AUTO_ONLY' || howMany(nat, ['nat_ips', 'initial_nat_ips', 'drain_nat_ips']) === 0,
    'has powers of two of ports if they change ("Configure NAT with dynamic port allocation")': (nat) =>
      !nat.enable_dynamic_port_allocation ||
      (isPowerOf2(nat.min_ports_per_vm) && isPowerOf2(nat.max_ports_per_vm) && nat.min_ports_per_vm < nat.max_ports_per_vm),
    'maps by endpoint if ports change': (nat) =>
      !nat.enable_dynamic_port_allocation || nat.enable_endpoint_independent_mapping !== true,
  },
  google_compute_service_attachment: {
    'lists whom it accepts if it asks': ({ connection_preference: preference, consumer_accept_lists: lists }) =>
      (preference === 'ACCEPT_MANUAL') === isSet(lists),
    'accepts networks or projects, of one kind': ({ consumer_accept_lists: lists }) =>
      new Set(listed(lists).map((entry) => (isSet(entry.network_url) ? 'network' : 'project'))).size <= 1,
  },
  google_compute_subnetwork: {
    'is between /8 and /29 ("Subnets")': ({ ip_cidr_range: block }) => prefixLength(block) >= 8 && prefixLength(block) <= 29,
    'has no access or log where no machine can stand': (subnetwork) =>
      !isSet(subnetwork.purpose) || howMany(subnetwork, ['log_config', 'private_ip_google_access']) === 0,
  },
  google_dns_managed_zone: {
    'is of networks if it is private': ({ visibility, private_visibility_config: networks }) =>
      (visibility === 'private') === isSet(networks),
  },
  google_dns_record_set: { 'has records or a routing policy': exactlyOne('rrdatas', 'routing_policy') },
  google_dns_response_policy_rule: {
    'answers or lets pass': exactlyOne('local_data', 'behavior'),
    'answers the name that it is of': ({ dns_name: name, local_data: data }) =>
      listed(data?.local_datas).every((each) => each.name === name),
  },
  google_secret_manager_secret: {
    'is replicated in one way': ({ replication }) => exactlyOne('auto', 'user_managed')(replication),
  },
  google_storage_bucket: {
    'deletes nothing before it may': ({
      retention_policy: { retention_period: period } = { retention_period: 0 },
      lifecycle_rule: rules,
    }) => listed(rules).every(({ condition }) => condition.age * 86_400 >= period),
  },
};
