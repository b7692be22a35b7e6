import { describe, expect, test } from 'vitest';
import type { HostGroupProps } from '../../../lib/gcp/host/host-group';
import { hostStack, hostsIn } from './host-stage';

// biome-ignore lint/suspicious/noExplicitAny: a configuration has whatever shape its provider gives it
type Arguments = Record<string, any>;

/** The arguments of the hosts' resources, by type without `google_compute_`. */
function resources(props: Partial<HostGroupProps> = {}): Arguments {
  const stack = hostStack();
  hostsIn(stack, props);
  const made: Arguments = JSON.parse(JSON.stringify(stack.toTerraform())).resource;
  const each = Object.entries(made).map(([type, named]) => [
    type.replace(/^google_(compute_)?/, ''),
    Object.values(named as object),
  ]);
  return Object.fromEntries(each.map(([type, all]) => [type, all?.length === 1 ? all[0] : all]));
}

describe('a host', () => {
  const template = resources({ labels: { role: 'x' } }).region_instance_template;

  test('runs no script that its project, or VM Manager, has for all hosts', () => {
    const idle = { 'startup-script': 'exit 0', 'shutdown-script': 'exit 0', 'enable-osconfig': 'FALSE' };
    expect(template.metadata).toMatchObject(idle);
  });

  test('is Container-Optimized OS, started as it was signed', () => {
    expect(template.disk).toEqual([
      {
        auto_delete: true,
        boot: true,
        disk_size_gb: 10,
        disk_type: 'pd-balanced',
        source_image: 'projects/cos-cloud/global/images/family/cos-stable',
      },
    ]);
    expect(template.shielded_instance_config).toEqual({
      enable_integrity_monitoring: true,
      enable_secure_boot: true,
      enable_vtpm: true,
    });
    expect(template.labels).toEqual({ role: 'x' });
  });

  test('has no address but one inside its network', () => {
    expect(template.network_interface).toEqual([
      { stack_type: 'IPV4_ONLY', subnetwork: '${google_compute_subnetwork.subnetwork.id}' },
    ]);
  });

  test('lets nobody log in, by keys of the project or by its serial port', () => {
    expect(template.metadata).toMatchObject({
      'block-project-ssh-keys': 'true',
      'enable-oslogin': 'TRUE',
      'serial-port-enable': 'false',
    });
  });

  test('is what its user data says, and its logs are kept', () => {
    expect(template.metadata).toMatchObject({ 'google-logging-enabled': 'true', 'user-data': '#cloud-config\n' });
  });

  test('has a system and devices for its processor', () => {
    const { disk, network_interface: nic } = resources({ size: { machineType: 'c4a-standard-1' } }).region_instance_template;
    expect(disk[0]).toMatchObject({
      disk_type: 'hyperdisk-balanced',
      source_image: 'projects/cos-cloud/global/images/family/cos-arm64-stable',
    });
    expect(nic[0].nic_type).toBe('GVNIC');
  });

  test('may be of one image for good', () => {
    const bootImage = 'projects/acme/global/images/cos-golden-1';
    expect(resources({ size: { bootImage } }).region_instance_template.disk[0].source_image).toBe(bootImage);
  });

  test.each(['projects/cos-cloud/global/images/family/cos-stable', 'cos-stable', ''])(
    'is not of an image that may be another later, as %j',
    (bootImage) => {
      expect(() => resources({ size: { bootImage } })).toThrow(
        'bootImage must be one image, projects/PROJECT/global/images/NAME',
      );
    },
  );

  test('is replaced before its template goes', () => {
    expect([template.name, template.name_prefix, template.lifecycle]).toEqual([
      undefined,
      expect.stringMatching(/^test-hosts-[0-9a-f]{8}-$/),
      { create_before_destroy: true },
    ]);
  });
});

describe('a group of hosts', () => {
  const { region_instance_group_manager: group, region_autoscaler: scaler, region_health_check: checks } = resources();

  test('is never smaller while it is changed', () => {
    expect(group.update_policy).toMatchObject({
      ...{ type: 'PROACTIVE', minimal_action: 'REPLACE', max_surge_fixed: 3, max_unavailable_fixed: 0 },
    });
  });

  test('makes a host anew that doesn’t answer, more slowly than the load balancer passes it by', () => {
    const [healing, health] = checks as Arguments[];
    expect(healing?.check_interval_sec * healing?.unhealthy_threshold).toBeGreaterThan(
      5 * health?.check_interval_sec * health?.unhealthy_threshold,
    );
    expect(group.auto_healing_policies.health_check).toContain('Healing');
    for (const check of checks) expect(check.http_health_check).toEqual({ port: 9902, request_path: '/ready' });
  });

  test('goes on with a host that is new, as its grants may be as new, for longer than they take to be in force', () => {
    expect(group.auto_healing_policies.initial_delay_sec).toBeGreaterThan(7 * 60);
  });

  test('grows with its load, by itself', () => {
    expect(scaler.autoscaling_policy).toMatchObject({ min_replicas: 2, max_replicas: 6, mode: 'ON' });
    expect(group.lifecycle).toEqual({ ignore_changes: ['target_size'] });
  });

  test.each([
    ['one zone could fail', { minHosts: 1 }, 'size.minHosts must be 2 or more, so that one zone can fail, got 1'],
    ['it could not have the hosts that it must', { minHosts: 8 }, 'size.maxHosts must be 8 or more, as size.minHosts is, got 6'],
    ['it isn’t known what a host can hold', { machineType: 'm9-ultra-96' }, "got 'm9-ultra-96'"],
  ])('is refused where %s', (_, size, message) => {
    expect(() => resources({ size })).toThrow(message);
  });
});

describe('the load balancer of a group', () => {
  const { region_backend_service: backend, forwarding_rule: rule } = resources({ ports: [8080, 3128] });

  test('is inside the network, and keeps ports', () => {
    expect(rule).toMatchObject({ load_balancing_scheme: 'INTERNAL', ip_protocol: 'TCP', ports: ['8080', '3128'] });
    expect(rule.all_ports).toBeUndefined();
    expect(rule.allow_global_access).toBeUndefined();
    expect(backend).toMatchObject({ load_balancing_scheme: 'INTERNAL', protocol: 'TCP' });
  });

  test('gives a host time to end its streams', () => {
    expect(backend.connection_draining_timeout_sec).toBe(110);
  });
});
