import { describe, expect, test } from 'vitest';
import { changedResource } from '../changed-resource';
import type { Arguments } from '../schema/derived-schema';
import { everythingChosen, longNamed, stacks } from '../stacks';
import { objections } from './objections';

test.each([...stacks, longNamed])('what $name states is what the provider and the APIs take', ({ configuration }) => {
  expect(objections(configuration)).toEqual([]);
});

const [, , twoNetworks = everythingChosen] = stacks;
const set = (name: string, value: unknown) => (resource: Arguments) => Object.assign(resource, { [name]: value });
const inside = (block: string, name: string, value: unknown) => (resource: Arguments) =>
  set(name, value)([resource[block]].flat()[0]);
const container = (change: (container: Arguments) => void) => (job: Arguments) => change(job.template.template.containers[0]);
const task = (change: (task: Arguments) => void) => (job: Arguments) => change(job.template.template);
const balanced = inside('update_policy', 'max_surge_fixed', 0);

const wrong: readonly (readonly [type: string, change: (resource: Arguments) => void, objection: string])[] = [
  ['compute_address', set('address', '10.0.0.256'), "address must be an IP address, got '10.0.0.256'"],
  ['compute_address', set('address_type', 'EXTERNAL'), 'stands in a subnetwork only inside'],
  ['compute_firewall', set('direction', 'OUT'), "direction must be one of INGRESS, EGRESS, got 'OUT'"],
  ['compute_firewall', set('priority', 65_536), 'priority must be 0 to 65535'],
  ['compute_firewall', set('destination_ranges', ['10.0.0.1/8']), 'must begin at the first address of its block, 10.0.0.0'],
  ['compute_firewall', set('destination_ranges', ['10.0.0.0/33']), 'must be a CIDR block'],
  ['compute_firewall', set('destination_ranges', undefined), 'says from where at the way in, and to where at the way out'],
  ['compute_firewall', set('allow', [{ protocol: 'all' }]), 'allows or denies, and not both'],
  ['compute_firewall', set('deny', [{ protocol: 'all', ports: ['443'] }]), 'names ports for protocols that have some'],
  ['compute_firewall', set('deny', [{ protocol: 'tcp', ports: ['90-80'] }]), 'must be a port or a range of ports'],
  ['compute_firewall', set('source_ranges', ['10.0.0.0/8']), 'has sources only at the way in'],
  [
    'compute_firewall',
    (rule) => Object.assign(rule, { target_tags: ['a'], target_service_accounts: ['b'] }),
    'names tags or service accounts, and not both',
  ],
  ['compute_forwarding_rule', set('ports', ['1', '2', '3', '4', '5', '6']), 'has five ports at most'],
  ['compute_forwarding_rule', set('all_ports', true), 'says its ports in one way'],
  ['compute_forwarding_rule', set('target', 'x'), 'leads to a backend service or a target'],
  ['compute_instance', set('machine_type', 'big'), 'machine_type must be'],
  [
    'compute_instance',
    inside('scheduling', 'instance_termination_action', undefined),
    'says what becomes of it when its time is over',
  ],
  ['compute_network', set('name', 'Sealed'), 'name must be 1 to 63 characters'],
  ['compute_network', set('name', 'a'.repeat(64)), 'name must be 1 to 63 characters'],
  ['compute_region_autoscaler', inside('autoscaling_policy', 'max_replicas', 1), 'has no more machines at least than at most'],
  [
    'compute_region_backend_service',
    inside('backend', 'balancing_mode', 'UTILIZATION'),
    'counts connections and scales no capacity',
  ],
  ['compute_region_health_check', set('timeout_sec', 60), 'waits no longer than until the next check'],
  ['compute_region_health_check', set('tcp_health_check', { port: 1 }), 'checks in one way'],
  ['compute_region_instance_group_manager', inside('update_policy', 'max_surge_fixed', 2), 'surges by none or by one a zone'],
  ['compute_region_instance_group_manager', balanced, 'surges or lets some be missing'],
  ['compute_region_instance_group_manager', inside('update_policy', 'max_surge_percent', 50), 'counts machines or percents'],
  ['compute_region_instance_group_manager', set('base_instance_name', 'a'.repeat(59)), 'must be 1 to 58 characters'],
  ['compute_region_instance_template', set('name', 'one'), 'has a name or the beginning of one'],
  [
    'compute_region_instance_template',
    inside('metadata', 'user-data', `#cloud-config\n${'x'.repeat(262_144)}`),
    'user-data must be',
  ],
  ['compute_router_nat', set('min_ports_per_vm', 1000), 'has powers of two of ports if they change'],
  ['compute_router_nat', set('subnetwork', []), 'lists subnetworks exactly if it says so'],
  ['compute_router_nat', set('enable_endpoint_independent_mapping', true), 'maps by endpoint if ports change'],
  ['compute_service_attachment', set('connection_preference', 'ACCEPT_ALL'), 'connection_preference must be one of'],
  ['compute_service_attachment', set('consumer_accept_lists', []), 'lists whom it accepts if it asks'],
  ['compute_subnetwork', set('ip_cidr_range', '10.64.0.0/30'), 'is between /8 and /29'],
  ['compute_subnetwork', set('purpose', 'PRIVATE_SERVICE_CONNECT'), 'has no access or log where no machine can stand'],
  ['compute_subnetwork', inside('log_config', 'flow_sampling', 2), 'log_config.flow_sampling must be 0 to 1'],
  ['cloud_run_v2_job', task(set('timeout', '1h')), "must be whole seconds such as '3600s', got '1h'"],
  ['cloud_run_v2_job', task(set('timeout', '604801s')), 'must be 1 to 604800'],
  ['cloud_run_v2_job', container(set('image', 'claude:latest')), 'containers.image must be'],
  ['cloud_run_v2_job', container((job) => set('memory', '512Mi')(job.resources.limits)), 'has as much memory as its CPUs need'],
  ['cloud_run_v2_job', container(set('env', [{ name: 'PORT', value: '1' }])), 'takes no variable that Cloud Run sets itself'],
  [
    'cloud_run_v2_job',
    task((job) => set('connector', 'x')(job.vpc_access)),
    'has a VPC connector or network interfaces, not both',
  ],
  ['cloud_run_v2_job_iam_member', set('member', 'pipeline@example.com'), 'member must be'],
  ['dns_managed_zone', set('dns_name', 'corp.example'), 'dns_name must be'],
  ['dns_managed_zone', set('visibility', 'public'), 'is of networks if it is private'],
  ['dns_response_policy_rule', set('behavior', 'bypassResponsePolicy'), 'answers or lets pass'],
  ['dns_response_policy_rule', set('dns_name', 'other.example.'), 'answers the name that it is of'],
  ['logging_project_bucket_config', set('retention_days', 3651), 'retention_days must be 1 to 3650'],
  ['logging_project_sink', set('destination', 'logging.example.com/x'), 'destination must be'],
  ['project_iam_member', set('role', 'logging.logWriter'), 'role must be'],
  ['secret_manager_secret', set('secret_id', 'a/b'), 'secret_id must be'],
  ['service_account', set('account_id', 'agent'), 'account_id must be 6 to 30 characters'],
  ['service_account', set('account_id', 'a'.repeat(31)), 'account_id must be 6 to 30 characters'],
  ['service_account', set('unheard_of', 'x'), 'unheard_of must be in the table of facts'],
];

describe('it would be seen that', () => {
  test.each(wrong.map(([type, change, objection]) => ({ type, change, objection })))('$type: $objection', (row) => {
    const { type, change, objection } = row;
    const found = objections(changedResource(twoNetworks.configuration, `google_${type}`, change));
    expect(found).toContainEqual(expect.stringContaining(objection));
  });

  test('an archive is emptied before it may be', () => {
    const early = changedResource(everythingChosen.configuration, 'google_storage_bucket', (bucket) => {
      bucket.lifecycle_rule[0].condition.age = 399;
    });
    expect(objections(early)).toContainEqual(expect.stringContaining('deletes nothing before it may'));
  });
});
