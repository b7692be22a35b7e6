import { scanJson } from './json-scan';

/** How far a path leads in a JSON text, and the offset where that stands: at the member's name, or at the list's item. */
export function jsonPlace(text: string, steps: readonly string[]): { depth: number; offset: number } {
  const found = { depth: 0, offset: Math.max(0, text.search(/\S/)) };
  const levels: { list: boolean; index: number; onPath: boolean }[] = [];
  let matches = true; // whether the value that comes next lies on the path
  scanJson(text, {
    done: () => found.depth === steps.length,
    name: (name, offset) => {
      const level = levels.at(-1);
      matches = level?.onPath === true && steps[levels.length - 1] === name;
      if (matches) record(found, levels.length, offset);
    },
    value: (offset) => {
      const level = levels.at(-1);
      if (!level?.list) return;
      matches = level.onPath && steps[levels.length - 1] === String(level.index++);
      if (matches) record(found, levels.length, offset);
    },
    open: (list) => levels.push({ list, index: 0, onPath: matches }),
    close: () => {
      levels.pop();
      matches = false;
    },
  });
  return found;
}

function record(found: { depth: number; offset: number }, depth: number, offset: number): void {
  if (depth > found.depth) Object.assign(found, { depth, offset });
}
