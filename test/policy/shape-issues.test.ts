import { describe, expect, test } from 'vitest';
import { claude, issuesOf, policyOf } from './sample';

const secretText = 'sk-ant-api03-AAAA';

describe('a wrong shape is refused in the policy’s own words', () => {
  test.each<[string, unknown, string]>([
    ['no map', [], 'policy: must be a map of keys, got []'],
    ['a text', 'secret', 'policy: must be a map of keys, got text'],
    ['a number', 1234, 'policy: must be a map of keys, got a number'],
    ['nothing', null, 'policy: must be a map of keys, got null'],
    ['no version', { destinations: [claude] }, 'policy: version is missing: it must be 1'],
    ['another version', { ...policyOf(claude), version: 2 }, 'policy: version must be 1, got 2'],
    ['version as text', { ...policyOf(claude), version: '1' }, "policy: version must be 1, got '1'"],
    ['no destinations', { version: 1, destinations: [] }, 'policy: destinations must not be empty, got []'],
    ['destinations as a map', { version: 1, destinations: { claude } }, 'policy: destinations must be a list, got a map'],
    ['an unknown key', { ...policyOf(claude), agnets: {} }, "policy: unknown key 'agnets', did you mean 'agents'?"],
    [
      'hots with a list',
      policyOf({ ...claude, hots: ['a.com'] }),
      "destination 'claude': unknown key 'hots', did you mean 'hosts'?",
    ],
    ['hots with text', policyOf({ ...claude, hots: 'a.com' }), "destination 'claude': unknown key 'hots', did you mean 'host'?"],
    [
      'a foreign key',
      policyOf({ ...claude, upstream: { verify: false } }),
      "destination 'claude': unknown key 'verify' in upstream, use addresses, port, ca",
    ],
    [
      'a prototype key',
      JSON.parse(`{"version":1,"destinations":[],"__proto__":{}}`),
      "policy: unknown key '__proto__', use version, destinations, limits, agents, enforcement",
    ],
    ['no name', policyOf({ host: 'a.com', access: 'tunnel' }), 'destination 1: name is missing: it must be text'],
    [
      'a bad name',
      policyOf({ ...claude, name: '-' }),
      "destination '-': name must start with a letter and hold only a-z, 0-9 and -, 31 characters at most, got '-'",
    ],
    [
      'a bad access',
      policyOf({ ...claude, access: 'proxy' }),
      "destination 'claude': access must be one of 'gateway', 'intercept', 'tunnel', got 'proxy'",
    ],
    [
      'allow as other text',
      policyOf({ ...claude, allow: 'all' }),
      "destination 'claude': allow must be 'any' or a list, got 'all'",
    ],
    ['no rules', policyOf({ ...claude, allow: [] }), "destination 'claude': allow must not be empty, got []"],
    [
      'a method alone',
      policyOf({ ...claude, allow: [{ methods: 'GET', path: '/' }] }),
      "destination 'claude': allow[0].methods must be a list, got 'GET'",
    ],
    [
      'a method in lower case',
      policyOf({ ...claude, allow: [{ methods: ['get'], path: '/' }] }),
      "destination 'claude': allow[0].methods[0] must be an HTTP method in upper case, got 'get'",
    ],
    [
      'a typo in a rule',
      policyOf({ ...claude, allow: [{ method: ['GET'], methods: ['GET'], path: '/' }] }),
      "destination 'claude': unknown key 'method' in allow[0], did you mean 'methods'?",
    ],
    [
      'an unknown credential',
      policyOf({ ...claude, credential: { type: 'bearer' } }),
      "destination 'claude': credential.type must be one of 'header', 'basic', 'aws-sigv4', 'google-access-token', 'oauth2-client', got 'bearer'",
    ],
    [
      'a credential’s typo',
      policyOf({ ...claude, credential: { type: 'basic', usrname: 'x', username: 'x', secret: 's' } }),
      "destination 'claude': unknown key 'usrname' in credential, did you mean 'username'?",
    ],
    [
      'a port of 0',
      policyOf({ ...claude, upstream: { port: 0 } }),
      "destination 'claude': upstream.port must be 1 or more, got 0",
    ],
    [
      'a port past all',
      policyOf({ ...claude, upstream: { port: 65536 } }),
      "destination 'claude': upstream.port must be 65535 or less, got 65536",
    ],
    [
      'a port in halves',
      policyOf({ ...claude, upstream: { port: 1.5 } }),
      "destination 'claude': upstream.port must be a whole number, got 1.5",
    ],
    ['a limit of 0', { ...policyOf(claude), limits: { connections: 0 } }, 'policy: limits.connections must be 1 or more, got 0'],
    [
      'an agent’s name',
      { ...policyOf(claude), agents: { Reviewer: { destinations: ['claude'] } } },
      "agent 'Reviewer': name must start with a letter and hold only a-z, 0-9 and -, 31 characters at most, got 'Reviewer'",
    ],
    [
      'an agent without destinations',
      { ...policyOf(claude), agents: { a: {} } },
      "agent 'a': destinations is missing: it must be a list",
    ],
    [
      'an agent with none',
      { ...policyOf(claude), agents: { a: { destinations: [] } } },
      "agent 'a': destinations must not be empty, got []",
    ],
    [
      'no such day',
      { ...policyOf(claude), enforcement: { report: { until: '2027-02-30' } } },
      "policy: enforcement.report.until must be a date such as 2027-01-31, got '2027-02-30'",
    ],
    [
      'report alone',
      { ...policyOf(claude), enforcement: 'report' },
      "policy: enforcement must be 'enforce' or a map of keys, got 'report'",
    ],
    [
      'a header with _',
      policyOf({ ...claude, headers: { x_y: '1' } }),
      "destination 'claude': headers.x_y name must be an HTTP header name without _, got 'x_y'",
    ],
  ])('%s', (_what, input, message) => {
    expect(issuesOf(input)).toContain(message);
  });

  test.each([
    ['as its name', { ...claude.credential, secret: secretText }],
    ['as the credential', secretText],
    ['as a prefix', { ...claude.credential, prefix: `${secretText}\u0000` }],
    ['as a user name', { type: 'basic', username: `x:${secretText}`, secret: 's' }],
    ['as a token URL', { type: 'oauth2-client', tokenUrl: `http://x:${secretText}@a.com/`, clientId: 'x', secret: 's' }],
    ['in a token URL', { type: 'oauth2-client', tokenUrl: `https://x:${secretText}@a.com/`, clientId: 'x', secret: 's' }],
  ])('a key that was pasted %s is not shown', (_what, credential) => {
    const issues = issuesOf(policyOf({ ...claude, credential }));
    expect(issues.length).toBeGreaterThan(0);
    expect(issues.join()).not.toContain(secretText);
  });

  test('a header’s value is not shown', () => {
    expect(issuesOf(policyOf({ ...claude, headers: { a: `${secretText}\n` } }))).toEqual([
      "destination 'claude': headers.a must be printable ASCII (the value is not shown)",
    ]);
  });

  test('values past 78 characters are cut', () => {
    const [message] = issuesOf(policyOf({ ...claude, access: 'x'.repeat(500) }));
    expect(message?.length).toBeLessThan(170);
  });
});
