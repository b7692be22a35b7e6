export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const voids = new Set(['meta']);

/**
 * The elements of markup as strictly as we write it: every element is closed in turn, every attribute quoted, and no bare `<`, `>` or `&` stands
 * in text. Throws otherwise.
 */
export function elementsOf(markup: string): Element[] {
  const found: Element[] = [];
  const open: string[] = [];
  const tokens = /<!doctype html>|<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z-]+="[^"<>]*")*)\s*(\/?)>|[^<>]+/y;
  for (let at = 0; at < markup.length; at = tokens.lastIndex) {
    tokens.lastIndex = at;
    const token = tokens.exec(markup);
    if (!token) throw new Error(`not well formed: ${JSON.stringify(markup.slice(at, at + 80))}`);
    const [whole, closes, name, attributes = '', closed] = token;
    if (name === undefined) requireText(whole, open.at(-1));
    else if (closes) requireOpen(open.pop(), name);
    else {
      found.push({ name, attributes: attributesOf(attributes) });
      if (!closed && !voids.has(name)) open.push(name);
    }
  }
  if (open.length > 0) throw new Error(`not closed: ${open.join()}`);
  return found;
}

function requireText(text: string, inside: string | undefined): void {
  const bare = text.replace(/&#\d+;/g, '');
  if (inside !== 'style' && bare.includes('&')) throw new Error(`a bare & in ${JSON.stringify(text.slice(0, 80))}`);
}

function requireOpen(open: string | undefined, closed: string): void {
  if (open !== closed) throw new Error(`</${closed}> closes <${open}>`);
}

const attributesOf = (text: string): Record<string, string> =>
  Object.fromEntries([...text.matchAll(/([a-zA-Z-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]));
