/** Groups by key, at most so many: an agent can make up names without end. What finds no room is counted. */
export class BoundedGroups<T> {
  private readonly groups = new Map<string, T>();
  /** How often there was no room. */
  overflow = 0;

  constructor(private readonly most = 10_000) {}

  /** The group of the parts of a key, made if it is new; undefined if there is no room for it. */
  of(key: readonly unknown[], make: () => T): T | undefined {
    const text = JSON.stringify(key);
    const known = this.groups.get(text);
    if (known !== undefined) return known;
    if (this.groups.size >= this.most) {
      this.overflow += 1;
      return undefined;
    }
    const made = make();
    this.groups.set(text, made);
    return made;
  }

  /** All groups, in the order of their keys. */
  sorted(): T[] {
    return [...this.groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
  }
}
