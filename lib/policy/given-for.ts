/** What a user gave for names of the policy; throws an Error for a name that the policy doesn't use. `where` is the prop's name. */
export function givenFor<T>(where: string, names: readonly string[], given: Readonly<Record<string, T>>): ReadonlyMap<string, T> {
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return new Map(Object.entries(given));
  throw new Error(`${where} may only name what the policy uses (${names.join(', ') || 'nothing'}): remove it, got '${unknown}'`);
}
