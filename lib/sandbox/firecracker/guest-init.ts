import { shellWord } from '../../runtime/shell-word';
import { type Limits, wholeLimits } from '../limits';
import { agentUser, bridged, places } from '../places';
import { guestModules } from './guest-modules';
import { hostCid } from './jail';
import type { WorkspaceMode } from './machine-configuration';

export interface GuestProps {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly limits?: Limits;
  /** @default - the workspace is in memory, empty */
  readonly workspace?: WorkspaceMode;
}

/**
 * The first and only service of the guest, a script for a static busybox: it mounts, bridges, runs COMMAND as the agent and ends the machine.
 * It is process 1, so that whatever fails ends the machine too. `/root` is where the agent's root file system is.
 */
export const guestInit = (props: GuestProps): string =>
  `${[...start, ...mounts(props), ...bridge, ...agent(props)].join('\n')}\n`;

const start: readonly string[] = [
  '#!/bin/busybox sh',
  'set -eu',
  'export PATH=/bin',
  '/bin/busybox --install -s /bin',
  // the status is the last thing said; without one, the host takes the machine for failed
  "trap 'sync; umount /root/workspace || true; reboot -f' EXIT",
  'mount -t proc -o nosuid,nodev,noexec proc /proc',
  'stty -onlcr < /dev/console',
  `for module in ${guestModules.join(' ')}; do`,
  '  if [ -f "/modules/$module.ko" ]; then insmod "/modules/$module.ko"; fi',
  'done',
  'if [ -e /proc/sys/kernel/modules_disabled ]; then echo 1 > /proc/sys/kernel/modules_disabled; fi',
  'mount -t devtmpfs -o nosuid,noexec dev /dev',
  // a machine that was given a network is not what the policy is about
  `if [ "$(sed 1,2d /proc/net/dev | cut -d: -f1 | tr -d ' \\n')" != lo ]; then echo 'airlock: there is a network interface besides lo'; exit 1; fi`,
  'ip link set lo up',
];

function mounts({ limits, workspace }: GuestProps): string[] {
  const { tmpMiB, homeMiB } = wholeLimits(limits);
  const owned = `uid=${agentUser.uid},gid=${agentUser.gid}`;
  return [
    'mount -t ext4 -o ro,nosuid,nodev,noload /dev/vda /root',
    'mount -t proc -o nosuid,nodev,noexec,hidepid=2 proc /root/proc',
    ...devices,
    tmpfs(places.tmp, `mode=1777,size=${tmpMiB}m`),
    tmpfs(places.home, `mode=0700,size=${homeMiB}m,${owned}`),
    tmpfs('/run', 'mode=0755,size=4m'),
    `mkdir /root${places.airlock}`,
    `if [ -f /ca.pem ]; then cp /ca.pem /root${places.caFile}; fi`,
    'mount -o remount,ro /root/run',
    ...(workspace === undefined ? [`${tmpfs(places.workspace, `mode=0700,${owned}`).replace('noexec,', '')}`] : drive(workspace)),
  ];
}

const tmpfs = (place: string, options: string): string =>
  `mount -t tmpfs -o rw,noexec,nosuid,nodev,${options} tmpfs /root${place}`;

function drive(mode: WorkspaceMode): string[] {
  const place = `/root${places.workspace}`;
  const options = mode === 'ro' ? 'ro,noload' : 'rw';
  return [
    `mount -t ext4 -o ${options},nosuid,nodev /dev/vdb ${place}`,
    ...(mode === 'rw' ? [`chown -R ${agentUser.uid}:${agentUser.gid} ${place}`] : []),
  ];
}

/** Few enough that no drive and no console is among them. */
const devices: readonly string[] = [
  'mount -t tmpfs -o nosuid,noexec,mode=0755,size=64k dev /root/dev',
  'for device in null:3 zero:5 full:7 random:8 urandom:9; do',
  '  mknod -m 666 "/root/dev/${device%:*}" c 1 "${device#*:}"',
  'done',
  'mknod -m 666 /root/dev/tty c 5 0',
  'mkdir /root/dev/pts /root/dev/shm',
  'mount -t devpts -o nosuid,noexec,newinstance,ptmxmode=0666,mode=0620 devpts /root/dev/pts',
  'ln -s pts/ptmx /root/dev/ptmx',
  'for fd in 0:stdin 1:stdout 2:stderr; do ln -s "/proc/self/fd/${fd%:*}" "/root/dev/${fd#*:}"; done',
  'ln -s /proc/self/fd /root/dev/fd',
  'mount -o remount,ro /root/dev',
  'mount -t tmpfs -o rw,noexec,nosuid,nodev,mode=1777,size=64m tmpfs /root/dev/shm',
];

const nobody = 65534;

const unprivileged = (user: number): string =>
  `/usr/bin/setpriv --reuid=${user} --regid=${user} --clear-groups --no-new-privs --inh-caps=-all --ambient-caps=-all --bounding-set=-all --`;

/** As /proc/net/tcp writes ports. */
const listening = [bridged.gatewayPort, bridged.proxyPort]
  .map((port) => port.toString(16).toUpperCase().padStart(4, '0'))
  .join('|');

/** Of a user of their own, whom the agent can't end. An answer may come as late as the client waits for it. */
const bridge: readonly string[] = [
  ...[bridged.gatewayPort, bridged.proxyPort].map(
    (port) =>
      `chroot /root ${unprivileged(nobody)} /usr/bin/socat -t 600 TCP-LISTEN:${port},bind=${bridged.host},reuseaddr,fork,max-children=256 VSOCK-CONNECT:${hostCid}:${port} &`,
  ),
  'waited=0',
  `until [ "$(grep -cE '^ *[0-9]+: [0-9A-F]+:(${listening}) 00000000:0000 0A' /proc/net/tcp)" = 2 ]; do`,
  '  waited=$((waited + 1))',
  "  if [ $waited = 500 ]; then echo 'airlock: the bridge did not start'; exit 1; fi",
  '  usleep 10000',
  'done',
];

function agent({ command, environment, limits }: GuestProps): string[] {
  const { processes } = wholeLimits(limits);
  const variables = Object.entries({ ...agentVariables, ...environment }).map(([name, value]) => shellWord(`${name}=${value}`));
  const limited = `/usr/bin/prlimit --nproc=${processes}:${processes} --core=0:0 -- ${unprivileged(agentUser.uid)}`;
  return [
    // it gets a pipe, as a console could be reconfigured
    '{',
    `  chroot /root /usr/bin/env -i -C ${places.workspace} ${variables.join(' ')} ${limited} ${command.map(shellWord).join(' ')} < /dev/null 2>&1 || status=$?`,
    '  echo "${status:-0}" > /status',
    // what it left running would keep the pipe open
    `  chroot /root ${unprivileged(agentUser.uid)} /bin/sh -c 'kill -9 -1' || true`,
    '} | cat',
    'echo',
    'echo "airlock: status $(cat /status)"',
  ];
}

const agentVariables = {
  HOME: places.home,
  LANG: 'C.UTF-8',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  TERM: 'dumb',
  USER: agentUser.name,
} as const;
