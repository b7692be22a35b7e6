/** Text that an agent wrote as a terminal may show it: control characters, marks of direction and what is invisible are escaped, but for characters in `keep`. */
export function visible(text: string, keep = ''): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, (character) =>
    keep.includes(character) ? character : `\\u{${character.codePointAt(0)?.toString(16)}}`,
  );
}
