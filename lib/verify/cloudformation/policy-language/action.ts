import type { Value } from '../../world/value';
import { type Glyphs, glyphsOf } from './glyph';

/** Written actions are few, and asked for again and again. */
const written = new Map<string, Glyphs>();

/** The pattern of an action; IAM doesn't tell upper from lower case in it. */
export function actionGlyphs(value: Value): Glyphs {
  if (typeof value !== 'string') return lowered(value);
  const known = written.get(value) ?? lowered(value);
  written.set(value, known);
  return known;
}

const lowered = (value: Value): Glyphs =>
  glyphsOf(value).map((glyph) =>
    glyph.kind === 'char' ? { ...glyph, char: glyph.char.toLowerCase(), written: glyph.char } : glyph,
  );
