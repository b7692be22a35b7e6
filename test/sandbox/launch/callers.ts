import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A command line that starts another one as somebody, somewhere. */
export type Caller = (words: readonly string[]) => readonly string[];

/** Whoever runs the tests. */
export const self: Caller = (words) => words;

const plain = { uid: 65534, gid: 65534 };

/**
 * A user without rights. Root alone can start one, who sees `project` at `place`, and a file as `envoy` in it,
 * as the folders of either may be closed to others.
 */
export function plainUser({ project, envoy, folder }: { project: string; envoy: string; folder: string }): Caller {
  const [place, binary] = [join(folder, 'project'), join(folder, 'envoy')];
  mkdirSync(place);
  writeFileSync(binary, '');
  chmodSync(folder, 0o711);
  const script = `mount --rbind "$1" "$2" && mount --bind "$3" "$4" && cd "$2" && shift 4 && exec "$@"`;
  const as = ['setpriv', '--reuid', `${plain.uid}`, '--regid', `${plain.gid}`, '--clear-groups', '--'];
  return (words) => ['unshare', '--mount', 'sh', '-c', script, 'sh', project, place, envoy, binary, ...as, ...words];
}

/** A machine on which a program of the system's is another file, or one that nobody can run. */
export const withProgram =
  (name: string, file = '/dev/null'): Caller =>
  (words) => [
    'unshare',
    '--mount',
    'sh',
    '-c',
    'mount --bind "$1" "$(command -v "$2")" && shift 2 && exec "$@"',
    'sh',
    file,
    name,
    ...words,
  ];

/** Someone in a user namespace with every user of the machine, in which no other can be made: as on a machine that allows none. */
export const withoutUserNamespaces =
  (caller: Caller): Caller =>
  (words) => ['sh', '-c', mapped, 'sh', ...caller(words)];

const inside = `
until grep -q . /proc/self/uid_map; do sleep 0.02; done
exec setpriv --reuid 0 --regid 0 --clear-groups sh -c '
  mount -t proc proc /proc && ip link set lo up && echo 0 > /proc/sys/user/max_user_namespaces && exec "$@"
' sh "$@"`;

const mapped = `
unshare --user --mount --net --pid --fork --kill-child sh -c '${inside.replaceAll("'", `'\\''`)}' sh "$@" &
until [ "$(readlink /proc/$!/ns/user)" != "$(readlink /proc/$$/ns/user)" ]; do sleep 0.02; done
for ids in uid gid; do echo '0 0 65536' > /proc/$!/\${ids}_map; done
wait $!`;
