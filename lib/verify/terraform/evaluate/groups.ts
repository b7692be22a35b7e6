/** Puts together what is linked, directly or by way of others; each group, and the groups, in the given order. */
export function grouped<T>(items: readonly T[], links: readonly (readonly [T, T])[]): readonly (readonly T[])[] {
  const leaders = new Map(items.map((item) => [item, item]));
  const leaderOf = (item: T): T => {
    const leader = leaders.get(item) ?? item;
    if (leader === item) return item;
    const first = leaderOf(leader);
    leaders.set(item, first);
    return first;
  };
  for (const [one, other] of links) leaders.set(leaderOf(one), leaderOf(other));
  const groups = new Map<T, T[]>();
  for (const item of items) {
    const group = groups.get(leaderOf(item));
    if (group) group.push(item);
    else groups.set(leaderOf(item), [item]);
  }
  return [...groups.values()];
}
