import type { Exit } from '../report/exits';
import type { Finding } from './finding';
import type { JudgedWorld } from './judged-world';

/** Something found, and the first assignment under which it was; empty if under every one. */
export type Merged<T> = T & { readonly when: string };

/** The findings of all worlds, each once; one that some world refutes is refuted. Sorted by id. */
export function mergedFindings(worlds: readonly JudgedWorld[]): Merged<Finding>[] {
  const all = merged(
    worlds,
    ({ findings }) => findings,
    ({ id, verdict }) => `${id}\0${verdict}`,
  );
  const refuted = new Set(all.filter(({ verdict }) => verdict === 'refuted').map(({ id }) => id));
  return all.filter(({ id, verdict }) => verdict === 'refuted' || !refuted.has(id)).sort(by(({ id }) => id));
}

/** The exits of all worlds, each once. Sorted by agent, kind, destination and what passes. */
export function mergedExits(worlds: readonly JudgedWorld[]): Merged<Exit>[] {
  return merged(worlds, ({ exits }) => exits, keyOf).sort(by(keyOf));
}

const keyOf = ({ agent, kind, destination, family, protocol, ports }: Exit): string =>
  [agent, kind, destination, family, protocol, ports.map(({ from, to }) => `${from}-${to}`).join()].join('\0');

function merged<T>(
  worlds: readonly JudgedWorld[],
  listed: (world: JudgedWorld) => readonly T[],
  key: (item: T) => string,
): Merged<T>[] {
  const found = new Map<string, { readonly item: T; readonly when: string; worlds: number }>();
  for (const world of worlds) {
    const once = new Map(listed(world).map((item) => [key(item), item]));
    for (const [name, item] of once) {
      const known = found.get(name);
      if (known) known.worlds += 1;
      else found.set(name, { item, when: world.when, worlds: 1 });
    }
  }
  return [...found.values()].map(({ item, when, worlds: count }) => ({ ...item, when: count === worlds.length ? '' : when }));
}

/** Compares by code units, so that the order is the same everywhere. */
function by<T>(key: (item: T) => string): (one: T, other: T) => number {
  return (one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0);
}
