import { bridged } from '../places';

/** What Firecracker finds in its jail, where every path starts at the jail's root. */
export const jail = {
  configuration: 'vm.json',
  kernel: 'vmlinux',
  initrd: 'initrd.cpio',
  root: 'root.ext4',
  workspace: 'workspace.ext4',
  log: 'firecracker.log',
  vsock: 'v.sock',
} as const;

/** The host, as a guest addresses it: VMADDR_CID_HOST in vsock(7). */
export const hostCid = 2;

/** The first that isn't reserved. */
export const guestCid = 3;

/**
 * Where on the host a guest's connection to a port of vsock arrives: "Guest-Initiated Connections" in Firecracker's
 * "Using the Firecracker Virtio-vsock Device". Without a socket there the guest gets a reset.
 */
export const socketOf = (port: number): string => `${jail.vsock}_${port}`;

/** The only two that there are. */
export const sockets = { gateway: socketOf(bridged.gatewayPort), proxy: socketOf(bridged.proxyPort) } as const;
