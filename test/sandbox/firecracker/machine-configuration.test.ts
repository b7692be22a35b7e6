import { describe, expect, test } from 'vitest';
import {
  type MachineConfiguration,
  type MachineProps,
  machineConfiguration,
} from '../../../lib/sandbox/firecracker/machine-configuration';
import { openings } from './openings';
import { schemaProblems } from './published-api';

const rendered: readonly MachineProps[] = [
  {},
  { workspace: 'ro' },
  { workspace: 'rw' },
  { limits: { cpus: 1, memoryMiB: 512 } },
  { limits: { cpus: 32 }, workspace: 'rw' },
];

describe('the configuration of a microVM', () => {
  test.each(rendered)('is what the published API takes, given %j', (props) => {
    expect(schemaProblems(machineConfiguration(props))).toEqual([]);
  });

  test.each(rendered)('leads out by vsock only, given %j', (props) => {
    expect(openings(machineConfiguration(props))).toEqual([]);
  });

  test('has the limits of the guide, and no threads that share a core', () => {
    expect(machineConfiguration()['machine-config']).toEqual({ vcpu_count: 2, mem_size_mib: 2048, smt: false });
  });

  test('ends its machine when the kernel panics or warns of worse, at once', () => {
    const words = machineConfiguration()['boot-source'].boot_args.split(' ');
    expect(words).toEqual(expect.arrayContaining(['panic=-1', 'oops=panic', 'reboot=k']));
  });

  test('lets the guest write to the workspace only where that was asked for', () => {
    const writable = (props: MachineProps) =>
      machineConfiguration(props)
        .drives.filter(({ is_read_only }) => !is_read_only)
        .map(({ drive_id }) => drive_id);
    expect([writable({}), writable({ workspace: 'ro' }), writable({ workspace: 'rw' })]).toEqual([[], [], ['workspace']]);
  });

  test.each([3, 0.5, 34])('has no %d processors', (cpus) => {
    expect(() => machineConfiguration({ limits: { cpus } })).toThrow(
      `cpus of a microVM must be 1 or an even number up to 32, got '${cpus}'`,
    );
  });
});

/** A configuration that a mistake or an attacker has changed. */
type Change = (configuration: Record<string, unknown>) => void;

const changed = (change: Change): MachineConfiguration => {
  const configuration = structuredClone(machineConfiguration({ workspace: 'rw' }));
  change(configuration as unknown as Record<string, unknown>);
  return configuration;
};

// biome-ignore lint/suspicious/noExplicitAny: parts of it are taken for something else on purpose
const part = (configuration: Record<string, unknown>, name: string): any => configuration[name];

describe('the published API objects to', () => {
  test.each<[string, Change, string]>([
    ['a key that it does not know', (all) => Object.assign(all, { vsocks: {} }), "/vsocks isn't known"],
    [
      'a key of a drive that it does not know',
      (all) => Object.assign(part(all, 'drives')[0], { readonly: true }),
      "/drives/0/readonly isn't known",
    ],
    ['a drive without a name', (all) => delete part(all, 'drives')[0].drive_id, '/drives/0/drive_id is missing'],
    ['no kernel', (all) => delete part(all, 'boot-source').kernel_image_path, '/boot-source/kernel_image_path is missing'],
    [
      'the host’s own address as the guest’s',
      (all) => Object.assign(part(all, 'vsock'), { guest_cid: 2 }),
      '/vsock/guest_cid is out of range',
    ],
    [
      '33 processors',
      (all) => Object.assign(part(all, 'machine-config'), { vcpu_count: 33 }),
      '/machine-config/vcpu_count is out of range',
    ],
    [
      'memory as text',
      (all) => Object.assign(part(all, 'machine-config'), { mem_size_mib: '2048' }),
      '/machine-config/mem_size_mib must be of type integer',
    ],
    [
      'a level of logs that there is not',
      (all) => Object.assign(part(all, 'logger'), { level: 'Silent' }),
      '/logger/level must be one of Error, Warning, Info, Debug, Trace, Off',
    ],
    ['one drive that is no list', (all) => Object.assign(all, { drives: {} }), '/drives must be of type array'],
  ])('%s', (_what, change, problem) => {
    expect(schemaProblems(changed(change))).toEqual([problem]);
  });
});

describe('a machine is open that has', () => {
  const network = { 'network-interfaces': [{ iface_id: 'eth0', host_dev_name: 'tap0' }] };
  test.each<[string, Change, string]>([
    ['a network interface', (all) => Object.assign(all, network), 'network-interfaces is a device'],
    [
      'a metadata service',
      (all) => Object.assign(all, { 'mmds-config': { network_interfaces: ['eth0'] } }),
      'mmds-config is a device',
    ],
    ['memory of the host’s', (all) => Object.assign(all, { pmem: [] }), 'pmem is a device'],
    [
      'an address by its kernel',
      (all) => Object.assign(part(all, 'boot-source'), { boot_args: 'quiet ip=dhcp' }),
      'the kernel is given an address',
    ],
    [
      'another first process',
      (all) => Object.assign(part(all, 'boot-source'), { boot_args: 'rdinit=/bin/sh' }),
      'the kernel is given an address, or another first process',
    ],
    [
      'a drive of another program’s',
      (all) => Object.assign(part(all, 'drives')[1], { socket: 'drive.sock' }),
      'workspace is served by another program',
    ],
    [
      'a root that can be written to',
      (all) => Object.assign(part(all, 'drives')[0], { is_read_only: false }),
      'the root can be written to',
    ],
    [
      'sockets outside the jail',
      (all) => Object.assign(part(all, 'vsock'), { uds_path: '/run/v.sock' }),
      'the sockets are outside the jail',
    ],
  ])('%s', (_what, change, opening) => {
    expect(openings(changed(change))).toEqual([expect.stringContaining(opening)]);
  });
});
