/** A position in a pattern. */
interface Reader {
  readonly source: string;
  at: number;
  depth: number;
}

/**
 * In how many ways at most a pattern may be tried against a text of a length: each repetition may end in as many places, choices add up,
 * and what follows multiplies. Infinite for a repetition of what itself can match in several ways.
 */
export function patternCost(source: string, length: number): number {
  const reader = { source, at: 0, depth: 0 };
  const ways = alternatives(reader, length);
  return reader.at < source.length
    ? Number.POSITIVE_INFINITY
    : ways * (source.startsWith('^') ? 1 : length + 1) * (source.length + 1);
}

function alternatives(reader: Reader, length: number): number {
  if (++reader.depth > 50) return Number.POSITIVE_INFINITY;
  let ways = sequence(reader, length);
  while (reader.source[reader.at] === '|') {
    reader.at++;
    ways += sequence(reader, length);
  }
  reader.depth--;
  return ways;
}

function sequence(reader: Reader, length: number): number {
  let ways = 1;
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at] as string)) ways *= repeated(reader, length);
  return ways;
}

function repeated(reader: Reader, length: number): number {
  const ways = atom(reader, length);
  const [quantifier, least, most] = match(reader, /[*+?]\??|\{(\d+)(,\d*)?\}\??/y) ?? [];
  if (quantifier === undefined) return ways;
  if (quantifier.startsWith('?')) return 1 + ways;
  if (quantifier.startsWith('{') && most !== ',')
    return bounded(ways, Number(least), most === undefined ? Number(least) : Number(most.slice(1)));
  return ways === 1 ? length + 1 : Number.POSITIVE_INFINITY;
}

/** So many times or fewer: each number of times is a way. */
function bounded(ways: number, least: number, most: number): number {
  if (most > 1_000) return Number.POSITIVE_INFINITY;
  return ways === 1 ? most - least + 1 : (most - least + 1) * ways ** most;
}

function atom(reader: Reader, length: number): number {
  if (match(reader, /\((?:\?:|\?P?<\w+>)?/y)) {
    const ways = alternatives(reader, length);
    return match(reader, /\)/y) ? ways : Number.POSITIVE_INFINITY;
  }
  return match(reader, /\\[\s\S]|\[\^?\]?(?:\\[\s\S]|[^\]\\])*\]|[\s\S]/y) ? 1 : Number.POSITIVE_INFINITY;
}

function match(reader: Reader, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.source) ?? undefined;
  if (found) reader.at += found[0].length;
  return found;
}
