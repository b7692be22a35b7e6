/** Something that a role may be given to, and what else stands for it. */
export interface Named {
  readonly id: string;
  readonly aliases: readonly string[];
}

/** What each resource stands for: itself, or the workloads and forwarders that are an instance of it. */
export type Members = ReadonlyMap<string, readonly string[]>;

/** Members by id and alias; `attached` are resources that belong to one of them, each with the name of that. */
export function membersByName(
  candidates: readonly Named[],
  attached: readonly (readonly [name: string, target: string])[],
): Members {
  const members = new Map<string, string[]>();
  const add = (name: string, id: string) => {
    const known = members.get(name);
    if (!known) members.set(name, [id]);
    else if (!known.includes(id)) known.push(id);
  };
  for (const { id, aliases } of candidates) for (const name of [id, ...aliases]) add(name, id);
  for (const [name, target] of attached) for (const id of members.get(target) ?? []) add(name, id);
  return members;
}
