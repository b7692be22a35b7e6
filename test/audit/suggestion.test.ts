import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { recordedRequest } from '../../lib/audit/recorded-request';
import { SeenRequests } from '../../lib/audit/seen-request';
import { type Suggestion, suggest } from '../../lib/audit/suggestion';
import { decide } from '../../lib/policy/decision';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { claude, github, mirror, policyOf } from '../policy/sample';
import { allowed, tunnel } from './sample';

const get = (host: string, path: string, changes: Partial<AuditRecord> = {}): AuditRecord => ({
  ...allowed,
  destination: null,
  method: 'GET',
  host,
  path,
  ...changes,
});

/** What is suggested for records. */
function suggestionFor(
  records: readonly AuditRecord[],
  policy?: EgressPolicy,
): Suggestion & { leftOutFirst: readonly unknown[] } {
  const seen = new SeenRequests();
  for (const record of records) seen.add(record);
  return { ...suggest(seen.requests, policy), leftOutFirst: seen.leftOut };
}

const destinationsFor = (...records: AuditRecord[]) => suggestionFor(records).policy?.destinations;

describe('what was seen becomes', () => {
  test('a gateway with exact methods and paths, each once', () => {
    expect(destinationsFor(allowed, allowed, { ...allowed, method: 'GET' }, { ...allowed, path: '/v1/files' })).toEqual([
      {
        name: 'claude',
        host: 'api.anthropic.com',
        access: 'gateway',
        allow: [
          { methods: ['POST'], path: '/v1/files' },
          { methods: ['GET', 'POST'], path: '/v1/messages' },
        ],
      },
    ]);
  });

  test('an intercept, where requests were seen inside a connection', () => {
    expect(destinationsFor(tunnel('api.github.com', { destination: null }), get('api.github.com', '/repos/acme/x'))).toEqual([
      {
        name: 'api-github-com',
        host: 'api.github.com',
        access: 'intercept',
        allow: [{ methods: ['GET'], path: '/repos/acme/x' }],
      },
    ]);
  });

  test('one tunnel for hosts of one destination with the same ports, and others beside it', () => {
    expect(
      destinationsFor(
        tunnel('a.example.org'),
        tunnel('B.example.org'),
        tunnel('c.example.org'),
        tunnel('c.example.org:8443'),
        tunnel('d.example.org', { destination: 'other' }),
      ),
    ).toEqual([
      { name: 'mirror', hosts: ['a.example.org', 'b.example.org'], access: 'tunnel' },
      { name: 'mirror-2', hosts: ['c.example.org'], access: 'tunnel', ports: [443, 8443] },
      { name: 'other', hosts: ['d.example.org'], access: 'tunnel' },
    ]);
  });

  test('a destination for each set of agents that used the same of an intercepted host', () => {
    const connect = tunnel('api.github.com', { destination: 'github', access: 'intercept' });
    const at = (agent: string, path: string) => get('api.github.com', path, { destination: 'github', agent });
    const agents = ['coder', 'reviewer'].map((agent) => ({ ...connect, agent }));
    const { policy } = suggestionFor([...agents, at('coder', '/a'), at('reviewer', '/a'), at('coder', '/b')]);
    expect(policy?.agents).toEqual({ coder: { destinations: ['github', 'github-2'] }, reviewer: { destinations: ['github'] } });
  });

  test('one gateway for the agents that used it, as its name is in their URLs', () => {
    const { policy } = suggestionFor([
      { ...allowed, agent: 'coder' },
      { ...allowed, agent: 'reviewer' },
      { ...allowed, agent: 'coder', path: '/v1/files' },
    ]);
    expect(policy?.destinations.map(({ name }) => name)).toEqual(['claude']);
    expect(policy?.agents).toEqual({ coder: { destinations: ['claude'] }, reviewer: { destinations: ['claude'] } });
  });

  test('two gateways to one host, each with what was asked under its name', () => {
    const files = { ...allowed, destination: 'files', path: '/v1/files' };
    expect(destinationsFor(allowed, files, { ...allowed, destination: 'files' })).toMatchObject([
      { name: 'files', allow: [{ path: '/v1/files' }] },
      { name: 'claude', allow: [{ path: '/v1/messages' }] },
    ]);
  });

  test('a permission for %2F where a path holds it', () => {
    expect(destinationsFor(get('a.example.org', '/x%2Fy'))).toMatchObject([{ encodedSlash: 'allow' }]);
  });
});

describe('of a policy at hand is kept', () => {
  const policy = EgressPolicy.parse({
    ...policyOf({ ...claude, headers: { 'x-org': 'ours' }, upstream: { port: 8443, ca: 'corp-ca' } }, github, mirror),
    limits: { requestsPerMinute: 60 },
  });

  test('the credential, the headers, the upstream and the limits, with the rules that were seen alone', () => {
    const suggested = suggestionFor([allowed], policy).policy;
    const { credential, headers, upstream } = policy.document.destinations[0] ?? {};
    expect(suggested && EgressPolicy.parse(suggested).document.destinations).toMatchObject([
      { name: 'claude', access: 'gateway', credential, headers, upstream, allow: [{ methods: ['POST'], path: '/v1/messages' }] },
    ]);
    expect(suggested?.limits).toEqual({ requestsPerMinute: 60 });
  });

  test('the access, where no request tells it', () => {
    expect(suggestionFor([get('api.github.com', '/repos/acme/x')], policy).policy?.destinations).toMatchObject([
      { name: 'github', access: 'intercept' },
    ]);
  });

  test('the credential for no other port', () => {
    const connect = tunnel('api.github.com:8443', { access: 'intercept' });
    const known = EgressPolicy.parse(policyOf({ ...github, credential: { type: 'header', header: 'x-key', secret: 'github' } }));
    const suggested = suggestionFor([connect, get('api.github.com:8443', '/x'), get('api.github.com', '/y')], known).policy;
    const credentials = suggested?.destinations.map(({ ports, credential }) => [ports, credential?.type]);
    expect(credentials).toEqual([
      [undefined, 'header'],
      [[8443], undefined],
    ]);
  });

  test('no wildcard', () => {
    expect(suggestionFor([tunnel('a.mirror.example.org')], policy).policy?.destinations).toMatchObject([
      { name: 'mirror', hosts: ['a.mirror.example.org'] },
    ]);
  });
});

describe('left out, with the reason, is', () => {
  test.each<[string, AuditRecord, RegExp]>([
    ['a path that would be read as a pattern', get('a.example.org', '/x/*'), /wildcard/],
    ['a path that ends in **', get('a.example.org', '/**'), /wildcard/],
    ['an ambiguous path', get('a.example.org', '/a/../b'), /dot segment/],
    ['a path with a control character', get('a.example.org', '/\u001b[2J'), /path must/],
    ['a path of 60 KB', get('a.example.org', `/${'x'.repeat(60_000)}`), /longer/],
    ['a method that no rule can have', get('a.example.org', '/', { method: 'TRACE' }), /TRACE/],
    ['a method in lower case', get('a.example.org', '/', { method: 'get' }), /upper case/],
    ['a host that is an address', get('10.0.0.1', '/'), /upstream.addresses/],
    ['a private name', tunnel('db.internal'), /upstream.addresses/],
    ['a host with a wildcard', tunnel('*.example.org'), /wildcard/],
    ['a host that is no name', get('a"b\n: x', '/'), /host/],
    ['a port that is none', tunnel('a.example.org:0'), /port|0/],
    ['an intercepted connection without a request', tunnel('a.example.org', { access: 'intercept' }), /no request/],
    ['an agent with the name of a prototype', { ...allowed, agent: '__proto__' }, /name/],
    ['a record without a host', { ...allowed, host: null }, /no host/],
  ])('%s', (_, record, why) => {
    const { policy, leftOut, leftOutFirst } = suggestionFor([record]);
    expect(policy).toBeUndefined();
    expect([...leftOut, ...leftOutFirst]).toEqual([{ what: expect.any(String), why: expect.stringMatching(why), times: 1 }]);
  });

  test('a tunnel to a host that is a gateway in the policy at hand', () => {
    const { policy, leftOut } = suggestionFor([allowed, tunnel('api.anthropic.com')], EgressPolicy.parse(policyOf(claude)));
    expect(policy?.destinations).toHaveLength(1);
    expect(leftOut).toMatchObject([{ what: 'default: CONNECT api.anthropic.com' }]);
  });

  test('nothing without being counted: 12,000 paths are 10,000 rules and 2,000 left out', () => {
    const many = Array.from({ length: 12_000 }, (_, index) => get('a.example.org', `/${index}`));
    const { policy, leftOutFirst } = suggestionFor(many);
    expect(policy?.destinations[0]?.allow).toHaveLength(10_000);
    expect(leftOutFirst).toMatchObject([{ times: 2000 }]);
  });
});

test('a destination named like a property of every object is only a name', () => {
  const { policy, seen } = suggestionFor([{ ...allowed, destination: 'constructor', agent: 'constructor' }]);
  expect(policy?.destinations[0]?.name).toBe('constructor');
  expect(Object.keys(policy?.agents ?? {})).toEqual(['constructor']);
  expect(seen.constructor).toHaveLength(1);
});

const strange = fc.constantFrom('__proto__', 'a b', '\u001b[31m', '../x', '*', 'x'.repeat(300), '', '"', '- a: b', '#', '\n');
const host = fc.oneof(
  fc.constantFrom(
    'a.example.org',
    'b.example.org',
    'A.example.org',
    'api.anthropic.com',
    'api.github.com',
    'a.mirror.example.org',
  ),
  strange,
);
const record: fc.Arbitrary<AuditRecord> = fc
  .record({
    agent: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('default', 'coder', 'constructor') }, strange),
    destination: fc.oneof(fc.constantFrom(null, 'claude', 'mirror', 'constructor'), strange),
    method: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('GET', 'POST', 'CONNECT', 'DELETE') }, strange),
    host: fc.tuple(host, fc.constantFrom('', '', ':8443', ':0', ':99999')).map(([name, port]) => `${name}${port}`),
    path: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('/', '/x', '/x/y', '/a%2Fb', '/v1/messages', '/x.y', '/x/') },
      strange,
    ),
    decision: fc.constantFrom('allow', 'would-deny'),
    access: fc.constantFrom(undefined, 'tunnel', 'intercept'),
  })
  .map((changes) => ({ ...allowed, ...changes, path: changes.method === 'CONNECT' ? null : changes.path }) as AuditRecord);

const policies = [undefined, EgressPolicy.parse(policyOf({ ...claude, upstream: { port: 8443 } }, github, mirror))];
/** Whether a policy lets the request of a record through. */
function allows(policy: EgressPolicy, { agent, ...rest }: AuditRecord): boolean {
  const known = policy.agents.find(({ name }) => name === agent);
  const request = recordedRequest({ agent, ...rest });
  return known !== undefined && request !== undefined && decide(known, request.method, request.url).decision === 'allow';
}

test('a gateway that is recorded with its upstream’s port, and without, is one', () => {
  const records = ['api.anthropic.com:8443', 'api.anthropic.com'].map(
    (host) => ({ ...allowed, host, path: '/a%2Fb' }) as AuditRecord,
  );
  const { policy } = suggestionFor(records, policies[1]);
  expect(policy?.destinations).toMatchObject([
    { host: 'api.anthropic.com', upstream: { port: 8443 }, allow: [{ path: '/a%2Fb' }] },
  ]);
});

describe('for any records', () => {
  const keyOf = ({ agent, method, host: name, path }: AuditRecord) => JSON.stringify([agent, method, name?.toLowerCase(), path]);

  test('the suggestion is a policy that allows each of them, or says that it leaves it out', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 12 }), fc.constantFrom(...policies), (records, known) => {
        const { policy, leftOut, leftOutFirst } = suggestionFor(records, known);
        const parsed = policy && EgressPolicy.parse(policy);
        const missed = records.filter((each) => !(parsed && allows(parsed, each)));
        const kinds = new Set(missed.map(keyOf));
        expect(leftOut.length + leftOutFirst.length).toBeGreaterThanOrEqual(kinds.size > 0 ? 1 : 0);
        for (const each of missed) {
          const said = [...leftOut, ...(leftOutFirst as typeof leftOut)].map(({ what }) => what.toLowerCase());
          const what = `${each.agent}: ${each.method} ${each.host}${each.path ?? ''}`.toLowerCase();
          expect(said.some((text) => what === text || what.replace(/:8443/, '') === text.replace(/:8443/, ''))).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('it allows nothing beside them', () => {
    const neighbours = ['default', 'coder', 'constructor'].flatMap((agent) =>
      ['GET', 'POST', 'DELETE', 'PUT', 'CONNECT'].flatMap((method) =>
        [
          'a.example.org',
          'b.example.org',
          'x.a.example.org',
          'api.anthropic.com',
          'mirror.example.org',
          'a.mirror.example.org',
        ].flatMap((name) =>
          [443, 8443].flatMap((port) =>
            (method === 'CONNECT' ? [null] : ['/', '/x', '/x/y', '/x/z', '/xx', '/a%2Fb', '/a/b', '/v1/messages', '/X']).map(
              (path) => ({
                ...allowed,
                ...{ agent, method, host: `${name}:${port}`, path },
              }),
            ),
          ),
        ),
      ),
    );
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 6 }), (records) => {
        const { policy } = suggestionFor(records);
        if (!policy) return;
        const parsed = EgressPolicy.parse(policy);
        const seen = new Set(records.map((each) => keyOf({ ...each, host: withPort(each.host ?? '') })));
        const byAnybody = new Set(records.map((each) => ruleOf({ ...each, host: withPort(each.host ?? '') })));
        const connected = new Set(records.map(({ agent, host: name }) => JSON.stringify([agent, withPort(name ?? '')])));
        const wrong = neighbours
          .filter((each) => allows(parsed, each) && !seen.has(keyOf(each)))
          // agents that use one gateway share its rules
          .filter((each) => !isGateway(parsed, each) || !byAnybody.has(ruleOf({ ...each, host: withPort(each.host ?? '') })))
          // what runs inside a tunnel is nobody's to see
          .filter((each) => isGateway(parsed, each) || !connected.has(JSON.stringify([each.agent, each.host])));
        expect(wrong).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

const withPort = (name: string) => (/:\d+$/.test(name) ? name : `${name}:443`).toLowerCase();

const ruleOf = ({ method, host: name, path }: AuditRecord) => JSON.stringify([method, name, path]);

const isGateway = (policy: EgressPolicy, { host: name }: AuditRecord) =>
  policy.destinations.some(({ access, hosts }) => access === 'gateway' && hosts.some(({ text }) => name?.startsWith(`${text}:`)));
