import type { MachineConfiguration } from '../../../lib/sandbox/firecracker/machine-configuration';

/** What in a configuration leads out of its machine, other than its vsock device, or lets it change what it starts from. */
export function openings(configuration: MachineConfiguration): string[] {
  const { 'boot-source': boot, drives, vsock } = configuration;
  const rest = Object.keys(configuration).filter((key) => !expected.includes(key));
  return [
    ...rest.map((key) => `${key} is a device or a service besides those expected`),
    ...(/(^| )(ip|nfsroot|init|rdinit)=/.test(boot.boot_args)
      ? ['the kernel is given an address, or another first process']
      : []),
    ...drives.filter((drive) => 'socket' in drive).map((drive) => `${drive.drive_id} is served by another program`),
    ...drives.filter((drive) => drive.drive_id === 'root' && !drive.is_read_only).map(() => 'the root can be written to'),
    ...(vsock.uds_path.includes('/') ? ['the sockets are outside the jail'] : []),
  ];
}

const expected: readonly string[] = ['boot-source', 'drives', 'machine-config', 'vsock', 'entropy', 'logger'];
