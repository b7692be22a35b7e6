import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { anything, bedrock, claude, mirror, policyOf } from './policies';
import { raw } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

let upstream: Upstream;
let envoy: RunningEnvoy;

beforeAll(async () => {
  const authority = await CertificateAuthority.create({ name: 'test' });
  const hosts = ['api.anthropic.com', 'bedrock-runtime.eu-west-1.amazonaws.com', 'anything.example.org'];
  upstream = await startUpstream(await authority.issue({ hosts }));
  const resolve = hosts.map((host) => ({ host, port: 443, address: '127.0.0.1', addressPort: upstream.port }));
  envoy = await startEnvoy(policyOf([claude, bedrock, anything, mirror], { limits: { requestBytes: 1000 } }), {
    ca: authority.certificate,
    props: { resolve },
  });
});
afterAll(async () => {
  await envoy?.stop();
  await upstream?.close();
});
beforeEach(() => {
  upstream.seen.length = 0;
});

const request = (line: string, headers: readonly string[] = [], body = '') =>
  `${line} HTTP/1.1\r\nHost: proxy\r\n${headers.map((header) => `${header}\r\n`).join('')}` +
  `${body ? `Content-Length: ${body.length}\r\n` : ''}Connection: close\r\n\r\n${body}`;

describe('what the policy allows', () => {
  test('arrives with the proxy’s credential and headers, and not with the agent’s', async () => {
    const theirs = [
      'X-Api-Key: stolen',
      'Authorization: Bearer stolen',
      'Cookie: a=stolen',
      'Proxy-Authorization: Basic stolen',
      'anthropic-allowed-org-ids: stolen',
    ];
    const answer = await raw(envoy.gateway, request('POST /claude/v1/messages', theirs, '{}'));
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('set-cookie');
    expect(answer.text).not.toContain('x-airlock-denied');
    expect(upstream.seen).toHaveLength(1);
    expect(upstream.seen[0]).toMatchObject({ serverName: 'api.anthropic.com', method: 'POST', url: '/v1/messages', body: '{}' });
    expect(upstream.seen[0]?.headers).toMatchObject({
      host: 'api.anthropic.com',
      'x-api-key': 'real-anthropic-api-key',
      'anthropic-allowed-org-ids': '100%-ours',
    });
    expect(JSON.stringify(upstream.seen)).not.toContain('stolen');
  });

  test.each([
    ['GET /claude/v1/models/claude-x', '/v1/models/claude-x'],
    ['GET /claude/v1/files/', '/v1/files/'],
    ['DELETE /claude/v1/files/a/b%20c?x=/../y', '/v1/files/a/b%20c?x=/../y'],
    ['POST /bedrock/model/arn:aws:x%2Fy/invoke', '/model/arn:aws:x%2Fy/invoke'],
    ['PATCH /anything/', '/'],
    ['GET http://elsewhere.example/anything/x', '/x'],
  ])('%s goes on as %s', async (line, url) => {
    expect((await raw(envoy.gateway, request(line))).status).toBe(200);
    expect(upstream.seen.map((seen) => seen.url)).toEqual([url]);
  });

  test('carries no word of the agent about who and what it is', async () => {
    const claims = [
      'X-Forwarded-For: 9.9.9.9',
      'X-Forwarded-Host: evil',
      'Forwarded: for=9.9.9.9',
      'X-Envoy-Retry-On: 5xx',
      'X-HTTP-Method-Override: DELETE',
    ];
    const others = [
      'X-Original-URL: /v1/files',
      'X-Rewrite-URL: /v1/files',
      'X-Real-IP: 9.9.9.9',
      'X-Request-Id: forged',
      'Connection: x-api-key',
    ];
    await raw(envoy.gateway, request('POST /claude/v1/messages', [...claims, ...others], '{}'));
    const names = Object.keys(upstream.seen[0]?.headers ?? {});
    expect(names.sort()).toEqual(['anthropic-allowed-org-ids', 'content-length', 'host', 'x-api-key']);
  });
});

describe('what it does not allow is refused, in JSON and a header, and reaches nobody', () => {
  test.each([
    ['GET /claude/v1/messages', 403, 'method-not-allowed'],
    ['POST /claude/v1/messages/', 403, 'path-not-allowed'],
    ['POST /claude/v1/messagesX', 403, 'path-not-allowed'],
    ['POST /claude/V1/messages', 403, 'path-not-allowed'],
    ['GET /claude/v1/models/', 403, 'path-not-allowed'],
    ['GET /claude/v1/models/a/b', 403, 'path-not-allowed'],
    ['GET /claude/v1/files', 403, 'path-not-allowed'],
    ['PUT /claude/v1/files/a', 403, 'method-not-allowed'],
    ['HEAD /claude/v1/models/a', 403, 'method-not-allowed'],
    ['POST /claude', 403, 'path-not-allowed'],
    ['POST /claudeX/v1/messages', 403, 'no-such-gateway'],
    ['POST /v1/messages', 403, 'no-such-gateway'],
    ['POST /mirror/x', 403, 'no-such-gateway'],
    ['GET /', 403, 'no-such-gateway'],
    ['OPTIONS *', 404, 'malformed'],
    ['TRACE /anything/x', 403, 'method-not-allowed'],
    ['GET /claude/v1/files/../messages', 400, 'path-ambiguous'],
    ['GET /claude/v1/files/%2e%2E/x', 400, 'path-ambiguous'],
    ['GET /claude/v1/files/.%2e/x', 400, 'path-ambiguous'],
    ['GET /claude/v1/files/./x', 400, 'path-ambiguous'],
    ['GET /claude/v1/files/..', 400, 'path-ambiguous'],
    ['GET /claude/v1/files/..;a=b/x', 400, 'path-ambiguous'],
    ['GET /claude/v1/files//x', 400, 'path-ambiguous'],
    ['GET /claude//v1/files/x', 400, 'path-ambiguous'],
    ['GET //claude/v1/files/x', 400, 'path-ambiguous'],
    ['GET /claude/v1/files/a%2Fb', 400, 'path-ambiguous'],
    ['GET /claude/v1/files/a%5cb', 400, 'path-ambiguous'],
    ['GET /claude/v1/files/a\\b', 400, 'path-ambiguous'],
    ['GET /claude/v1/files/a%00', 400, 'path-ambiguous'],
    ['GET /claude/v1/files/a%zz', 400, 'path-ambiguous'],
    ['GET /x/../claude/v1/files/a', 400, 'path-ambiguous'],
    ['POST /bedrock/model/%2E%2E%2Fx/invoke', 400, 'path-ambiguous'],
    ['POST /bedrock/model/a%5Cb/invoke', 400, 'path-ambiguous'],
    ['POST /bedrock/model/a//invoke', 400, 'path-ambiguous'],
  ])('%s: %i %s', async (line, status, reason) => {
    const answer = await raw(envoy.gateway, request(line));
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(`x-airlock-denied: ${reason}`);
    if (!line.startsWith('HEAD')) expect(answer.json).toMatchObject({ error: 'denied', reason });
    expect(upstream.seen).toEqual([]);
  });

  test.each([
    ['two lengths', 'POST /claude/v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx'],
    [
      'a length and chunks',
      'POST /claude/v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['an unknown coding', 'POST /claude/v1/messages HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['a space before the colon', 'POST /claude/v1/messages HTTP/1.1\r\nHost: a\r\nContent-Length : 1\r\n\r\nx'],
    ['an underscore for a hyphen', 'POST /claude/v1/messages HTTP/1.1\r\nHost: a\r\nX_Api_Key: b\r\n\r\n'],
    ['no host', 'POST /claude/v1/messages HTTP/1.1\r\n\r\n'],
    ['two hosts', 'POST /claude/v1/messages HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n'],
    ['a NUL in a value', 'POST /claude/v1/messages HTTP/1.1\r\nHost: a\r\nX-A: b\0c\r\n\r\n'],
    ['an invented method', 'PWN /anything/x HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a raw byte in the path', 'GET /anything/\xe9 HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['a fragment', 'GET /anything/x#y HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['HTTP/2 without TLS', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['HTTP/0.9', 'GET /anything/x\r\n\r\n'],
  ])('a request with %s', async (_, bytes) => {
    const answer = await raw(envoy.gateway, bytes);
    expect(answer.text === '' ? answer.closed : answer.status >= 400 && answer.status < 500).toBe(true);
    expect(upstream.seen).toEqual([]);
  });

  test.each([
    ['by its length', request('POST /claude/v1/messages', [], 'x'.repeat(1001))],
    [
      'in chunks',
      `POST /claude/v1/messages HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n${'x'.repeat(1001)}\r\n0\r\n\r\n`,
    ],
  ])('a body over the limit, %s', async (_, bytes) => {
    const answer = await raw(envoy.gateway, bytes);
    expect(answer).toMatchObject({ status: 413, json: { reason: 'request-too-large' } });
    expect(upstream.seen).toEqual([]);
  });

  test('CONNECT at the gateway’s port, even to a host that has a tunnel', async () => {
    const answer = await raw(envoy.gateway, 'CONNECT mirror.example.org:443 HTTP/1.1\r\nHost: mirror.example.org:443\r\n\r\n');
    expect(answer).toMatchObject({ status: 403, json: { reason: 'connect-at-gateway' } });
  });
});

describe('without its credential', () => {
  test('nothing is forwarded until the secret is back', async () => {
    envoy.setSecret('anthropic-api-key', '');
    await expect.poll(async () => (await raw(envoy.gateway, request('POST /claude/v1/messages', [], '{}'))).status).toBe(401);
    upstream.seen.length = 0;
    const answer = await raw(envoy.gateway, request('POST /claude/v1/messages', ['X-Api-Key: mine'], '{}'));
    expect(answer).toMatchObject({ status: 401, json: { reason: 'credential-missing' } });
    expect(upstream.seen).toEqual([]);
    envoy.setSecret('anthropic-api-key', 'rotated');
    await expect.poll(async () => (await raw(envoy.gateway, request('POST /claude/v1/messages', [], '{}'))).status).toBe(200);
    expect(upstream.seen[0]?.headers['x-api-key']).toBe('rotated');
  });
});

test('no secret is in anything that Envoy printed or logged', () => {
  for (const secret of ['real-anthropic-api-key', 'real-bedrock-key', 'rotated', 'stolen'])
    expect(envoy.output()).not.toContain(secret);
});
