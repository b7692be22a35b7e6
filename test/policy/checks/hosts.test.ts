import { describe, expect, test } from 'vitest';
import { claude, github, issuesOf, mirror, policyOf } from '../sample';

const tunnel = (...hosts: string[]) => ({ ...mirror, hosts });
const without = (destination: object) => ({ ...destination, host: undefined, hosts: undefined });

describe('hosts are refused', () => {
  test.each<[string, object, string]>([
    ['both ways', { ...claude, hosts: ['a.com'] }, "destination 'claude': host and hosts are both given: keep one"],
    ['missing', without(claude), "destination 'claude': host is missing: write the name that it is reached by"],
    [
      'several for a gateway',
      { ...without(claude), hosts: ['a.com', 'b.com'] },
      "destination 'claude': a gateway has one host: write a destination for each, got a.com, b.com",
    ],
    ['twice', tunnel('a.com', 'A.com'), "destination 'mirror': host is listed twice: remove one, got 'a.com'"],
    ['malformed', tunnel('a.com', 'b.com.'), "destination 'mirror': host must not end with a dot, got 'b.com.'"],
    [
      'wild for a gateway',
      { ...claude, host: '*.anthropic.com' },
      "destination 'claude': a gateway has one exact host: write the name, got '*.anthropic.com'",
    ],
    [
      'wild for an intercept',
      { ...github, host: '*.github.com' },
      "destination 'github': host must be exact: certificates are made for listed names beforehand; list the names, got '*.github.com'",
    ],
    [
      'wild on a public suffix',
      tunnel('*.co.uk'),
      "destination 'mirror': host is a wildcard on a public suffix: anyone may own a name under co.uk; list the names, got '*.co.uk'",
    ],
    [
      'wild on a hosting suffix',
      tunnel('*.github.io'),
      "destination 'mirror': host is a wildcard on a public suffix: anyone may own a name under github.io; list the names, got '*.github.io'",
    ],
    [
      'wild on user content',
      tunnel('*.githubusercontent.com'),
      "destination 'mirror': host is a wildcard on a public suffix: anyone may own a name under githubusercontent.com; list the names, got '*.githubusercontent.com'",
    ],
    [
      'wild above public suffixes',
      tunnel('*.amazonaws.com'),
      "destination 'mirror': host is a wildcard over shared hosting: it holds everyone's buckets (s3.amazonaws.com) and APIs; list the names, got '*.amazonaws.com'",
    ],
    [
      'wild between public suffixes',
      tunnel('*.eu-west-1.amazonaws.com'),
      "destination 'mirror': host is a wildcard over shared hosting: it holds everyone's buckets (s3.amazonaws.com) and APIs; list the names, got '*.eu-west-1.amazonaws.com'",
    ],
    [
      'wild over private names',
      tunnel('*.corp.internal'),
      "destination 'mirror': host is a private name (no suffix of the public DNS): permit what it may resolve to by upstream.addresses, got '*.corp.internal'",
    ],
    [
      'an address without permission',
      { ...claude, host: '203.0.113.5' },
      "destination 'claude': host is an address: permit what it may resolve to by upstream.addresses, got '203.0.113.5'",
    ],
    [
      'an address for an intercept',
      { ...github, host: '10.0.0.1', upstream: { addresses: ['10.0.0.0/8'] } },
      "destination 'github': host must be a name: TLS sends no server name for an address, so it could not be checked; use access: gateway, got '10.0.0.1'",
    ],
    [
      'an address for a tunnel',
      { ...tunnel('fd00::1'), upstream: { addresses: ['fd00::/64'] } },
      "destination 'mirror': host must be a name: TLS sends no server name for an address, so it could not be checked; use access: gateway, got 'fd00::1'",
    ],
  ])('%s', (_what, destination, message) => {
    expect(issuesOf(policyOf(destination))).toContain(message);
  });

  test.each([
    '*.googleapis.com',
    '*.windows.net',
    '*.user.fm',
    '*.compute.amazonaws.com',
    '*.s3.eu-west-1.amazonaws.com',
    '*.cloudfront.net',
    '*.workers.dev',
    '*.github.com',
    '*.run.app',
  ])('wild: %s', (host) => {
    expect(issuesOf(policyOf(tunnel(host))).join()).toMatch(/host is a wildcard (on a public suffix|over shared hosting)/);
  });

  test.each([
    'localhost',
    'intranet',
    'com',
    'db.internal',
    'printer.local',
    'app.localhost',
    'orders.corp.example',
    'x.home.arpa',
  ])('private: %s', (host) => {
    const issues = issuesOf(policyOf({ ...claude, host }));
    expect(issues).toEqual([
      `destination 'claude': host is a private name (no suffix of the public DNS): permit what it may resolve to by upstream.addresses, got '${host}'`,
    ]);
  });
});

describe('hosts are taken', () => {
  const upstream = { addresses: ['10.0.0.0/8'] };
  test.each<[string, object]>([
    ['one in a list, for a gateway', { ...without(claude), hosts: ['api.anthropic.com'] }],
    ['several, for an intercept', { ...without(github), hosts: ['api.github.com', 'github.com'] }],
    ['a wildcard beside its name, for a tunnel', mirror],
    ['a wildcard of one’s own domain', tunnel('*.pkgs.example.com')],
    ['private with permission', { ...claude, host: 'orders.internal', upstream }],
    ['wild and private with permission', { ...tunnel('*.corp.internal'), upstream }],
    ['an address with permission, for a gateway', { ...claude, host: '10.1.2.3', upstream }],
    ['punycode', { ...claude, host: 'xn--mnchen-3ya.de' }],
  ])('%s', (_what, destination) => {
    expect(issuesOf(policyOf(destination))).toEqual([]);
  });
});
