const mostCharacters = 1000;

/**
 * Text from an agent as it is kept in thousands: 1,000 characters at most. What is cut is copied, as a slice would keep the whole
 * text in memory.
 */
export function boundedText<T extends string | null>(text: T): T {
  if (text === null || text.length <= mostCharacters) return text;
  return Buffer.from(`${text.slice(0, mostCharacters)}…`).toString() as T;
}
