import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ambiguousPathRegex, pathRegex, pathsIntersect } from '../../lib/policy/path-pattern';

const matches = (pattern: string, path: string): boolean => new RegExp(pathRegex(pattern)).test(path);
const isAmbiguous = (path: string, encodedSlash: 'refuse' | 'allow' = 'refuse'): boolean =>
  new RegExp(ambiguousPathRegex(encodedSlash)).test(path);

/** What a pattern means, written without regular expressions. */
function means(pattern: string, path: string): boolean {
  if (pattern === '**') return true;
  if (pattern === '') return path === '';
  const [first, rest] = [pattern.charAt(0), pattern.slice(1)];
  if (first !== '*') return path.startsWith(first) && means(rest, path.slice(1));
  const segment = path.indexOf('/') < 0 ? path.length : path.indexOf('/');
  return Array.from({ length: segment }, (_, taken) => path.slice(taken + 1)).some((left) => means(rest, left));
}

const part = fc.constantFrom('a', 'b', '/', '*', '.', '(');
const pattern = fc
  .tuple(fc.array(part, { maxLength: 4 }), fc.boolean())
  .map(([parts, open]) => `/${parts.join('')}${open ? '/**' : ''}`)
  .filter((text) => !/\*\*(?!$)|[^/]\*\*/.test(text));
const path = fc.array(fc.constantFrom('a', 'b', '/', '.', '('), { maxLength: 6 }).map((parts) => `/${parts.join('')}`);

/** All paths over a, b and / of seven characters at most, enough to witness any intersection of the short patterns below. */
const shortPaths = Array.from({ length: 7 }).reduce<string[][]>(
  (byLength) => [...byLength, (byLength.at(-1) ?? []).flatMap((text) => ['a', 'b', '/'].map((character) => text + character))],
  [['/']],
);
const allShortPaths = shortPaths.flat();

describe('a path pattern', () => {
  test.each([
    ['/v1/messages', '/v1/messages'],
    ['/repos/acme/**', '/repos/acme/'],
    ['/repos/acme/**', '/repos/acme/x/y'],
    ['/**', '/'],
    ['/acme/*/info/refs', '/acme/tool.git/info/refs'],
    ['/model/*/invoke*', '/model/a/invoke-with-response-stream'],
    ['/models/*:rawPredict', '/models/claude@20250514:rawPredict'],
    ['/a+b(c)$', '/a+b(c)$'],
  ])('%s allows %s', (text, allowed) => {
    expect(matches(text, allowed)).toBe(true);
  });

  test.each([
    ['/v1/messages', '/v1/messages/'],
    ['/v1/messages', '/v1/messages/batches'],
    ['/v1/messages', '/v1/Messages'],
    ['/v1/messages', '/x/v1/messages'],
    ['/v1.messages', '/v1xmessages'],
    ['/repos/acme/**', '/repos/acme'],
    ['/repos/acme/**', '/repos/acmex/y'],
    ['/acme/*/info/refs', '/acme//info/refs'],
    ['/acme/*/info/refs', '/acme/a/b/info/refs'],
    ['/acme/*', '/acme/'],
    ['/model/*/invoke*', '/model/a/invoke'],
    ['/a+', '/aa'],
    ['/(a|b)', '/a'],
    ['/[ab]', '/a'],
    ['/v1/messages', '/v1/messages\n'],
    ['/**', '/a\n'],
  ])('%s does not allow %j', (text, denied) => {
    expect(matches(text, denied)).toBe(false);
  });

  test('means what it says, over random patterns and paths', () => {
    fc.assert(
      fc.property(pattern, path, (text, candidate) => matches(text, candidate) === means(text, candidate)),
      { numRuns: 3000 },
    );
  });

  test('becomes an expression without anything that RE2 lacks', () => {
    fc.assert(fc.property(fc.string(), (text) => !/\(\?|\\[1-9kpPbBZ]/.test(pathRegex(text).replaceAll('\\\\', ''))));
    const expressions = [ambiguousPathRegex('refuse'), ambiguousPathRegex('allow')];
    for (const expression of expressions) expect(expression.replaceAll('(?:', '')).not.toMatch(/\(\?|\\[1-9kpP]/);
  });
});

describe('the intersection of two patterns', () => {
  test.each([
    ['/a', '/a'],
    ['/*', '/a'],
    ['/**', '/'],
    ['/a/**', '/*/b'],
    ['/a*', '/*b'],
    ['/*a*', '/b*'],
    ['/model/*/invoke*', '/model/*/*stream'],
  ])('%s and %s have a path in common', (a, b) => {
    expect(pathsIntersect(a, b)).toBe(true);
    expect(pathsIntersect(b, a)).toBe(true);
  });

  test.each([
    ['/a', '/b'],
    ['/a', '/a/'],
    ['/a', '/a/**'],
    ['/*', '/'],
    ['/*', '/a/b'],
    ['/a*', '/a'],
    ['/a*', '/b*'],
    ['/*/info/refs', '/*/git-upload-pack'],
    ['/model/*/invoke', '/model/*/converse'],
    ['/a/*', '/a/b/**'],
  ])('%s and %s have none', (a, b) => {
    expect(pathsIntersect(a, b)).toBe(false);
    expect(pathsIntersect(b, a)).toBe(false);
  });

  test('agrees with trying every short path', () => {
    const short = fc
      .tuple(fc.array(fc.constantFrom('a', 'b', '/', '*'), { maxLength: 3 }), fc.boolean())
      .map(([parts, open]) => `/${parts.join('')}${open ? '/**' : ''}`)
      .filter((text) => !/\*\*(?!$)|[^/]\*\*/.test(text));
    fc.assert(
      fc.property(short, short, (a, b) => {
        const [left, right] = [new RegExp(pathRegex(a)), new RegExp(pathRegex(b))];
        return pathsIntersect(a, b) === allShortPaths.some((candidate) => left.test(candidate) && right.test(candidate));
      }),
      { numRuns: 400 },
    );
  });
});

/** What makes a path ambiguous, written as a walk over its segments. */
function isAmbiguousBySegments(text: string, encodedSlash: 'refuse' | 'allow'): boolean {
  const escapes = text.split('%').slice(1);
  if ([...text].some((character) => character < '!' || character > '~' || character === '#' || character === '\\')) return true;
  if (escapes.some((rest) => !/^[0-9a-f]{2}/i.test(rest) || /^(5c|[01]|7f|c[01]|e0%[89]|f0%8|f[89a-d])/i.test(rest))) return true;
  if (/%(25)+(2e|5c|[01][\da-f])/i.test(text)) return true;
  if (encodedSlash === 'refuse' && /%(25)*2f/i.test(text)) return true;
  const slashes = encodedSlash === 'allow' ? text.replaceAll(/%2f/gi, '/') : text;
  const [, ...segments] = slashes.split('/');
  const names = segments.map((segment) => segment.split(/;|%3b/i)[0]?.replaceAll(/%2e/gi, '.'));
  const isInnerEmpty = segments.slice(0, -1).includes('');
  return isInnerEmpty || names.includes('.') || names.includes('..');
}

describe('an ambiguous path', () => {
  test.each([
    '/..',
    '/.',
    '/a/../b',
    '/a/./b',
    '/a/.',
    '/a/%2e%2e/b',
    '/a/%2E.',
    '/a/.%2e/b',
    '/a/..;x/b',
    '/a/..;/b',
    '/a/%2e%2e%3bx=1',
    '//a',
    '/a//b',
    '/a//',
    '/a\\b',
    '/a%5cb',
    '/a%5Cb',
    '/a%2fb',
    '/a%2Fb',
    '/a%00',
    '/a%0d%0aX:1',
    '/.%0d./b',
    '/a%7f',
    '/a%252e%252e/b',
    '/a%25252e',
    '/a%252Fb',
    '/a%255c',
    '/a%250a',
    '/%c0%ae%c0%ae/b',
    '/a%C1%9Cb',
    '/a%e0%80%afb',
    '/a%F0%80%80%AF',
    '/a%fc%80%80%80%80%af',
    '/a%',
    '/a%2',
    '/a%g0',
    '/%%2e',
    '/a b',
    '/a\tb',
    '/a\u0000',
    '/a\nb',
    '/a\u007f',
    '/ä',
    '/a#b',
  ])('%j is refused', (text) => {
    expect(isAmbiguous(text)).toBe(true);
  });

  test.each([
    '/',
    '/v1/messages',
    '/a/',
    '/.well-known/x',
    '/a/...',
    '/a..b',
    '/..a',
    '/a;x=1',
    '/a%20b',
    '/a%2eb',
    '/100%25',
    '/a%2520b',
    '/%E2%82%AC%C3%A9%E0%A4%B9%F0%9F%98%80',
    '/%41',
    '/a@b:c~d',
  ])('%s is none', (text) => {
    expect(isAmbiguous(text)).toBe(false);
    expect(isAmbiguous(text, 'allow')).toBe(false);
  });

  test.each(['/@scope%2fname', '/model/arn%3Aaws%3A1%3Aprofile%2Fa.b/invoke', '/a%2F'])(
    '%s is none where %%2F is allowed',
    (text) => {
      expect(isAmbiguous(text)).toBe(true);
      expect(isAmbiguous(text, 'allow')).toBe(false);
    },
  );

  test.each(['/a%2F..', '/a%2f..%2Fb', '/a%2F%2e%2e/b', '/a%2F/b', '/a/%2Fb', '/a%2F%2Fb', '/%2Fa', '/a%5C', '/a/../b'])(
    '%s is refused even where %%2F is allowed',
    (text) => {
      expect(isAmbiguous(text, 'allow')).toBe(true);
    },
  );

  test('is found by a walk over its segments just so', () => {
    const piece = fc.constantFrom(
      '/',
      '.',
      '%2e',
      '%2E',
      '%2f',
      '%2F',
      '%5c',
      '%00',
      '%25',
      '%c0',
      '%3b',
      '%',
      '2',
      'e',
      ';',
      '\\',
      ' ',
      '\n',
      'é',
      '#',
      'a',
    );
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`);
    fc.assert(
      fc.property(text, fc.constantFrom('refuse' as const, 'allow' as const), (candidate, encodedSlash) => {
        expect(isAmbiguous(candidate, encodedSlash)).toBe(isAmbiguousBySegments(candidate, encodedSlash));
      }),
      { numRuns: 20_000 },
    );
  });
});
