import { expect, test } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { passesInReport } from '../../lib/policy/report-mode';

const policy = EgressPolicy.parse({
  version: 1,
  destinations: [
    { name: 'claude', host: 'api.anthropic.com', access: 'gateway', allow: [{ methods: ['POST'], path: '/v1/messages' }] },
    { name: 'github', host: 'api.github.com', access: 'intercept', allow: [{ methods: ['GET'], path: '/repos/**' }] },
    { name: 'mirror', hosts: ['*.mirror.example.org'], access: 'tunnel' },
    { name: 'inner', hosts: ['*.corp.example.org'], access: 'tunnel', upstream: { addresses: ['10.0.0.0/8'] } },
  ],
  agents: { one: { destinations: ['claude', 'github', 'mirror'] }, two: { destinations: ['claude', 'inner'] } },
  enforcement: { report: { until: '2999-01-01' } },
});
const passes = (method: string, url: string, agent = 'one') => passesInReport(policy, policy.agent(agent), method, url);

test.each([
  ['GET', 'http://proxy:8080/claude/v1/messages'],
  ['POST', 'http://proxy:8080/claude/'],
  ['POST', 'https://api.github.com/repos/x'],
  ['GET', 'https://api.github.com/'],
  ['CONNECT', 'other.example.org:443'],
  ['CONNECT', 'a.b.mirror.example.org:443'],
  ['GET', 'https://other.example.org/x'],
])('report mode lets pass: %s %s', (method, url) => {
  expect(passes(method, url)).toBe(true);
});

test.each([
  ['what is allowed anyway', 'POST', 'http://proxy:8080/claude/v1/messages'],
  ['TRACE', 'TRACE', 'https://api.github.com/repos/x'],
  ['a gateway without a path', 'POST', 'http://proxy:8080/claude?x=1'],
  ['a gateway that is none', 'POST', 'http://proxy:8080/other/'],
  ['an ambiguous path', 'GET', 'https://api.github.com/x/../y'],
  ['plain HTTP', 'GET', 'http://other.example.org/'],
  ['a tunnel to a gateway', 'CONNECT', 'api.anthropic.com:443'],
  ['another port', 'CONNECT', 'other.example.org:8443'],
  ['another port of an intercept', 'CONNECT', 'api.github.com:8443'],
  ['an address', 'CONNECT', '93.184.216.34:443'],
  ['an IPv6 address', 'CONNECT', '[2606:2800::1]:443'],
  ['one label', 'CONNECT', 'localhost:443'],
  ['a dot at the end', 'CONNECT', 'other.example.org.:443'],
  ['private addresses of another agent', 'CONNECT', 'x.corp.example.org:443'],
  ['a name far below them', 'CONNECT', 'x.y.corp.example.org:443'],
])('report mode doesn’t lift %s', (_, method, url) => {
  expect(passes(method, url)).toBe(false);
});

test('report mode opens no tunnel to what another agent intercepts', () => {
  expect(passes('CONNECT', 'api.github.com:443', 'two')).toBe(false);
});
