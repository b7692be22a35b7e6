import { scanJson } from './json-scan';

/** The first name that one mapping of a JSON text has twice; `JSON.parse` would silently keep the last. */
export function duplicateName(text: string): string | undefined {
  const open: Set<string>[] = [];
  let duplicate: string | undefined;
  scanJson(text, {
    open: () => open.push(new Set()),
    close: () => open.pop(),
    name: (name) => {
      const seen = open.at(-1);
      if (seen?.has(name)) duplicate ??= name;
      seen?.add(name);
    },
  });
  return duplicate;
}
