import type { Value } from '../../world/value';
import type { Node } from './expression/syntax';

/** Whether a condition holds for texts of one line only, where `isSubject` tells the text: `can(regex("^[a-z]+$", var.x))`, and more of it. */
export function demandsOneLine(node: Node, isSubject: (node: Node) => boolean, evaluated: (node: Node) => Value): boolean {
  if (node.kind === 'binary' && node.operator === '&&')
    return [node.left, node.right].some((side) => demandsOneLine(side, isSubject, evaluated));
  if (node.kind !== 'call' || node.name !== 'can' || node.args.length !== 1) return false;
  const [inner] = node.args;
  if (inner?.kind !== 'call' || inner.name !== 'regex' || inner.args.length !== 2) return false;
  const [pattern, subject] = inner.args as [Node, Node];
  const text = evaluated(pattern);
  return isSubject(subject) && typeof text === 'string' && matchesOneLine(text);
}

/** The parts of a pattern that no line's end can match: RE2's `.`, and its `$` is the end of the text, unless flags say otherwise. */
const part =
  /\\[dwb]|\\[^A-Za-z0-9\s]|\[(?!\^|\])(?:\\[dw]|\\[^A-Za-z0-9\s]|\[(?!:)|[^\]\\[\s])+\]|\((?:\?:|(?!\?))|[^\\[\](\s]/y;

/** Whether a pattern of RE2 is for the whole of a text, and no part of it matches the end of a line. */
function matchesOneLine(pattern: string): boolean {
  if (!pattern.startsWith('^') || !pattern.endsWith('$') || pattern.endsWith('\\$')) return false;
  // a range from such a character may hold a line's end
  if ([...pattern].some((letter) => letter < ' ')) return false;
  let depth = 0;
  part.lastIndex = 0;
  while (part.lastIndex < pattern.length) {
    const [found] = part.exec(pattern) ?? [];
    if (found === undefined || depth < 0 || (found === '|' && depth === 0)) return false;
    depth += found.startsWith('(') ? 1 : found === ')' ? -1 : 0;
  }
  return depth === 0;
}
