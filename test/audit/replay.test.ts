import { describe, expect, test } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { type Replay, Replaying } from '../../lib/audit/replay';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { claude, github, mirror, policyOf } from '../policy/sample';
import { allowed, denied, tunnel } from './sample';

const policy = EgressPolicy.parse(policyOf(claude, github, mirror));

function replayOf(...records: readonly AuditRecord[]): Replay {
  const replaying = new Replaying(policy);
  for (const record of records) replaying.add(record);
  return replaying.replay();
}

const inner: AuditRecord = { ...allowed, destination: 'github', method: 'GET', host: 'api.github.com', path: '/repos/acme/x' };

test.each<[string, AuditRecord]>([
  ['a request that was and is allowed', allowed],
  ['one whose upstream failed', { ...allowed, reason: 'upstream-failed', status: 503 }],
  ['one inside an intercepted connection', inner],
  ['a tunnel', tunnel('a.mirror.example.org')],
  ['the tunnel that is intercepted', tunnel('api.github.com', { access: 'intercept' })],
  ['a denial that stays one', denied()],
  ['a tunnel to a gateway', tunnel('api.anthropic.com', { decision: 'deny', reason: 'use-gateway' })],
  [
    'a gateway that nobody has',
    denied({ destination: null, host: '127.0.0.1:8080', path: '/other/x', reason: 'no-such-gateway' }),
  ],
])('nothing changes for %s', (_, record) => {
  expect(replayOf(record)).toMatchObject({ newlyDenied: [], newlyAllowed: [], unchanged: 1, notJudged: 0 });
});

describe('would be denied:', () => {
  test.each<[string, AuditRecord, string]>([
    ['another path', { ...allowed, path: '/v1/files' }, 'path-not-allowed'],
    ['another method', { ...allowed, method: 'GET' }, 'method-not-allowed'],
    ['another host', { ...allowed, host: 'example.com' }, 'host-not-allowed'],
    ['another port', tunnel('mirror.example.org:8443'), 'host-not-allowed'],
    ['a tunnel to what is a gateway now', tunnel('api.anthropic.com'), 'use-gateway'],
    ['two labels under a wildcard', tunnel('a.b.mirror.example.org'), 'host-not-allowed'],
    ['what report mode let through', denied({ decision: 'would-deny' }), 'path-not-allowed'],
    ['an agent that the policy lacks', { ...allowed, agent: 'coder' }, 'no-such-agent'],
    ['an agent named like a property of every object', { ...allowed, agent: 'constructor' }, 'no-such-agent'],
  ])('%s', (_, record, now) => {
    expect(replayOf(record).newlyDenied).toMatchObject([{ was: record.reason, now, times: 1 }]);
  });
});

describe('would be allowed:', () => {
  test.each<[string, AuditRecord]>([
    ['a path that was denied', denied({ path: '/v1/messages' })],
    ['a host that was denied', tunnel('mirror.example.org', { decision: 'deny', reason: 'host-not-allowed' })],
    ['a gateway that nobody had', denied({ host: 'proxy:8080', path: '/claude/v1/messages', reason: 'no-such-gateway' })],
  ])('%s', (_, record) => {
    expect(replayOf(record).newlyAllowed).toMatchObject([{ was: record.reason, now: 'allowed', times: 1 }]);
  });
});

describe('no policy decides', () => {
  test.each<[string, Partial<AuditRecord>]>([
    ['what is not HTTP', { method: null, host: null, path: null, reason: 'malformed' }],
    ['a request over a limit', { path: '/v1/messages', reason: 'rate-limited' }],
    ['an address', { path: '/v1/messages', reason: 'address-not-allowed' }],
    ['a handshake', { method: 'CONNECT', host: 'mirror.example.org', path: null, reason: 'server-name-mismatch' }],
    ['a missing credential', { path: '/v1/messages', reason: 'credential-missing' }],
    ['a host that would end early', { decision: 'allow', host: 'api.anthropic.com/v1/messages?' }],
    ['a path that would go on with the host', { decision: 'allow', path: '.example.org/v1/messages' }],
    ['a path with a query in it', { path: '/v1/messages?x', reason: 'path-ambiguous' }],
  ])('%s', (_, changes) => {
    expect(replayOf(denied(changes))).toMatchObject({ newlyDenied: [], newlyAllowed: [], unchanged: 0, notJudged: 1 });
  });
});

test('a path of 60 KB is judged whole, and kept to its first 1,000 characters', () => {
  const { newlyDenied } = replayOf({ ...allowed, path: `/v1/messages${'x'.repeat(60_000)}` });
  expect(newlyDenied.map(({ path, now }) => [path?.length, now])).toEqual([[1001, 'path-not-allowed']]);
});

test('equal changes are one row, with how often and the latest time', () => {
  const record = { ...allowed, path: '/v1/files' };
  const { newlyDenied } = replayOf(record, { ...record, time: '2026-11-27T00:00:00Z' }, record, { ...record, path: '/v1/a' });
  expect(newlyDenied).toMatchObject([
    { path: '/v1/a', times: 1 },
    { path: '/v1/files', times: 3, lastSeen: '2026-11-27T00:00:00Z' },
  ]);
});
