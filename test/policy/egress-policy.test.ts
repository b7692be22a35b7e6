import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { PolicyError } from '../../lib/policy/policy-error';
import { claude, github, mirror, policyOf } from './sample';

const orders = {
  name: 'orders',
  host: 'Orders.Corp.example',
  access: 'gateway',
  upstream: { addresses: ['10.20.0.0/16'], port: 8443, ca: 'corp-ca' },
  allow: 'any',
};

afterEach(() => {
  vi.useRealTimers();
});

function refusal(parse: () => unknown): readonly string[] {
  try {
    parse();
  } catch (error) {
    if (error instanceof PolicyError) return error.issues;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('a usable policy', () => {
  test('has every default filled in', () => {
    const [first, second, third] = EgressPolicy.parse(policyOf(claude, orders, mirror)).destinations;
    expect(first).toEqual({
      name: 'claude',
      hosts: [{ text: 'api.anthropic.com', wildcard: false }],
      access: 'gateway',
      ports: [443],
      allow: claude.allow,
      credential: { type: 'header', header: 'x-api-key', prefix: '', secret: 'anthropic-api-key' },
      headers: {},
      addresses: [],
      encodedSlash: 'refuse',
    });
    expect(second).toMatchObject({ ports: [8443], addresses: ['10.20.0.0/16'], ca: 'corp-ca', allow: 'any' });
    expect(second?.hosts).toEqual([{ text: 'orders.corp.example', wildcard: false }]);
    expect(third).toMatchObject({
      ports: [443],
      allow: 'any',
      hosts: [{ wildcard: false }, { text: '*.mirror.example.org', wildcard: true }],
    });
  });

  test('lists its secrets and certificates once, sorted', () => {
    const again = { ...github, credential: { type: 'basic', username: 'x', secret: 'a-token' } };
    const other = { ...claude, name: 'other', host: 'llm.example.com', upstream: { ca: 'corp-ca' } };
    const policy = EgressPolicy.parse(policyOf(claude, again, other, orders));
    expect(policy.secrets).toEqual(['a-token', 'anthropic-api-key']);
    expect(policy.certificates).toEqual(['corp-ca']);
  });

  test('takes header names in any case', () => {
    const { destinations } = EgressPolicy.parse(policyOf({ ...claude, headers: { 'Anthropic-Allowed-Org-Ids': 'x' } }));
    expect(destinations[0]?.headers).toEqual({ 'anthropic-allowed-org-ids': 'x' });
  });

  test('cannot be changed, and leaves what it was made of changeable', () => {
    const input = policyOf(claude);
    const policy = EgressPolicy.parse(input);
    expect(() => (policy.destinations as unknown[]).push(1)).toThrow(TypeError);
    expect(() => Object.assign(policy.document.destinations[0] ?? {}, { host: 'evil.example' })).toThrow(TypeError);
    expect(() => Object.assign(policy, { sha256: '' })).toThrow(TypeError);
    input.destinations.pop();
    expect(policy.destinations).toHaveLength(1);
  });

  test('has a hash that depends on what it says, not on how it is written', () => {
    const base = EgressPolicy.parse(policyOf(claude)).sha256;
    const reordered = Object.fromEntries(Object.entries({ ...claude, host: 'API.anthropic.com' }).reverse());
    expect(base).toMatch(/^[0-9a-f]{64}$/);
    expect(EgressPolicy.parse(policyOf(reordered)).sha256).toBe(base);
    expect(EgressPolicy.parse(EgressPolicy.parse(policyOf(claude)).document).sha256).toBe(base);
    expect(EgressPolicy.parse(policyOf({ ...claude, name: 'other' })).sha256).not.toBe(base);
    expect(EgressPolicy.parse({ ...policyOf(claude), limits: { connections: 1 } }).sha256).not.toBe(base);
  });
});

test('everything that a policy can say is read', () => {
  const policy = EgressPolicy.fromYaml(`version: 1
destinations:
  - name: claude
    host: api.anthropic.com
    access: gateway
    allow:
      - { methods: [POST], path: /v1/messages }
      - { methods: [POST], path: /v1/messages/count_tokens }
    credential: { type: header, header: x-api-key, secret: anthropic-api-key }
    headers: { anthropic-allowed-org-ids: "..." }
  - name: github
    host: api.github.com
    access: intercept
    allow: [{ methods: [GET], path: /repos/acme/** }]
    credential: { type: header, header: authorization, prefix: "Bearer ", secret: github-token }
  - name: git-fetch
    host: github.com
    access: intercept
    allow: [{ methods: [GET], path: /acme/*/info/refs }, { methods: [POST], path: /acme/*/git-upload-pack }]
    credential: { type: basic, username: x-access-token, secret: github-token }
  - name: bedrock
    host: bedrock-runtime.eu-west-1.amazonaws.com
    access: gateway
    allow: [{ methods: [POST], path: "/model/*/invoke*" }]
    credential: { type: aws-sigv4, service: bedrock, region: eu-west-1 }
  - name: vertex
    host: aiplatform.googleapis.com
    access: gateway
    allow: any
    credential: { type: google-access-token, scopes: [https://www.googleapis.com/auth/cloud-platform] }
  - name: crm
    host: api.crm.example.com
    access: gateway
    allow: any
    credential: { type: oauth2-client, tokenUrl: https://login.crm.example.com/token, clientId: agent, secret: crm, scopes: [read] }
  - name: orders
    host: orders.corp.example
    access: gateway
    upstream: { addresses: [10.20.0.0/16], port: 8443, ca: corp-ca }
    allow: any
    encodedSlash: allow
  - name: mirror
    hosts: [mirror.example.org, "*.mirror.example.org"]
    access: tunnel
    ports: [443]
limits: { requestsPerMinute: 600, requestBytes: 33554432, connections: 1000 }
agents:
  reviewer: { destinations: [claude, git-fetch], limits: { requestsPerMinute: 60 } }
enforcement: enforce
`);
  expect(policy.destinations).toHaveLength(8);
  expect(policy.secrets).toEqual(['anthropic-api-key', 'crm', 'github-token']);
  expect(policy.certificates).toEqual(['corp-ca']);
  expect(policy.agent('reviewer').limits).toEqual({ requestsPerMinute: 60, requestBytes: 33554432, connections: 1000 });
});

describe('agents', () => {
  const several = {
    ...policyOf(claude, github),
    limits: { requestsPerMinute: 600, connections: 10 },
    agents: {
      reviewer: { destinations: ['claude'], limits: { requestsPerMinute: 60 } },
      coder: { destinations: ['github', 'claude'] },
    },
  };

  test('without `agents`, one named default has everything', () => {
    const policy = EgressPolicy.parse({ ...policyOf(claude, github), limits: { connections: 5 } });
    expect(policy.agents).toEqual([{ name: 'default', destinations: policy.destinations, limits: { connections: 5 } }]);
    expect(policy.agent()).toBe(policy.agents[0]);
    expect(policy.agent('default')).toBe(policy.agents[0]);
  });

  test('have only their destinations, and their limits replace the policy’s one by one', () => {
    const reviewer = EgressPolicy.parse(several).agent('reviewer');
    expect(reviewer.destinations.map(({ name }) => name)).toEqual(['claude']);
    expect(reviewer.limits).toEqual({ requestsPerMinute: 60, connections: 10 });
  });

  test('must be named if there are several', () => {
    expect(() => EgressPolicy.parse(several).agent()).toThrow('the policy has several agents: name one of reviewer, coder');
  });

  test.each(['nobody', 'default', 'constructor', ''])('named %j don’t exist', (name) => {
    expect(() => EgressPolicy.parse(several).agent(name)).toThrow(`agent must be one of reviewer, coder, got '${name}'`);
  });
});

describe('enforcement', () => {
  const until = (day: string) => EgressPolicy.parse({ ...policyOf(claude), enforcement: { report: { until: day } } });

  test('is on unless the policy says otherwise', () => {
    expect(EgressPolicy.parse(policyOf(claude)).enforcement).toBe('enforce');
  });

  test('reports until the start of a coming day, with a warning', () => {
    vi.useFakeTimers({ now: new Date('2027-01-30T23:59:59Z') });
    expect(until('2027-01-31').enforcement).toEqual({ reportUntil: '2027-01-31' });
    expect(until('2027-01-31').warnings).toEqual([
      'policy: requests outside the policy pass and are only logged until 2027-01-31, 00:00 UTC',
    ]);
  });

  test.each(['2027-01-31', '2027-01-30', '1999-01-01'])('is on again once %s has come, with a warning', (day) => {
    vi.useFakeTimers({ now: new Date('2027-01-31T00:00:00Z') });
    expect(until(day).enforcement).toBe('enforce');
    expect(until(day).warnings).toEqual([
      `policy: enforcement.report.until has come, so the policy is enforced: write enforcement: enforce, got ${day}`,
    ]);
  });
});

describe('an unusable policy', () => {
  test('is refused with every issue at once, misshapen parts or not', () => {
    const input = policyOf(
      { ...claude, hots: ['x'] },
      { ...github, host: 'localhost', access: 'tunel' },
      { ...github, name: 'other', ports: [443, 443] },
    );
    expect(refusal(() => EgressPolicy.parse({ ...input, versoin: 1 }))).toEqual([
      "destination 'claude': unknown key 'hots', did you mean 'hosts'?",
      "destination 'github': access must be one of 'gateway', 'intercept', 'tunnel', got 'tunel'",
      "policy: unknown key 'versoin', did you mean 'version'?",
      "destination 'other': port is listed twice: remove one, got '443'",
    ]);
  });

  test('has a message of one line for each issue, whatever the values hold', () => {
    const issues = refusal(() => EgressPolicy.parse(policyOf({ ...claude, host: 'a\nb: forged', name: 'x\u2028\u202ey' })));
    expect(issues).toHaveLength(1);
    expect(issues[0]).not.toMatch(/[\n\u2028\u202e]/);
    expect(new PolicyError(['a\nb', 'c']).message).toBe('a\\u{a}b\nc');
  });
});

describe('a policy file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'policy-'));
  const file = join(folder, 'airlock.yaml');
  afterEach(() => rmSync(file, { force: true }));

  test('is read as YAML', () => {
    writeFileSync(file, 'version: 1\ndestinations:\n  - { name: mirror, host: mirror.example.org, access: tunnel }\n');
    expect(EgressPolicy.fromFile(file).destinations[0]?.name).toBe('mirror');
  });

  test('that is wrong is refused with its path and lines, in their order', () => {
    writeFileSync(file, 'version: 2\ndestinations:\n  - name: mirror\n    host: intranet\n    access: tunnel\n    ports: [0]\n');
    expect(refusal(() => EgressPolicy.fromFile(file))).toEqual([
      `${file}:1: policy: version must be 1, got 2`,
      `${file}:6: destination 'mirror': ports[0] must be 1 or more, got 0`,
    ]);
  });

  test('that is missing or a folder is refused', () => {
    expect(refusal(() => EgressPolicy.fromFile(file))[0]).toMatch(
      /^policy file can't be read: there is no such file or folder, got '/,
    );
    expect(refusal(() => EgressPolicy.fromFile(folder))[0]).toMatch(/^policy file can't be read: it is a folder, got '/);
  });
});
