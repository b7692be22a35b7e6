import type { Answer } from './answer';
import type { Glyphs } from './glyph';
import { witness } from './witness';

/** Whether some text is in both patterns. */
export function overlaps(a: Glyphs, b: Glyphs): Answer {
  if (witness([a, b], [], 'certain')) return 'yes';
  return witness([a, b], [], 'possible') ? 'maybe' : 'no';
}

/** Whether every text of the other pattern is in the first. */
export function covers(pattern: Glyphs, other: Glyphs): Answer {
  if (!witness([other], [pattern], 'possible')) return 'yes';
  return witness([other], [pattern], 'certain') ? 'no' : 'maybe';
}
