import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostPairs } from '../../../lib/policy/checks/host-pairs';
import { type HostPattern, hostsOverlap } from '../../../lib/policy/host-pattern';
import { cpuTime } from '../../cpu-time';
import { claude, github, issuesOf, mirror, policyOf } from '../sample';

const at = (name: string, destination: object, more: object = {}) => ({ ...destination, name, ...more });
const rule = (method: string, path: string) => ({ allow: [{ methods: [method], path }] });

describe('two destinations are refused', () => {
  test.each<[string, object[], string]>([
    [
      'of one name',
      [claude, at('claude', github)],
      "destination 'claude': name is taken by an earlier destination: choose another, got 'claude'",
    ],
    [
      'of one host by different access',
      [claude, at('other', github, { host: 'API.anthropic.com' })],
      "destination 'other': host is also that of destination 'claude', by gateway: give both one access, or list other names, got 'api.anthropic.com'",
    ],
    [
      'of one host by different access, on different ports too',
      [claude, { name: 'other', host: 'api.anthropic.com', access: 'tunnel', ports: [8443] }],
      "destination 'other': host is also that of destination 'claude', by gateway: give both one access, or list other names, got 'api.anthropic.com'",
    ],
    [
      'if a wildcard covers a gateway’s host',
      [claude, { name: 'wide', host: '*.anthropic.com', access: 'tunnel' }],
      "destination 'wide': host is also that of destination 'claude', by gateway: give both one access, or list other names, got '*.anthropic.com' and 'api.anthropic.com'",
    ],
    [
      'if an intercept’s host lies under an earlier wildcard',
      [mirror, at('one', github, { host: 'a.mirror.example.org' })],
      "destination 'one': host is also that of destination 'mirror', by tunnel: give both one access, or list other names, got 'a.mirror.example.org' and '*.mirror.example.org'",
    ],
    [
      'that tunnel to one host and port',
      [mirror, { name: 'again', hosts: ['other.example.org', 'mirror.example.org'], access: 'tunnel', ports: [8443, 443] }],
      "destination 'again': the same host and port is also allowed by destination 'mirror': merge them, or make them disjoint, got 'mirror.example.org'",
    ],
    [
      'that tunnel by the same wildcard',
      [mirror, { name: 'again', host: '*.mirror.example.org', access: 'tunnel' }],
      "destination 'again': the same host and port is also allowed by destination 'mirror': merge them, or make them disjoint, got '*.mirror.example.org'",
    ],
    [
      'with a rule in common',
      [github, at('again', github, rule('GET', '/repos/acme/tool'))],
      "destination 'again': 'GET /repos/acme/tool' is also allowed by destination 'github': merge them, or make them disjoint, got 'api.github.com'",
    ],
    [
      'with patterns that meet',
      [at('a', github, rule('GET', '/*/x')), at('b', github, rule('GET', '/y/*'))],
      "destination 'b': 'GET /y/*' is also allowed by destination 'a': merge them, or make them disjoint, got 'api.github.com'",
    ],
    [
      'if one allows any',
      [at('a', github, { allow: 'any' }), at('b', github, rule('DELETE', '/y'))],
      "destination 'b': 'DELETE /y' is also allowed by destination 'a': merge them, or make them disjoint, got 'api.github.com'",
    ],
    [
      'if both allow any',
      [at('a', claude, { allow: 'any' }), at('b', claude, { allow: 'any' })],
      "destination 'b': 'any method /**' is also allowed by destination 'a': merge them, or make them disjoint, got 'api.anthropic.com'",
    ],
  ])('%s', (_what, destinations, message) => {
    expect(issuesOf(policyOf(...destinations))).toEqual([message]);
  });

  test.each<[string, object[]]>([
    ['with other methods', [github, at('again', github, rule('POST', '/repos/acme/tool'))]],
    ['with other paths', [at('a', github, rule('GET', '/a/*')), at('b', github, rule('GET', '/b/*'))]],
    ['with other ports', [at('a', github), at('b', github, { ports: [8443] })]],
    [
      'of one gateway host with other ports',
      [at('a', claude, { allow: 'any' }), at('b', claude, { allow: 'any', upstream: { port: 8443 } })],
    ],
    ['whose wildcard is a level apart', [mirror, at('a', github, { host: 'x.y.mirror.example.org' })]],
    ['whose name only ends alike', [mirror, at('a', github, { host: 'xmirror.example.org' })]],
  ])('but not %s', (_what, destinations) => {
    expect(issuesOf(policyOf(...destinations))).toEqual([]);
  });

  test('a mistake in the rules of one does not hide that they share a host', () => {
    expect(issuesOf(policyOf(claude, at('other', github, { host: 'api.anthropic.com', ...rule('GET', 'x') })))).toHaveLength(2);
  });
});

describe('pairs with a host in common', () => {
  const pattern: fc.Arbitrary<HostPattern> = fc
    .tuple(fc.boolean(), fc.array(fc.constantFrom('a', 'b'), { minLength: 2, maxLength: 3 }))
    .map(([wildcard, labels]) => ({ text: `${wildcard ? '*.' : ''}${labels.join('.')}`, wildcard }));

  test('are those that comparing every two hosts finds', () => {
    fc.assert(
      fc.property(fc.array(fc.array(pattern, { maxLength: 3 }), { maxLength: 5 }), (owners) => {
        const found = hostPairs([...owners.keys()], (owner) => owners[owner] ?? []).map(
          ({ earlier, later }) => `${earlier} ${later}`,
        );
        const expected = owners.flatMap((hosts, later) =>
          [...owners.keys()]
            .filter((earlier) => earlier < later && owners[earlier]?.some((a) => hosts.some((b) => hostsOverlap(a, b))))
            .map((earlier) => `${earlier} ${later}`),
        );
        expect(found.sort()).toEqual(expected.sort());
      }),
      { numRuns: 1000 },
    );
  });

  test('are found among 10,000 names in a moment', () => {
    const hosts = Array.from({ length: 10_000 }, (_, index) => `h${index}.example.org`);
    const many = hosts.map((host, index) => ({ name: `d${index}`, host, access: 'tunnel' }));
    const policy = { name: 'all', hosts, access: 'tunnel', ports: [8443] };
    expect(cpuTime(() => expect(issuesOf(policyOf(policy, ...many))).toEqual([]))).toBeLessThan(5000);
  });
});
