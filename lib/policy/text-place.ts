/** Where an offset is in a text, as editors name it: `LINE:COLUMN`, both from 1. */
export function textPlace(text: string, offset: number): string {
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}
