/** What a scan of a JSON text comes across; offsets count from the text's start. */
export interface JsonVisitor {
  /** A member's name and where it stands. */
  readonly name?: (name: string, offset: number) => void;
  /** The beginning of a value: of a mapping or a list too, before `open`. */
  readonly value?: (offset: number) => void;
  readonly open?: (list: boolean) => void;
  readonly close?: () => void;
  /** Whether nothing more is wanted. */
  readonly done?: () => boolean;
}

const quote = 34;
const comma = 44;
const colon = 58;
const openList = 91;
const backslash = 92;
const closeList = 93;
const openMapping = 123;
const closeMapping = 125;

/** Walks a text that `JSON.parse` has taken, in one pass and without recursion. */
export function scanJson(text: string, visitor: JsonVisitor): void {
  let named = false; // whether a member's name has been passed, so that a value follows
  const lists: boolean[] = [];
  for (let at = 0; at < text.length && !visitor.done?.(); at++) {
    const code = text.charCodeAt(at);
    if (code <= 32 || code === 0xfeff) continue;
    if (code === quote) {
      const end = stringEnd(text, at);
      if (named || lists.at(-1) !== false) visitor.value?.(at);
      else visitor.name?.(stringAt(text, at, end), at);
      at = end;
    } else if (code === colon) named = true;
    else if (code === comma) named = false;
    else if (code === openMapping || code === openList) {
      visitor.value?.(at);
      visitor.open?.(code === openList);
      lists.push(code === openList);
      named = false;
    } else if (code === closeMapping || code === closeList) {
      visitor.close?.();
      lists.pop();
    } else {
      visitor.value?.(at);
      at = literalEnd(text, at);
    }
  }
}

function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === backslash) at++;
    else if (code === quote) return at;
  }
  return text.length;
}

function stringAt(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end);
  return raw.includes('\\') ? String(JSON.parse(`"${raw}"`)) : raw;
}

function literalEnd(text: string, start: number): number {
  let at = start;
  while (at + 1 < text.length && !/[\s,\]}]/.test(text.charAt(at + 1))) at++;
  return at;
}
