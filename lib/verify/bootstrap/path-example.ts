import type { PathMatch } from './admission';
import { matchesAll } from './regex';

/** Paths that a match takes, some of which it may not be meant to. */
export function candidates(path: PathMatch): string[] {
  const base = example(path);
  if (path.kind === 'exact') return [base];
  const near = [
    base,
    `${base}x`,
    `${base}/x`,
    `${base}/x/y`,
    `${base}/../x`,
    example(path, '..'),
    example(path, 'a%2Fb'),
    example(path, 'x/y'),
  ];
  return [...new Set([...near, '/', '/x', '/x/y/z'])].filter((candidate) => matches(path, candidate));
}

/** A path that the match may take: the literal start of it. */
export function example(path: PathMatch, filling = 'x'): string {
  if (path.kind === 'exact') return path.path;
  if (path.kind === 'prefix') return path.prefix || '/';
  const literal = path.regex.replace(/^\^|\$$/g, '').replace(/\(\?:\/\.\*\)\?/g, '');
  return literal.replace(/\[\^\/\][+*]|\.[+*]/g, () => filling).replace(/\\(.)/g, '$1') || '/';
}

function matches(path: PathMatch, candidate: string): boolean {
  if (path.kind === 'exact') return candidate === path.path;
  if (path.kind === 'prefix') return candidate.startsWith(path.prefix);
  return matchesAll(path.regex, candidate) === true;
}
