/** Finds what of the boundary a resource names, by way of others that hand on what they name. */
export function touching(
  names: (id: string) => Iterable<string>,
  inside: ReadonlySet<string>,
  /** Whether a resource hands on what it names. */
  passes: (id: string) => boolean,
): (id: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  const find = (id: string): string | undefined => {
    if (known.has(id)) return known.get(id);
    known.set(id, undefined);
    for (const name of names(id)) {
      const touched = inside.has(name) ? name : passes(name) ? find(name) : undefined;
      if (touched === undefined) continue;
      known.set(id, touched);
      break;
    }
    return known.get(id);
  };
  return find;
}
