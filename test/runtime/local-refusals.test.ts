import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { LocalProxy } from '../../lib/runtime/local-proxy';
import type { LocalProxyOptions } from '../../lib/runtime/local-proxy-options';
import { claude, LocalStage, policyOf, secret } from './local-stage';
import { put } from './scratch';

const stage = new LocalStage();
let occupant: Server;
let taken: number;

beforeAll(async () => {
  occupant = createServer().listen(0, '127.0.0.1');
  await once(occupant, 'listening');
  taken = (occupant.address() as AddressInfo).port;
});
afterAll(() => new Promise((resolve) => occupant.close(resolve)));

const file = (path: string) => ({ kind: 'file', path }) as const;
const sourceOf = (text: string) => ({ secrets: { [secret]: file(put(stage.folder, 'odd', text)) } });
const internal = { ...claude, name: 'internal', upstream: { ca: 'corp-ca' } };
const several = EgressPolicy.parse({
  version: 1,
  destinations: [claude],
  agents: { one: { destinations: ['claude'] }, two: { destinations: ['claude'] } },
});

type Row = readonly [what: string, given: () => Partial<LocalProxyOptions>, message: RegExp];

const rows: readonly Row[] = [
  [
    'no source for a secret',
    () => ({ secrets: {} }),
    /^secret 'anthropic-api-key' has no source: give --secret anthropic-api-key=file:PATH or anthropic-api-key=env:VARIABLE$/,
  ],
  [
    'a source for no secret',
    () => ({ secrets: { ...stage.options().secrets, 'github-token': file('/x') } }),
    /^the policy has no secret 'github-token': remove --secret github-token=…, or use anthropic-api-key$/,
  ],
  [
    'a source for a name that objects have of their own',
    () => ({ secrets: { ...stage.options().secrets, constructor: file('/x') } }),
    /^the policy has no secret 'constructor'/,
  ],
  [
    'a secret file that is missing',
    () => ({ secrets: { [secret]: file('/nonexistent/key') } }),
    /^secret 'anthropic-api-key': \/nonexistent\/key can't be used: there is no such file$/,
  ],
  [
    'a variable that is not set',
    () => ({ secrets: { [secret]: { kind: 'environment', variable: 'NOT_SET_HERE' } } }),
    /^secret 'anthropic-api-key': environment variable NOT_SET_HERE can't be used: it is not set$/,
  ],
  ['an empty secret', () => sourceOf(''), /odd can't be used: it is empty$/],
  ['a secret of line ends', () => sourceOf('\n\n'), /odd can't be used: it is empty$/],
  [
    'a secret that would add a header',
    () => sourceOf('sk-1\r\nx-admin: yes'),
    /odd can't be used: it must be one line of printable ASCII$/,
  ],
  ['a secret of 65 KiB', () => sourceOf('x'.repeat(66_560)), /odd can't be used: it is larger than 64 KiB$/],
  [
    'a certificate without a source',
    () => ({ policy: policyOf(internal), upstreamCa: undefined }),
    /^certificate 'corp-ca' of upstream.ca has no source: give --secret corp-ca=file:PATH, or --upstream-ca FILE for all$/,
  ],
  [
    'a certificate file without a certificate',
    () => ({
      policy: policyOf(internal),
      secrets: { ...stage.options().secrets, 'corp-ca': file(put(stage.folder, 'none.pem', 'text')) },
    }),
    /^certificate 'corp-ca': .*none\.pem can't be used: it holds no PEM certificate$/,
  ],
  [
    'an --upstream-ca that is missing',
    () => ({ upstreamCa: '/nonexistent/ca.pem' }),
    /^--upstream-ca must be a file of PEM certificates: '\/nonexistent\/ca\.pem' can't be used/,
  ],
  [
    'an --upstream-ca without a certificate',
    () => ({ upstreamCa: put(stage.folder, 'text.pem', 'text') }),
    /^--upstream-ca must be .* it holds no PEM certificate$/,
  ],
  [
    'an audit log in a folder that is missing',
    () => ({ auditLog: '/nonexistent/audit.jsonl' }),
    /^--audit-log must be a file that can be appended to: its folder does not exist, got '\/nonexistent\/audit\.jsonl'$/,
  ],
  ['an audit log that is a folder', () => ({ auditLog: stage.folder }), /^--audit-log must be .* it is not a regular file/],
  ['an audit log that is a device', () => ({ auditLog: '/dev/null' }), /^--audit-log must be .* it is not a regular file/],
  ['an audit log that is a pipe', () => ({ auditLog: fifo() }), /^--audit-log must be .* it is not a regular file/],
  ['no agent where there are several', () => ({ policy: several }), /^the policy has several agents: name one of one, two$/],
  ['an agent that the policy does not have', () => ({ agent: 'two' }), /^agent must be one of default, got 'two'$/],
  [
    'a gateway port that is taken',
    () => ({ gatewayPort: taken }),
    /^port \d+ is in use by another program: choose another by --gateway-port, or 0 for a free one$/,
  ],
  [
    'a proxy port that is taken',
    () => ({ proxyPort: taken }),
    /^port \d+ is in use by another program: choose another by --proxy-port, or 0 for a free one$/,
  ],
  [
    'one port for both',
    () => ({ gatewayPort: 18_080, proxyPort: 18_080 }),
    /^--gateway-port and --proxy-port must differ, got 18080 for both$/,
  ],
  ['an Envoy that is missing', () => ({ envoy: '/nonexistent/envoy' }), /^Envoy ended .* before it took requests/],
  ['an Envoy that ends at once', () => ({ envoy: '/bin/false' }), /^Envoy ended with status 1 before it took requests$/],
  [
    'a host that is no address to send to',
    () => ({ resolve: [{ host: 'api.anthropic.com', port: 443, address: 'localhost', addressPort: 1 }] }),
    /^Envoy ended with status 1 before it took requests: .*localhost/,
  ],
];

describe('a local proxy does not start with', () => {
  test.each(rows)('%s', async (_what, given, message) => {
    const error: Error = await LocalProxy.start(stage.options(given())).then(
      () => new Error('it started'),
      (problem) => problem,
    );
    expect(error.name).toBe('StartError');
    expect(error.message).toMatch(message);
    expect(readdirSync(stage.runtime)).toEqual([]);
  });

  test('several problems without naming them all, one line each', async () => {
    const policy = policyOf(claude, {
      ...claude,
      name: 'other',
      host: 'other.example.com',
      credential: { type: 'header', header: 'x-key', secret: 'other-key' },
    });
    const start = LocalProxy.start(stage.options({ policy, secrets: {} }));
    await expect(start).rejects.toMatchObject({
      problems: [expect.stringContaining('anthropic-api-key'), expect.stringContaining('other-key')],
    });
  });

  test('a folder for private files whose path is too long for a socket', async () => {
    const runtime = join(stage.folder, 'x'.repeat(90));
    mkdirSync(runtime);
    process.env.XDG_RUNTIME_DIR = runtime;
    try {
      await expect(LocalProxy.start(stage.options())).rejects.toThrow('must be shorter');
      expect(readdirSync(runtime)).toEqual([]);
    } finally {
      process.env.XDG_RUNTIME_DIR = stage.runtime;
    }
  });

  test('an audit log that is made although something else is wrong', async () => {
    const auditLog = join(stage.folder, 'unused.jsonl');
    await expect(LocalProxy.start(stage.options({ auditLog, proxyPort: taken }))).rejects.toThrow('in use');
    expect(existsSync(auditLog)).toBe(false);
  });
});

function fifo(): string {
  const path = join(stage.folder, 'pipe');
  execFileSync('mkfifo', [path]);
  return path;
}
