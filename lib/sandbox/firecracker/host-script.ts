import { shellWord } from '../../runtime/shell-word';
import { type Limits, wholeLimits } from '../limits';
import { publicPorts } from '../places';
import { jail, sockets } from './jail';
import type { WorkspaceMode } from './machine-configuration';

export interface HostProps {
  /** Name in the policy. */
  readonly agent: string;
  /** Paths on the host. */
  readonly kernel: string;
  readonly rootfs: string;
  /** An image with an ext4 file system. @default - none */
  readonly workspace?: { readonly image: string; readonly mode: WorkspaceMode };
  readonly limits?: Limits;
}

/** MiB for Firecracker itself, and what the host's kernel keeps for it. */
const overheadMiB = 128;

/** What a guest may say on its console: all of it is kept on the host. */
const consoleBytes = 64 * 1024 * 1024;

/** A guest can make Firecracker log. */
const logBytes = 16 * 1024 * 1024;

/**
 * A script for the host, as root: the proxy, and Firecracker in its jailer, with a user and a network namespace that nothing else is in.
 * Sources: Firecracker's "The Firecracker Jailer" and "Production Host Setup Recommendations".
 */
export function hostScript({ agent, kernel, rootfs, workspace, limits }: HostProps): string {
  const { memoryMiB, cpus } = wholeLimits(limits);
  const memory = (memoryMiB + overheadMiB) * 1024 * 1024;
  const quota = Math.round(cpus * 100_000);
  return `#!/bin/sh
# usage: sh host.sh POLICY [OPTION of 'agent-airlock run']...; as root
# ends with the status of the guest's COMMAND; 125 if there is none
set -eu
here=$(cd "$(dirname "$0")" && pwd)
fail() { echo "host.sh: $1" >&2; exit 125; }

[ $# -gt 0 ] || fail 'POLICY is missing'
policy=$1
shift
[ "$(id -u)" = 0 ] || fail "the jailer needs root, got user $(id -u)"
[ -c /dev/kvm ] || fail '/dev/kvm is missing: no KVM on this machine'
firecracker=\${FIRECRACKER_PATH:-$(command -v firecracker || true)}
jailer=\${JAILER_PATH:-$(command -v jailer || true)}
[ -x "$firecracker" ] || fail 'firecracker is missing: say where it is in FIRECRACKER_PATH'
[ -x "$jailer" ] || fail 'jailer is missing: say where it is in JAILER_PATH'
[ -f "$here/${jail.configuration}" ] || fail '${jail.configuration} is missing beside this script: render it with --output FOLDER/${jail.configuration}'
[ -f "$here/${jail.initrd}" ] || fail '${jail.initrd} is missing: make it with initrd.sh'
command -v agent-airlock >/dev/null || fail 'agent-airlock is missing: it must be on PATH, that of root'

# of this machine alone: above what systemd gives to containers
user=$((2000000000 + $$))
id=airlock-$$
base=\${AIRLOCK_JAILS:-/srv/jailer}
folder=$base/$(basename "$firecracker")/$id
root=$folder/root
[ ! -e "$folder" ] || fail "$folder is left from another run: remove it"
[ \${#root} -le 80 ] || fail "AIRLOCK_JAILS is too long a path for sockets, got '$base'"
if [ -f /sys/fs/cgroup/cgroup.controllers ]; then
  cgroups="--cgroup-version 2 --cgroup memory.max=${memory} --cgroup memory.swap.max=0 --cgroup pids.max=32"
  processors='cpu.max=${quota} 100000'
else
  cgroups="--cgroup-version 1 --cgroup memory.limit_in_bytes=${memory} --cgroup pids.max=32 --cgroup cpu.cfs_period_us=100000"
  processors=cpu.cfs_quota_us=${quota}
fi

proxy=
clean() {
  trap '' INT TERM
  if [ -f "$root/$(basename "$firecracker").pid" ]; then kill -9 "$(cat "$root/$(basename "$firecracker").pid")" 2> /dev/null || true; fi
  if [ -n "$proxy" ]; then kill "$proxy" 2> /dev/null || true; wait "$proxy" 2> /dev/null || true; fi
  ip netns delete "$id" 2> /dev/null || true
  find /sys/fs/cgroup -depth -type d -path "*/$(basename "$firecracker")/$id" -exec rmdir {} + 2> /dev/null || true
  rm -rf "$folder"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
ip netns add "$id"
mkdir -p "$root"
# what everybody may read is linked, anything else is copied for the jail's user
lend() {
  case $(stat -L -c %a "$1") in *[4567]) ln -L "$1" "$root/$2" 2> /dev/null && return ;; esac
  cp --reflink=auto "$1" "$root/$2"
  chown "$user:$user" "$root/$2"
  chmod 400 "$root/$2"
}
cp "$here/${jail.configuration}" "$root/${jail.configuration}"
lend "$here/${jail.initrd}" ${jail.initrd}
lend ${shellWord(kernel)} ${jail.kernel}
lend ${shellWord(rootfs)} ${jail.root}
# the largest file that Firecracker may write: its log, unless there is a workspace
bytes=${logBytes}
${workspace === undefined ? '# the workspace is in the memory of the guest' : workspaceIn(workspace)}
: > "$root/${jail.log}"
chown "$user:$user" "$root/${jail.log}"

# its sockets are where Firecracker takes connections of the guest to: there are no others
agent-airlock run "$policy" --agent ${shellWord(agent)} --sockets-only --public-ports ${publicPorts} \\
  --gateway-socket "$root/${sockets.gateway}" --proxy-socket "$root/${sockets.proxy}" "$@" > "$folder/proxy" &
proxy=$!
until grep -qx ready "$folder/proxy"; do
  kill -0 "$proxy" 2> /dev/null || fail 'the proxy did not start'
  sleep 0.05
done
chown "$user:$user" "$root/${sockets.gateway}" "$root/${sockets.proxy}"

# shellcheck disable=SC2086
"$jailer" --id "$id" --exec-file "$firecracker" --uid "$user" --gid "$user" --chroot-base-dir "$base" \\
  --netns "/run/netns/$id" --new-pid-ns $cgroups --cgroup "$processors" --resource-limit fsize="$bytes" \\
  -- --no-api --config-file ${jail.configuration} < /dev/null | {
    head -c ${consoleBytes} | tee "$folder/console"
    # Firecracker would log each byte that nobody reads
    cat > /dev/null
  }
${workspace?.mode === 'rw' ? workspaceOut(workspace.image) : '# nothing is kept'}
status=$(sed -n 's/^airlock: status \\([0-9]\\{1,3\\}\\)$/\\1/p' "$folder/console" | tail -n 1)
[ -n "$status" ] || fail "the machine ended without a status: $(tail -n 3 "$root/${jail.log}")"
exit "$status"
`;
}

const workspaceIn = ({ image, mode }: NonNullable<HostProps['workspace']>): string =>
  mode === 'ro'
    ? `lend ${shellWord(image)} ${jail.workspace}`
    : `cp --reflink=auto ${shellWord(image)} "$root/${jail.workspace}"
chown "$user:$user" "$root/${jail.workspace}"
size=$(stat -c %s "$root/${jail.workspace}")
[ "$size" -le "$bytes" ] || bytes=$size`;

// never mounted by the host: the agent may have written any file system
const workspaceOut = (image: string): string => `cp --reflink=auto "$root/${jail.workspace}" ${shellWord(image)}`;
