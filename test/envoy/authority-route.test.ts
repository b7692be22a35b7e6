import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { claude, github, mirror, policyOf } from './policies';
import { raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

let boundary: CertificateAuthority;
let envoy: RunningEnvoy;
const intercepting = '127.0.1.7';
const other = '127.0.2.7';

beforeAll(async () => {
  boundary = await CertificateAuthority.create({ name: 'boundary' });
  const agents = { intercepting: { destinations: ['github', 'claude'] }, other: { destinations: ['claude', 'mirror'] } };
  envoy = await startEnvoy(policyOf([claude, github, mirror], { agents }), {
    ca: boundary.certificate,
    boundary,
    props: {
      agents: [
        { agent: 'intercepting', sources: ['127.0.1.0/24'] },
        { agent: 'other', sources: ['127.0.2.0/24'] },
      ],
    },
  });
});
afterAll(() => envoy?.stop());

const ask = (port: number, line: string, host: string, from = intercepting) =>
  raw(port, `${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`, { from });

describe('the boundary’s certificate', () => {
  test.each([
    ['gateway', 'GET /-/ca.pem', 'proxy'],
    ['gateway', 'GET /-/ca.pem', 'proxy.example:8080'],
    ['proxy', 'GET /-/ca.pem', ''],
  ] as const)('is given at the %s port: %s', async (port, line, host) => {
    const answer = await ask(envoy[port], line, host || `proxy.example:${envoy.proxy}`);
    expect(answer.status).toBe(200);
    expect(answer.text).toContain('content-type: application/x-pem-file');
    expect(answer.text.slice(answer.text.indexOf('\r\n\r\n') + 4)).toBe(boundary.certificate);
    const given = expect.objectContaining({
      path: '/-/ca.pem',
      decision: 'allow',
      reason: 'allowed',
      status: 200,
      destination: null,
    });
    await expect.poll(() => envoy.audit(1)).toContainEqual(given);
  });
});

describe('it is not given', () => {
  test.each([
    ['gateway', 'POST /-/ca.pem', 'proxy', intercepting, 'no-such-gateway'],
    ['gateway', 'GET /-/ca.key', 'proxy', intercepting, 'no-such-gateway'],
    ['gateway', 'GET /-/', 'proxy', intercepting, 'no-such-gateway'],
    ['gateway', 'GET /-/../-/ca.pem', 'proxy', intercepting, 'path-ambiguous'],
    ['gateway', 'GET /-/ca.pem', 'proxy', other, 'no-such-gateway'],
    ['proxy', 'GET /-/ca.pem', 'evil.example.org', intercepting, 'plain-http'],
    ['proxy', 'GET /-/ca.pem', 'mirror.example.org:443', other, 'plain-http'],
    ['proxy', 'GET http://evil.example.org/-/ca.pem', 'evil.example.org', intercepting, 'plain-http'],
  ] as const)('at the %s port for %s of %s from %s', async (port, line, host, from, reason) => {
    const answer = await ask(envoy[port], line, host, from);
    expect(answer.json).toMatchObject({ error: 'denied', reason });
    expect(answer.text).not.toContain('BEGIN CERTIFICATE');
  });

  test('with an upgrade', async () => {
    const upgrade = 'GET /-/ca.pem HTTP/1.1\r\nHost: proxy\r\nConnection: upgrade\r\nUpgrade: CONNECT\r\n\r\n';
    const answer = await raw(envoy.gateway, upgrade, { from: intercepting });
    expect(answer.text).not.toContain('BEGIN CERTIFICATE');
  });
});
