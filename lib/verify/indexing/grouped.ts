/** Values by a key that each has; those without one are left out. */
export function grouped<T>(all: Iterable<T>, key: (each: T) => string | undefined): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const name = key(each);
    const group = name === undefined ? undefined : groups.get(name);
    if (group) group.push(each);
    else if (name !== undefined) groups.set(name, [each]);
  }
  return groups;
}
