import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reasons } from '../../lib/policy/reason';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { anything, claude, mirror, policyOf } from './policies';
import { raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

let upstream: Upstream;
let envoy: RunningEnvoy;

const destinations = [
  claude,
  anything,
  mirror,
  { ...anything, name: 'broken', host: 'broken.example.org' },
  { ...anything, name: 'keyless', host: 'keyless.example.org', credential: claude.credential },
];

beforeAll(async () => {
  const authority = await CertificateAuthority.create({ name: 'test' });
  const hosts = ['api.anthropic.com', 'anything.example.org', 'keyless.example.org'];
  upstream = await startUpstream(await authority.issue({ hosts }));
  const to = { port: 443, address: '127.0.0.1' };
  const resolve = hosts.map((host) => ({ ...to, host, addressPort: upstream.port }));
  resolve.push({ ...to, host: 'broken.example.org', addressPort: 1 });
  envoy = await startEnvoy(policyOf(destinations, { limits: { requestBytes: 1000 } }), {
    ca: authority.certificate,
    props: { resolve, publicHost: 'door.example' },
    secrets: { 'anthropic-api-key': '' },
  });
});
afterAll(async () => {
  await envoy?.stop();
  await upstream?.close();
});

const request = (line: string, ...headers: string[]) =>
  `${line} HTTP/1.1\r\nHost: a\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n`;

describe('a refusal says what to do instead', () => {
  test.each([
    ['method-not-allowed', request('GET /claude/v1/messages'), 'this path takes POST: use that, or ask the operator'],
    ['method-not-allowed', request('TRACE /anything/x'), 'TRACE is never allowed'],
    [
      'path-not-allowed',
      request('GET /claude/x'),
      'allowed here: POST /v1/messages, GET /v1/models/*, GET|DELETE /v1/files/**; use',
    ],
    ['no-such-gateway', request('GET /x'), 'gateways: http://door.example:GATEWAY/claude/, '],
    ['path-ambiguous', request('GET /claude/../x'), 'send a path of printable ASCII without dot segments'],
    ['connect-at-gateway', request('CONNECT mirror.example.org:443'), 'send CONNECT to http://door.example:PROXY'],
    ['request-too-large', request('POST /anything/x', 'Content-Length: 1001'), 'send a body of 1000 bytes at most'],
    ['malformed', request('GET /anything/x', `X-A: ${'a'.repeat(70_000)}`), 'send 60 KiB and 100 lines of headers at most'],
    ['malformed', request('GET /anything/x', 'X_A: b'), 'send one request of well-formed HTTP/1.1'],
    ['upstream-failed', request('GET /broken/x'), 'the request is allowed, its upstream fails'],
    [
      'credential-missing',
      request('GET /keyless/x', 'X-Api-Key: mine'),
      'only the operator can mend this: the proxy has no value for the secret anthropic-api-key of keyless',
    ],
  ])('at the gateway: %s', async (reason, bytes, hint) => {
    const { json } = await raw(envoy.gateway, bytes);
    expect(json.reason).toBe(reason);
    expect(json.hint).toContain(hint.replace('GATEWAY', String(envoy.gateway)).replace('PROXY', String(envoy.proxy)));
  });

  test.each([
    ['plain-http', request('GET http://other.example.org/'), 'use https through http://door.example:PROXY, or a gateway'],
    [
      'host-not-allowed',
      request('CONNECT x.org:443'),
      'CONNECT goes to mirror.example.org:443, *.mirror.example.org:443; gateways',
    ],
    ['use-gateway', request('CONNECT api.anthropic.com:443'), 'use http://door.example:GATEWAY/claude/ instead of CONNECT'],
  ])('at the proxy port: %s', async (reason, bytes, hint) => {
    const { json } = await raw(envoy.proxy, bytes);
    expect(json.reason).toBe(reason);
    expect(json.hint).toContain(hint.replace('GATEWAY', String(envoy.gateway)).replace('PROXY', String(envoy.proxy)));
    expect(Object.keys(reasons)).toContain(reason);
  });

  test('when a limit refuses what no rule allows either, of the limit', async () => {
    const { json } = await raw(envoy.gateway, request('POST /claude/x', 'Content-Length: 1001'));
    expect(json).toMatchObject({ reason: 'request-too-large', hint: 'send a body of 1000 bytes at most' });
  });
});
