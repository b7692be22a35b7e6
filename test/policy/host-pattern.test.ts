import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type HostPattern, hostCovers, hostMatches, hostsOverlap, parseHostPattern } from '../../lib/policy/host-pattern';

describe('a host pattern', () => {
  test.each([
    ['API.Example.com', { text: 'api.example.com', wildcard: false }],
    ['*.Example.com', { text: '*.example.com', wildcard: true }],
    ['xn--mnchen-3ya.example', { text: 'xn--mnchen-3ya.example', wildcard: false }],
    ['localhost', { text: 'localhost', wildcard: false }],
    ['10.0.0.1', { text: '10.0.0.1', wildcard: false }],
    ['fd00::1', { text: 'fd00::1', wildcard: false }],
    [`${'a'.repeat(63)}.example`, { text: `${'a'.repeat(63)}.example`, wildcard: false }],
  ])('%s is read', (text, pattern) => {
    expect(parseHostPattern(text)).toEqual(pattern);
  });

  test.each([
    ['*', "host must be a name or '*.name' with at least two labels, got '*'"],
    ['*.com', "host must be a name or '*.name' with at least two labels, got '*.com'"],
    ['*.*.example.com', "host may hold one wildcard only, as a whole leading label: a name or '*.name', got '*.*.example.com'"],
    ['api.*.com', "host may hold one wildcard only, as a whole leading label: a name or '*.name', got 'api.*.com'"],
    ['a*.example.com', "host may hold one wildcard only, as a whole leading label: a name or '*.name', got 'a*.example.com'"],
    ['example.com.', "host must not end with a dot, got 'example.com.'"],
    ['münchen.example', "host must be given in ASCII: write an international name as punycode (xn--…), got 'münchen.example'"],
    ['ａ.example', "host must be given in ASCII: write an international name as punycode (xn--…), got 'ａ.example'"],
    ['https://a.com', "host must be a name alone, without scheme, port, path or user, got 'https://a.com'"],
    ['a.com:443', "host must be a name alone, without scheme, port, path or user, got 'a.com:443'"],
    ['a.com/v1', "host must be a name alone, without scheme, port, path or user, got 'a.com/v1'"],
    ['x@a.com', "host must be a name alone, without scheme, port, path or user, got 'x@a.com'"],
    ['[::1]', "host must be an IPv6 address without brackets, got '[::1]'"],
    ['fe80::1%eth0', "host must be an address without a zone, got 'fe80::1%eth0'"],
    ['a_b.example', "host must not hold _: TLS certificates cannot name such a host, got 'a_b.example'"],
    ['-a.example', "host must be labels of a-z, 0-9 and inner -, joined by dots, got '-a.example'"],
    ['a-.example', "host must be labels of a-z, 0-9 and inner -, joined by dots, got 'a-.example'"],
    ['a..example', "host must be labels of a-z, 0-9 and inner -, joined by dots, got 'a..example'"],
    ['a b.example', "host must be labels of a-z, 0-9 and inner -, joined by dots, got 'a b.example'"],
    ['', "host must be labels of a-z, 0-9 and inner -, joined by dots, got ''"],
    [`${'a'.repeat(64)}.example`, 'host must have labels of 63 characters at most'],
    [`${'a.'.repeat(124)}example`, 'host must be 253 characters at most'],
    ['127.1', "host must be a name, or an address written in full, got '127.1'"],
    ['2130706433', "host must be a name, or an address written in full, got '2130706433'"],
    ['0x7f.0.0.1', "host must be a name, or an address written in full, got '0x7f.0.0.1'"],
    ['010.0.0.1', "host must be a name, or an address written in full, got '010.0.0.1'"],
    ['a.0x7f', "host must be a name, or an address written in full, got 'a.0x7f'"],
    ['256.1.1.1', "host must be a name, or an address written in full, got '256.1.1.1'"],
  ])('%j is refused', (text, message) => {
    expect(() => parseHostPattern(text)).toThrow(message);
  });
});

const label = fc.constantFrom('a', 'b', 'c');
const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
const pattern: fc.Arbitrary<HostPattern> = fc
  .tuple(fc.boolean(), fc.array(label, { minLength: 2, maxLength: 3 }))
  .map(([wildcard, labels]) => ({ text: `${wildcard ? '*.' : ''}${labels.join('.')}`, wildcard }));

describe('matching', () => {
  const wildcard = parseHostPattern('*.example.com');

  test('a wildcard is exactly one label, in any case', () => {
    expect(hostMatches(wildcard, 'A.Example.COM')).toBe(true);
    expect(
      ['example.com', 'a.b.example.com', '.example.com', 'aexample.com', 'a.example.com.', 'a.example.org'].filter((host) =>
        hostMatches(wildcard, host),
      ),
    ).toEqual([]);
  });

  test('an exact name matches nothing else', () => {
    const exact = parseHostPattern('api.example.com');
    expect(hostMatches(exact, 'API.example.com')).toBe(true);
    expect(
      ['x.api.example.com', 'example.com', 'api.example.com.', 'apixexample.com', ''].filter((host) => hostMatches(exact, host)),
    ).toEqual([]);
  });

  test('a covering pattern matches whatever the covered one does', () => {
    fc.assert(
      fc.property(pattern, pattern, name, (a, b, host) => !(hostCovers(a, b) && hostMatches(b, host)) || hostMatches(a, host)),
    );
  });

  test('patterns overlap exactly if some name is matched by both', () => {
    const names = ['a', 'b', 'c'].flatMap((x) =>
      ['a', 'b', 'c'].flatMap((y) => [
        `${x}.${y}`,
        ...['a', 'b', 'c'].flatMap((z) => [`${x}.${y}.${z}`, ...['a', 'b', 'c'].map((w) => `${w}.${x}.${y}.${z}`)]),
      ]),
    );
    fc.assert(
      fc.property(
        pattern,
        pattern,
        (a, b) => hostsOverlap(a, b) === names.some((host) => hostMatches(a, host) && hostMatches(b, host)),
      ),
      { numRuns: 1000 },
    );
  });
});
