/**
 * Paths are judged as text, exactly as sent. A pattern is a sequence of literal characters, `*` (one or more
 * characters except /) and a last `**` (zero or more characters). All regular expressions given here are anchored,
 * without look-around and flags; on paths that are not ambiguous they mean the same in RE2 and JavaScript.
 */

/** An anchored regular expression for a checked pattern, valid in RE2 and JavaScript. */
export function pathRegex(pattern: string): string {
  const source = pattern.replace(/\*\*|\*|[.+(){}|^$\\?[\]]/g, (part) => {
    if (part === '**') return '.*';
    return part === '*' ? '[^/]+' : `\\${part}`;
  });
  return `^${source}$`;
}

/**
 * An anchored regular expression, valid in RE2 and JavaScript, that matches a path (without its query) which servers
 * may read in more than one way: a dot segment (also percent-encoded or with path parameters), an empty segment, a
 * backslash, %2F (with `allow`: only beside a slash or a dot segment), %5C, an encoded control character, any of these
 * encoded again, an invalid or overlong escape, or a character that is not printable ASCII.
 */
export function ambiguousPathRegex(encodedSlash: 'refuse' | 'allow'): string {
  const slash = encodedSlash === 'allow' ? '(?:/|%2[fF])' : '/';
  const dots = `${slash}(?:\\.|%2[eE]){1,2}(?:(?:;|%3[bB])[^/]*)?(?:${slash}|$)`;
  const parts = [dots, `${slash}${slash}`, '\\\\', '%5[cC]', control, encodedAgain, invalid, overlong, '[^!-~]', '#'];
  if (encodedSlash === 'refuse') parts.push('%(?:25)*2[fF]');
  return `^[\\s\\S]*(?:${parts.join('|')})[\\s\\S]*$`;
}

const control = '%(?:[01][0-9A-Fa-f]|7[fF])';
const encodedAgain = '%(?:25)+(?:2[eE]|5[cC]|[01][0-9A-Fa-f])';
const invalid = '%(?:$|[^0-9A-Fa-f]|[0-9A-Fa-f](?:$|[^0-9A-Fa-f]))';
// decoders that don't check take %C0%AE for a dot
const overlong = '%(?:[cC][01]|[eE]0%[89]|[fF]0%8|[fF][8-9a-dA-D])';

type Step = { readonly accepts: string | 'any' | 'segment'; readonly repeats: boolean };

/** Whether some path is matched by both patterns; exact, by a walk over the product of their automata. */
export function pathsIntersect(a: string, b: string): boolean {
  const [left, right] = [steps(a), steps(b)];
  const seen = new Set<number>();
  const open: [number, number][] = [[0, 0]];
  for (let state = open.pop(); state; state = open.pop()) {
    const [i, j] = state;
    const key = i * (right.length + 1) + j;
    if (seen.has(key)) continue;
    seen.add(key);
    if (i === left.length && j === right.length) return true;
    open.push(...successors(left, right, i, j));
  }
  return false;
}

function successors(left: readonly Step[], right: readonly Step[], i: number, j: number): [number, number][] {
  const [a, b] = [left[i], right[j]];
  const next: [number, number][] = [];
  if (a?.repeats) next.push([i + 1, j]);
  if (b?.repeats) next.push([i, j + 1]);
  if (a && b && share(a, b)) next.push([a.repeats ? i : i + 1, b.repeats ? j : j + 1]);
  return next;
}

function share(a: Step, b: Step): boolean {
  if (a.accepts === 'any' || b.accepts === 'any') return true;
  if (a.accepts === 'segment') return b.accepts !== '/';
  return b.accepts === 'segment' ? a.accepts !== '/' : a.accepts === b.accepts;
}

function steps(pattern: string): Step[] {
  return (pattern.match(/\*\*|[\s\S]/g) ?? []).flatMap((part): Step[] => {
    if (part === '**') return [{ accepts: 'any', repeats: true }];
    if (part !== '*') return [{ accepts: part, repeats: false }];
    return [
      { accepts: 'segment', repeats: false },
      { accepts: 'segment', repeats: true },
    ];
  });
}
