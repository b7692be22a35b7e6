/** A copy whose texts hold no control characters: what a template says must not steer a terminal. */
export function printable<T>(value: T): T {
  if (typeof value === 'string') return value.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu, '\ufffd') as T;
  if (Array.isArray(value)) return value.map(printable) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, printable(each)])) as T;
}
