/** The order of each round: as given, and back again, so that a slow drift meets all alike. */
export function roundOrders<T>(items: readonly T[], rounds: number): readonly (readonly T[])[] {
  return Array.from({ length: rounds }, (_, round) => (round % 2 === 0 ? items : [...items].reverse()));
}
