import { type Limits, wholeLimits } from '../limits';
import { guestCid, jail } from './jail';

/** A block device; named as in Firecracker's API, as all of this is. */
export interface Drive {
  readonly drive_id: string;
  readonly path_on_host: string;
  readonly is_root_device: boolean;
  readonly is_read_only: boolean;
}

/** What `firecracker --config-file` reads. It has no `network-interfaces` and no `mmds-config`: nothing to put addresses on. */
export interface MachineConfiguration {
  readonly 'boot-source': { readonly kernel_image_path: string; readonly initrd_path: string; readonly boot_args: string };
  readonly drives: readonly Drive[];
  readonly 'machine-config': { readonly vcpu_count: number; readonly mem_size_mib: number; readonly smt: boolean };
  readonly vsock: { readonly guest_cid: number; readonly uds_path: string };
  readonly entropy: Readonly<Record<string, never>>;
  readonly logger: { readonly level: string; readonly log_path: string };
}

export interface MachineProps {
  /** Of them, `memoryMiB` and `cpus` are the machine's; the rest holds inside it. */
  readonly limits?: Limits;
  /** Whether a drive with the workspace is there, and whether the guest may write to it. @default - no drive */
  readonly workspace?: WorkspaceMode;
}

export type WorkspaceMode = 'ro' | 'rw';

/**
 * A machine without a network, whose only way out is a vsock device.
 * Throws an Error if it can't have that many processors.
 */
export function machineConfiguration({ limits, workspace }: MachineProps = {}): MachineConfiguration {
  const { cpus, memoryMiB } = wholeLimits(limits);
  return {
    'boot-source': { kernel_image_path: jail.kernel, initrd_path: jail.initrd, boot_args: kernelArguments.join(' ') },
    drives: [
      drive('root', jail.root, true),
      ...(workspace === undefined ? [] : [drive('workspace', jail.workspace, workspace === 'ro')]),
    ],
    // two threads of one core would share what side channels read
    'machine-config': { vcpu_count: processors(cpus), mem_size_mib: memoryMiB, smt: false },
    vsock: { guest_cid: guestCid, uds_path: jail.vsock },
    entropy: {},
    logger: { level: 'Error', log_path: jail.log },
  };
}

/** Nothing here gives the kernel an address: no `ip=`, no `nfsroot=`. */
const kernelArguments: readonly string[] = [
  'console=ttyS0',
  // the reset of the keyboard's controller is what ends Firecracker, at once after a panic
  ...['reboot=k', 'panic=-1', 'oops=panic', 'quiet', 'loglevel=1'],
  ...['random.trust_cpu=on', 'pci=off', 'init_on_alloc=1'],
  ...['i8042.noaux', 'i8042.nomux', 'i8042.nopnp', 'i8042.dumbkbd'],
];

// the root of an initial file system mounts it, so that Firecracker's own is_root_device stays off
const drive = (id: string, path: string, isReadOnly: boolean): Drive => ({
  drive_id: id,
  path_on_host: path,
  is_root_device: false,
  is_read_only: isReadOnly,
});

/** "Number of vCPUs (either 1 or an even number)", 32 at most, in Firecracker's API. */
function processors(cpus: number): number {
  if (cpus === 1 || (cpus <= 32 && cpus % 2 === 0)) return cpus;
  throw new Error(`cpus of a microVM must be 1 or an even number up to 32, got '${cpus}'`);
}
