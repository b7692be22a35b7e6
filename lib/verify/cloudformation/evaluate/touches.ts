/** What a variable was needed for: its value itself, a comparison, or as a key of a mapping; of a condition it is the truth. */
export const use = { value: 1, comparison: 2, key: 4, truth: 8 } as const;

/** The variables, comparisons and conditions that something hung on, each with its uses. */
export type Touches = Map<string, number>;

export function touch(touches: Touches, key: string, uses: number): void {
  touches.set(key, (touches.get(key) ?? 0) | uses);
}

export function merge(into: Touches, from: Touches): void {
  for (const [key, uses] of from) touch(into, key, uses);
}

/** With what the conditions in it hung on in turn. */
export function expanded(touches: Touches, conditions: ReadonlyMap<string, { readonly touches: Touches }>): Touches {
  const all: Touches = new Map();
  const add = (from: Touches): void => {
    for (const [key, uses] of from) {
      const condition = all.has(key) ? undefined : conditions.get(key);
      touch(all, key, uses);
      if (condition) add(condition.touches);
    }
  };
  add(touches);
  return all;
}
