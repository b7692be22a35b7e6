/** Parts of a distribution's kernel that are modules, in the order in which they can be loaded; other kernels have them built in. */
export const guestModules: readonly string[] = [
  ...['virtio_ring', 'virtio', 'virtio_mmio', 'virtio_pci_legacy_dev', 'virtio_pci_modern_dev', 'virtio_pci'],
  ...['virtio_blk', 'virtio-rng'],
  ...['vsock', 'vmw_vsock_virtio_transport_common', 'vmw_vsock_virtio_transport'],
];
