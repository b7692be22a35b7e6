/** Text as it may stand in HTML and SVG, in an attribute or between tags. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
