/** The first item that passes. Throws if a topology names what it doesn't have. */
export function found<T>(items: readonly T[], test: (item: T) => boolean): T {
  const item = items.find(test);
  if (item === undefined) throw new Error('a topology must name only what it has');
  return item;
}
