import { spawnSync } from 'node:child_process';
import type { LayerPlace } from '../layer/place';
import { systemPrograms } from '../system-programs';

// recursive, as in a user namespace a part of a tree can't be had without what is mounted on it;
// relative names, as overlayfs reads commas and colons in them; the folder is bound by its path, which mount(8) takes as it is
const script = `set -e
cd "$1"
mount -t tmpfs -o mode=0700 review .
cd "$1"
mkdir lower upper merged
mount --rbind -- "$2" lower
mount --rbind -- "$3" upper
mount -t overlay -o ro,lowerdir=upper:lower,userxattr review merged
cd merged
exec xargs -0 -r sh -c 'exec find "$@" -mindepth 1 -maxdepth 1 -print0' find`;

/**
 * What an agent sees in these folders of a workspace: overlayfs hides what lies below an opaque one, and marks it by an attribute that Node can't read.
 * They are mounted together, read-only, in namespaces that end with the question. Throws an Error where there can be none.
 */
export function seenIn({ workspace, upper, view }: LayerPlace, folders: readonly string[]): ReadonlySet<string> {
  if (folders.length === 0) return new Set();
  const isRoot = process.geteuid?.() === 0;
  const namespaces = isRoot ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
  const { status, stdout, stderr } = spawnSync('unshare', [...namespaces, 'sh', '-c', script, 'sh', view, workspace, upper], {
    input: folders.map((folder) => `./${folder}\0`).join(''),
    env: systemPrograms,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (status === 0) return new Set(stdout.split('\0').map((path) => path.slice('./'.length)));
  throw new Error(
    `a layer can be looked at only in a mount namespace: allow user namespaces, or do it as root, got '${stderr.trim()}'`,
  );
}
