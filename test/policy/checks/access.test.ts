import { describe, expect, test } from 'vitest';
import { claude, github, issuesOf, mirror, policyOf } from '../sample';

describe('an access is refused what it can’t have', () => {
  test.each<[string, object, string]>([
    [
      'rules in a tunnel',
      { ...mirror, allow: [{ methods: ['GET'], path: '/**' }] },
      "destination 'mirror': a tunnel is TLS end to end, so the proxy can't apply allow: remove it, or use access: intercept",
    ],
    [
      'a credential in a tunnel',
      { ...mirror, credential: claude.credential },
      "destination 'mirror': a tunnel is TLS end to end, so the proxy can't apply credential: remove it, or use access: gateway or intercept",
    ],
    [
      'headers in a tunnel',
      { ...mirror, headers: { a: 'b' } },
      "destination 'mirror': a tunnel is TLS end to end, so the proxy can't apply headers: remove them, or use access: gateway or intercept",
    ],
    [
      'a CA in a tunnel',
      { ...mirror, upstream: { ca: 'corp-ca' } },
      "destination 'mirror': a tunnel is TLS end to end, so the proxy can't apply upstream.ca: remove it, as the agent verifies the certificate itself",
    ],
    [
      'an upstream port in a tunnel',
      { ...mirror, upstream: { port: 8443 } },
      "destination 'mirror': a tunnel is TLS end to end, so the proxy can't apply upstream.port: write ports: [8443]",
    ],
    [
      'encoded slashes in a tunnel',
      { ...mirror, encodedSlash: 'allow' },
      "destination 'mirror': a tunnel is TLS end to end, so the proxy can't apply encodedSlash: remove it",
    ],
    [
      'a gateway without rules',
      { ...claude, allow: undefined },
      "destination 'claude': allow is missing: list the methods and paths of this gateway, or write allow: any",
    ],
    [
      'an intercept without rules',
      { ...github, allow: undefined },
      "destination 'github': allow is missing: list the methods and paths of this intercept, or write allow: any",
    ],
    [
      'ports of a gateway',
      { ...claude, ports: [8443] },
      "destination 'claude': a gateway has one upstream port: write upstream.port, got ports 8443",
    ],
    [
      'an upstream port of an intercept',
      { ...github, upstream: { port: 8443 } },
      "destination 'github': an intercept keeps the port of CONNECT: write ports: [8443]",
    ],
    ['a port twice', { ...mirror, ports: [443, 8443, 443] }, "destination 'mirror': port is listed twice: remove one, got '443'"],
  ])('%s', (_what, destination, message) => {
    expect(issuesOf(policyOf(destination))).toEqual([message]);
  });

  test.each<[string, object]>([
    ['a tunnel that says any', { ...mirror, allow: 'any' }],
    ['a tunnel to permitted private addresses', { ...mirror, upstream: { addresses: ['10.0.0.0/8'] }, ports: [443, 8443] }],
    ['a gateway to another port', { ...claude, upstream: { port: 8443, ca: 'corp-ca' }, allow: 'any' }],
    ['an intercept with a CA', { ...github, upstream: { ca: 'corp-ca' }, ports: [8443] }],
  ])('and takes %s', (_what, destination) => {
    expect(issuesOf(policyOf(destination))).toEqual([]);
  });
});
