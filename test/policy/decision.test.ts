import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../lib/policy/decision';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { claude, github, mirror, policyOf } from './sample';

const npm = {
  name: 'npm-read',
  host: 'npm.example.org',
  access: 'intercept',
  allow: [{ methods: ['GET'], path: '/**' }],
  encodedSlash: 'allow',
};
const orders = { name: 'orders', host: 'orders.example.org', access: 'gateway', allow: 'any', upstream: { port: 8443 } };
const agent = EgressPolicy.parse(policyOf(claude, github, mirror, npm, orders)).agent();

describe('a request is allowed', () => {
  test.each([
    ['POST', 'https://api.anthropic.com/v1/messages', 'claude', 'http://PROXY:8080/claude/v1/messages'],
    ['POST', 'https://api.anthropic.com:443/v1/messages?beta=true', 'claude', 'http://PROXY:8080/claude/v1/messages'],
    ['POST', 'HTTPS://API.Anthropic.com/v1/messages#x', 'claude', 'http://PROXY:8080/claude/v1/messages'],
    ['POST', 'http://10.0.0.5:8080/claude/v1/messages?x=/../', 'claude', 'http://PROXY:8080/claude/v1/messages'],
    ['POST', 'http://[fd00::1]:8080/claude/v1/messages', 'claude', 'http://PROXY:8080/claude/v1/messages'],
    ['GET', 'https://api.github.com/repos/acme/x/y', 'github', 'CONNECT, TLS ended at the proxy'],
    ['GET', 'http://api.github.com/repos/acme/x/y', 'github', 'CONNECT, TLS ended at the proxy'],
    ['GET', 'https://npm.example.org/@scope%2fname', 'npm-read', 'CONNECT, TLS ended at the proxy'],
    ['GET', 'https://npm.example.org', 'npm-read', 'CONNECT, TLS ended at the proxy'],
    ['DELETE', 'https://orders.example.org:8443/x', 'orders', 'http://PROXY:8080/orders/x'],
    ['GET', 'https://orders.example.org/x', 'orders', 'http://PROXY:8080/orders/x'],
    ['PATCH', 'http://p:8080/orders/', 'orders', 'http://PROXY:8080/orders/'],
    ['CONNECT', 'api.github.com:443', 'github', 'CONNECT, TLS ended at the proxy'],
    ['CONNECT', 'Mirror.example.org:443', 'mirror', 'CONNECT, TLS end to end'],
    ['CONNECT', 'a.mirror.example.org:443', 'mirror', 'CONNECT, TLS end to end'],
    ['PUT', 'https://mirror.example.org/a/../b', 'mirror', 'CONNECT, TLS end to end'],
  ])('%s %s', (method, url, destination, via) => {
    expect(decide(agent, method, url)).toEqual({ decision: 'allow', reason: 'allowed', destination, via });
  });
});

describe('a request is denied', () => {
  test.each([
    ['GET', 'https://example.com/', 'host-not-allowed', undefined],
    ['GET', 'https://api.github.com:8443/repos/acme/x', 'host-not-allowed', undefined],
    ['GET', 'https://api.github.com./repos/acme/x', 'host-not-allowed', undefined],
    ['GET', 'https://evil.api.github.com/repos/acme/x', 'host-not-allowed', undefined],
    ['GET', 'https://a.b.mirror.example.org/', 'host-not-allowed', undefined],
    ['GET', 'https://orders.example.org:443/', 'host-not-allowed', undefined],
    ['GET', 'https://mirror.example.org:8443/', 'host-not-allowed', undefined],
    ['CONNECT', 'example.com:443', 'host-not-allowed', undefined],
    ['CONNECT', 'api.github.com:22', 'host-not-allowed', undefined],
    ['CONNECT', 'mirror.example.org:8443', 'host-not-allowed', undefined],
    ['CONNECT', 'api.anthropic.com:443', 'use-gateway', 'claude'],
    ['CONNECT', 'api.anthropic.com:22', 'use-gateway', 'claude'],
    ['GET', 'https://api.anthropic.com/v1/messages', 'method-not-allowed', 'claude'],
    ['post', 'https://api.anthropic.com/v1/messages', 'method-not-allowed', 'claude'],
    ['HEAD', 'https://api.github.com/repos/acme/x', 'method-not-allowed', 'github'],
    ['TRACE', 'http://p:8080/orders/', 'method-not-allowed', 'orders'],
    ['POST', 'https://api.anthropic.com/v1/files', 'path-not-allowed', 'claude'],
    ['POST', 'https://api.anthropic.com/v1/messages/', 'path-not-allowed', 'claude'],
    ['POST', 'https://api.anthropic.com/V1/messages', 'path-not-allowed', 'claude'],
    ['POST', 'https://api.anthropic.com/v1/%6Dessages', 'path-not-allowed', 'claude'],
    ['POST', 'https://api.anthropic.com', 'path-not-allowed', 'claude'],
    ['POST', 'http://p:8080/claude', 'path-not-allowed', 'claude'],
    ['POST', 'https://api.anthropic.com/v1/../v1/messages', 'path-ambiguous', 'claude'],
    ['POST', 'https://api.anthropic.com/v1/%2e%2e/v1/messages', 'path-ambiguous', 'claude'],
    ['POST', 'https://api.anthropic.com//v1/messages', 'path-ambiguous', 'claude'],
    ['GET', 'https://api.github.com/repos/acme/..%2f..%2fuser', 'path-ambiguous', 'github'],
    ['GET', 'https://npm.example.org/@scope%2f../x', 'path-ambiguous', 'npm-read'],
    ['GET', 'http://p:8080/orders/../claude/v1/messages', 'path-ambiguous', 'orders'],
    ['GET', 'http://p:8080/orders//x', 'path-ambiguous', 'orders'],
    ['POST', 'http://p:8080//claude/v1/messages', 'path-ambiguous', undefined],
    ['POST', 'http://p:8080/./claude/v1/messages', 'path-ambiguous', undefined],
    ['POST', 'http://p:8080/Claude/v1/messages', 'no-such-gateway', undefined],
    ['POST', 'http://p:8080/%63laude/v1/messages', 'no-such-gateway', undefined],
    ['GET', 'http://p:8080/github/repos/acme/x', 'no-such-gateway', undefined],
    ['GET', 'http://p:8080/-/health', 'no-such-gateway', undefined],
    ['GET', 'http://p:8080/', 'no-such-gateway', undefined],
    ['GET', 'http://api.github.com/user', 'path-not-allowed', 'github'],
    ['GET', 'http://api.github.com:443/repos/acme/x', 'plain-http', undefined],
    ['GET', 'http://api.anthropic.com/v1/messages', 'plain-http', undefined],
    ['GET', 'http://mirror.example.org/', 'plain-http', undefined],
    ['POST', 'http://p:9090/claude/v1/messages', 'plain-http', undefined],
    ['GET', 'ftp://api.github.com/', 'malformed', undefined],
    ['GET', '/v1/messages', 'malformed', undefined],
    ['GET', 'https://', 'malformed', undefined],
    ['GET', 'https://user@api.github.com/repos/acme/x', 'malformed', undefined],
    ['GET', 'https://api.github.com:0/', 'malformed', undefined],
    ['GET', 'https://api.github.com:99999/', 'malformed', undefined],
    ['GET', 'https://[::1/', 'malformed', undefined],
    ['GE T', 'https://api.github.com/', 'malformed', undefined],
    ['', 'https://api.github.com/', 'malformed', undefined],
    ['CONNECT', 'api.github.com', 'malformed', undefined],
    ['CONNECT', 'https://api.github.com/', 'malformed', undefined],
  ])('%s %s: %s', (method, url, reason, destination) => {
    const decision = decide(agent, method, url);
    expect({ ...decision, via: undefined }).toEqual({ decision: 'deny', reason, destination, via: undefined });
  });

  test('with the gateway’s URL, where that is the way', () => {
    expect(decide(agent, 'CONNECT', 'api.anthropic.com:443', { gatewayPort: 9000 }).via).toBe('http://PROXY:9000/claude/');
  });

  test('by an agent that lacks the destination', () => {
    const policy = EgressPolicy.parse({
      ...policyOf(claude, github),
      agents: { a: { destinations: ['claude'] }, b: { destinations: ['github'] } },
    });
    const ask = (name: string) => decide(policy.agent(name), 'GET', 'https://api.github.com/repos/acme/x').reason;
    expect([ask('a'), ask('b')]).toEqual(['host-not-allowed', 'allowed']);
  });
});

test('another gateway port may be given', () => {
  expect(decide(agent, 'POST', 'http://p:9090/claude/v1/messages', { gatewayPort: 9090 }).reason).toBe('allowed');
  expect(decide(agent, 'POST', 'http://p:8080/claude/v1/messages', { gatewayPort: 9090 }).reason).toBe('plain-http');
});

test('of two gateways to one host, the one that allows the request answers', () => {
  const files = { ...claude, name: 'files', allow: [{ methods: ['GET'], path: '/v1/files' }] };
  const both = EgressPolicy.parse(policyOf(claude, files)).agent();
  expect(decide(both, 'GET', 'https://api.anthropic.com/v1/files')).toMatchObject({ decision: 'allow', destination: 'files' });
  expect(decide(both, 'POST', 'https://api.anthropic.com/v1/files')).toMatchObject({
    reason: 'method-not-allowed',
    destination: 'files',
  });
  expect(decide(both, 'GET', 'http://p:8080/claude/v1/files')).toMatchObject({
    reason: 'path-not-allowed',
    destination: 'claude',
  });
});

test('whatever is asked gets an answer, and only listed paths are allowed', () => {
  const only = EgressPolicy.parse(policyOf(claude)).agent();
  const path = fc.array(fc.constantFrom('/', 'v1', 'messages', '.', '%2e', '%2f', '..', '\\', '?', '#', 'count_tokens', ' '), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(path, (parts) => {
      const url = `https://api.anthropic.com/${parts.join('')}`;
      const { decision } = decide(only, 'POST', url);
      const asked = url.slice('https://api.anthropic.com'.length).split(/[?#]/)[0];
      return (decision === 'allow') === ['/v1/messages', '/v1/messages/count_tokens'].includes(asked ?? '');
    }),
    { numRuns: 3000 },
  );
  fc.assert(fc.property(fc.string(), fc.string(), (method, url) => decide(only, method, url).decision === 'deny'));
});
