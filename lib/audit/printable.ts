const mostCharacters = 500;

/** Text from an agent as a terminal may show it: no control character, escape sequence or look-alike, 500 characters at most. */
export function printable(text: string): string {
  const shown = text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
  return shown.replace(/[^\x20-\x7e…]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
