import type { Glyph, Glyphs } from '../policy-language/glyph';
import { equalGlyphs } from '../policy-language/glyph';
import type { Statement } from '../policy-language/statement';

/** A statement without the patterns that can only name other resources of the inputs than the asked one; undefined if none is left. */
export function about(statement: Statement, asked: readonly Glyphs[]): Statement | undefined {
  const { resources } = statement;
  if (!resources || resources.not) return statement;
  const patterns = resources.patterns.filter((pattern) => asked.some((each) => !namesAnother(pattern, each)));
  if (patterns.length === resources.patterns.length) return statement;
  return patterns.length === 0 ? undefined : { ...statement, resources: { ...resources, patterns } };
}

/**
 * Whether two patterns begin alike up to the names of two resources of the inputs, which end there: the names that the cloud makes differ,
 * and hold neither `/` nor `:`.
 */
function namesAnother(pattern: Glyphs, asked: Glyphs): boolean {
  const [here, there] = [pattern.findIndex(isMade), asked.findIndex(isMade)];
  if (here < 0 || here !== there || !equalGlyphs(pattern.slice(0, here), asked.slice(0, there))) return false;
  return !equalGlyphs([pattern[here] as Glyph], [asked[there] as Glyph]) && ends(pattern[here + 1]) && ends(asked[there + 1]);
}

const isMade = (glyph: Glyph): boolean => glyph.kind === 'name' && !glyph.key.startsWith('AWS::');

const ends = (glyph: Glyph | undefined): boolean =>
  !glyph || (glyph.kind === 'char' && (glyph.char === '/' || glyph.char === ':'));
