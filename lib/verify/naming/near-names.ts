/** The ids whose last part is nearest to a name that isn't there, at most three, best first. */
export function nearest(name: string, ids: readonly string[]): string[] {
  const wanted = lastPart(name);
  const atMost = Math.max(2, Math.floor(wanted.length / 3));
  return ids
    .map((id) => ({ id, edits: editsBetween(wanted, lastPart(id), atMost) }))
    .filter(({ edits }) => edits <= atMost)
    .sort((a, b) => a.edits - b.edits || (a.id < b.id ? -1 : 1))
    .slice(0, 3)
    .map(({ id }) => id);
}

const lastPart = (id: string): string => id.slice(Math.max(id.lastIndexOf('/'), id.lastIndexOf('.')) + 1).toLowerCase();

/** Levenshtein's distance; a name that begins with the other, as the CDK's do, is one edit away. */
function editsBetween(a: string, b: string, atMost: number): number {
  if (a.length > 3 && b.startsWith(a)) return 1;
  if (Math.abs(a.length - b.length) > atMost) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [position, char] of [...a].entries()) {
    const next = [position + 1];
    for (const [index, other] of [...b].entries()) {
      const replaced = (row[index] ?? 0) + (char === other ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
