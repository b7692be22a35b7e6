import type { Glyph, Glyphs } from './glyph';

/** How reports print a pattern. */
export const printedGlyphs = (glyphs: Glyphs): string => glyphs.map(printedGlyph).join('');

function printedGlyph(glyph: Glyph): string {
  if (glyph.kind === 'char') return glyph.written ?? glyph.char;
  if (glyph.kind === 'many') return '*';
  if (glyph.kind === 'one') return '?';
  if (glyph.kind === 'hole')
    return glyph.of && 'name' in glyph.of ? `\${${glyph.of.name}}` : glyph.of ? '(unresolved)' : glyph.key;
  const { resource, attribute } = glyph.reference;
  return `\${${resource}${attribute && attribute !== 'physical name' ? `.${attribute}` : ''}}`;
}
