import { describe, expect, test } from 'vitest';
import { claude, issuesOf, policyOf } from '../sample';

const withRules = (...allow: { methods: string[]; path: string }[]) => policyOf({ ...claude, allow });
const withPath = (path: string, more: object = {}) => policyOf({ ...claude, ...more, allow: [{ methods: ['GET'], path }] });

describe('a path is refused', () => {
  test.each([
    ['', 'must start with /'],
    ['v1/messages', 'must start with /'],
    ['*', 'must start with /'],
    ['/v1?beta=true', 'must not hold ?: the query is not judged'],
    ['/v1#a', 'must not hold #: a fragment is never sent'],
    ['/a b', 'must not hold white space: write %20'],
    ['/a\n', 'must not hold white space: write %20'],
    ['/ä', 'must be ASCII: write the percent-encoded UTF-8 bytes'],
    ['/a\u0000', 'must be ASCII: write the percent-encoded UTF-8 bytes'],
    ['/a\\b', 'must not hold a backslash'],
    ['/a//b', 'must not hold //'],
    ['//', 'must not hold //'],
    ['/***', 'may hold * or **, not ***'],
    ['/a/**/b', 'may hold ** as its whole last segment only'],
    ['/a**', 'may hold ** as its whole last segment only'],
    ['/**a', 'may hold ** as its whole last segment only'],
    ['/a/../b', 'must not hold a dot segment: write the path that is meant'],
    ['/a/.', 'must not hold a dot segment: write the path that is meant'],
    ['/./a', 'must not hold a dot segment: write the path that is meant'],
    ['/..;x/a', 'must not hold a dot segment: write the path that is meant'],
    ['/a%', 'must have two hexadecimal digits after %'],
    ['/a%2', 'must have two hexadecimal digits after %'],
    ['/a%zz', 'must have two hexadecimal digits after %'],
    ['/a%00', 'must not hold %00'],
    ['/a%5Cb', 'must not hold %5C'],
    ['/a%5cb', 'must not hold %5C'],
    ['/%2E%2E/a', 'must write letters, digits and - . _ ~ as themselves, not percent-encoded'],
    ['/.%2e/a', 'must write letters, digits and - . _ ~ as themselves, not percent-encoded'],
    ['/%61', 'must write letters, digits and - . _ ~ as themselves, not percent-encoded'],
    ['/%c3%A4', 'must write percent-encoding in upper case'],
    ['/{id}', 'must percent-encode what may not stand in a path; for a variable part write *'],
    ['/a|b', 'must percent-encode what may not stand in a path; for a variable part write *'],
    ['/[ab]', 'must percent-encode what may not stand in a path; for a variable part write *'],
    ['/a%2Fb', 'must not hold %2F unless the destination has encodedSlash: allow'],
  ])('%j: it %s', (path, problem) => {
    expect(issuesOf(withPath(path))).toEqual([`destination 'claude': path ${problem}, got '${path}'`]);
  });

  test.each(['/a%2F..%2Fb', '/a%2F%2Fb', '/a%2F/b'])('%s: it is ambiguous even where %%2F is allowed', (path) => {
    expect(issuesOf(withPath(path, { encodedSlash: 'allow' }))).toEqual([
      `destination 'claude': path must not hold a control character, a double or overlong escape, or a dot segment or empty one beside %2F, got '${path}'`,
    ]);
  });

  test.each([
    '/',
    '/**',
    '/*',
    '/a*b*c',
    '/a/*/b/**',
    '/v1/projects/p/models/*:rawPredict',
    '/@scope/x',
    '/a;x=1',
    '/%20',
    '/%C3%A4',
    '/.well-known/x',
    '/a..b',
  ])('but not %s', (path) => {
    expect(issuesOf(withPath(path))).toEqual([]);
  });

  test('but not %2F where the destination allows it', () => {
    expect(issuesOf(withPath('/a%2Fb', { encodedSlash: 'allow' }))).toEqual([]);
  });
});

describe('rules are refused', () => {
  test.each(['CONNECT', 'TRACE'])('with the method %s', (method) => {
    expect(issuesOf(withRules({ methods: ['GET', method], path: '/' }))).toEqual([
      `destination 'claude': method must not be CONNECT or TRACE: remove it, got '${method}'`,
    ]);
  });

  test('with a method twice', () => {
    expect(issuesOf(withRules({ methods: ['GET', 'GET'], path: '/' }))).toEqual([
      "destination 'claude': method is listed twice: remove one, got 'GET'",
    ]);
  });

  test('that are there twice', () => {
    expect(issuesOf(withRules({ methods: ['GET'], path: '/a' }, { methods: ['POST', 'GET'], path: '/a' }))).toEqual([
      "destination 'claude': a rule is listed twice: remove one, got 'GET /a'",
    ]);
  });

  test('but one path may have several methods, and rules of one destination may overlap', () => {
    expect(
      issuesOf(withRules({ methods: ['GET'], path: '/a' }, { methods: ['POST'], path: '/a' }, { methods: ['GET'], path: '/*' })),
    ).toEqual([]);
  });
});
