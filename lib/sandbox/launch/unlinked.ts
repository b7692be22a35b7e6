import { relative } from 'node:path';
import { shellWord } from '../../runtime/shell-word';
import { isWithin } from '../../workspace/is-within';

export interface UnlinkedProps {
  /** What is seen of this machine, in the order of its places in the stage. */
  readonly mounts: readonly { readonly target: string }[];
  /** Whole paths in the sandbox that something empty is mounted over. */
  readonly hidden: readonly string[];
}

/**
 * A shell script for the stage's folder that ends it where a part of what is mounted over has become a link since it was looked at: what is meant to be
 * covered would be seen, and a mount be led elsewhere.
 */
export function unlinked({ mounts, hidden }: UnlinkedProps): string {
  const inOthers = mounts.filter((mount) => mounts.some((other) => other !== mount && isWithin(mount.target, other.target)));
  const parts = [...hidden, ...inOthers.map(({ target }) => target)].flatMap((path) => partsOf(path, mounts));
  return [check, ...new Set(parts.map((words) => ['plain', ...words.map(shellWord)].join(' ')))].join('\n');
}

/** The folders on the way below the outermost mount that a path is in, and itself: each in the stage, and in the sandbox. */
function partsOf(path: string, mounts: UnlinkedProps['mounts']): readonly (readonly [staged: string, path: string])[] {
  const around = mounts.map(({ target }, index) => ({ target, index })).filter(({ target }) => isWithin(path, target));
  const outermost = around.sort((one, other) => one.target.length - other.target.length).at(0);
  if (outermost === undefined) return [];
  const { target, index } = outermost;
  const names = relative(target, path).split('/').filter(Boolean);
  const upTo = (count: number) => names.slice(0, count).join('/');
  return names.map((_, at) => [`${index}/${upTo(at + 1)}`, `${target}/${upTo(at + 1)}`]);
}

const check = `plain() {
  [ ! -L "$1" ] || { printf '%s\\n' "what is covered must not be reached by a link: remove it, in the workspace or by a review of what waits, got '$2'" >&2; exit 125; }
}`;
