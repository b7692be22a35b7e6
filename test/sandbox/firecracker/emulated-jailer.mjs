#!/usr/bin/env node
// in place of Firecracker and its jailer: the same configuration in an emulator, whose vsock device takes connections to the same sockets
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const option = (name) => process.argv[process.argv.indexOf(`--${name}`) + 1];
const user = Number(option('uid'));
const root = join(option('chroot-base-dir'), basename(option('exec-file')), option('id'), 'root');
const { 'boot-source': boot, 'machine-config': size, drives, vsock } = JSON.parse(readFileSync(join(root, 'vm.json'), 'utf8'));

chownSync(root, user, user);
const device = spawn(
  process.env.VHOST_DEVICE_VSOCK,
  ['--guest-cid', vsock.guest_cid, '--socket', 'vhost.sock', '--uds-path', vsock.uds_path].map(String),
  {
    cwd: root,
    uid: user,
    gid: user,
    stdio: 'ignore',
  },
);
while (!existsSync(join(root, 'vhost.sock'))) await new Promise((resolve) => setTimeout(resolve, 20));

const drive = ({ drive_id: id, path_on_host: file, is_read_only: isReadOnly }) => [
  ...['-drive', `id=${id},file=${file},format=raw,if=none,read-only=${isReadOnly ? 'on' : 'off'}`],
  ...['-device', `virtio-blk-pci,drive=${id}`],
];
const machine = spawn(
  'qemu-system-x86_64',
  [
    ...[
      '-machine',
      'q35,memory-backend=ram',
      '-accel',
      'tcg,thread=multi',
      '-cpu',
      'max',
      '-smp',
      size.vcpu_count,
      '-m',
      size.mem_size_mib,
    ],
    ...['-object', `memory-backend-memfd,id=ram,share=on,size=${size.mem_size_mib}M`],
    // it has no devices of Firecracker's kind for a stock kernel, so that its own are on PCI
    ...['-kernel', process.env.MICROVM_BZIMAGE, '-initrd', boot.initrd_path, '-append', boot.boot_args.replace('pci=off ', '')],
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-serial', 'stdio', '-no-reboot'],
    ...drives.flatMap(drive),
    ...[
      '-device',
      'virtio-rng-pci',
      '-chardev',
      'socket,id=vsock,path=vhost.sock',
      '-device',
      'vhost-user-vsock-pci,chardev=vsock',
    ],
  ].map(String),
  { cwd: root, uid: user, gid: user, stdio: ['ignore', 'inherit', 'inherit'] },
);
await once(machine, 'exit');
device.kill();
