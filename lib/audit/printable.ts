/** Text from an agent as a terminal may show it: no control character, escape sequence or look-alike, `most` characters at most. */
export function printable(text: string, most = 500): string {
  const shown = text.length > most ? `${text.slice(0, most)}…` : text;
  return shown.replace(/[^\x20-\x7e…]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
