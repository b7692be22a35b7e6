/** What resources are joined to, whichever names the other. */
export function connected(
  ids: Iterable<string>,
  names: (id: string) => Iterable<string>,
  seeds: readonly string[],
  /** Whether what is joined counts, and is followed. */
  counts: (id: string) => boolean,
): Set<string> {
  const neighbours = new Map<string, string[]>();
  const join = (a: string, b: string) => neighbours.get(a)?.push(b) ?? neighbours.set(a, [b]);
  for (const id of ids) {
    for (const name of names(id)) {
      join(id, name);
      join(name, id);
    }
  }
  const found = new Set(seeds);
  for (const id of found) for (const next of neighbours.get(id) ?? []) if (counts(next)) found.add(next);
  return found;
}
