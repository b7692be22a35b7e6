import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { InterceptStage, request } from './intercept-stage';
import { exchange, handshake, openTunnel, raw } from './raw-client';

const stage = new InterceptStage();

describe('what the policy allows at an intercepted host', () => {
  test.each([
    ['api.github.com:443', 'GET /repos/acme/x?q=/../y', 'api.github.com', '/repos/acme/x?q=/../y', 'github'],
    ['API.GitHub.com:443', 'GET /repos/acme/', 'api.github.com', '/repos/acme/', 'github'],
    ['api.github.com:443', 'DELETE /repos/acme/x/issues', 'api.github.com', '/repos/acme/x/issues', 'github'],
    ['api.github.com:443', 'PUT /uploads/a%2Fb', 'api.github.com', '/uploads/a%2Fb', 'uploads'],
    ['uploads.github.com:443', 'PUT /uploads/x', 'uploads.github.com', '/uploads/x', 'uploads'],
    ['api.github.com:8443', 'PUT /uploads/x', 'api.github.com:8443', '/uploads/x', 'uploads'],
  ])('%s %s goes on', async (authority, line, host, url, destination) => {
    expect((await stage.inside(authority, request(line, [`Host: ${authority}`]))).status).toBe(200);
    expect(stage.upstream.seen).toHaveLength(1);
    expect(stage.upstream.seen[0]).toMatchObject({ serverName: host.replace(/:.*/, ''), url, headers: { host } });
    const [method = '', path] = line.split(/[ ?]/);
    await expect
      .poll(() => stage.lastRecord(method))
      .toMatchObject({ destination, host, path, decision: 'allow', reason: 'allowed', status: 200, source: '127.0.0.1' });
    await expect
      .poll(() => stage.lastRecord('CONNECT'))
      .toMatchObject({ decision: 'allow', reason: 'allowed', status: 200, path: null });
  });

  test.each(['without a goodbye', 'with a reset'])('is recorded as allowed when its client leaves %s', async (how) => {
    await stage.quiet();
    const before = (await stage.envoy.audit(0)).length;
    const tunnel = await openTunnel(stage.envoy.proxy, 'api.github.com:443');
    const secure = await handshake(tunnel, 'api.github.com', stage.boundary.certificate);
    secure.write('GET /repos/acme/x HTTP/1.1\r\nHost: api.github.com\r\n\r\n');
    await once(secure, 'data');
    if (how === 'with a reset') tunnel.resetAndDestroy();
    else tunnel.destroy();
    await expect
      .poll(async () => (await stage.envoy.audit(0)).slice(before))
      .toMatchObject([{ method: 'GET' }, { method: 'CONNECT', decision: 'allow', reason: 'allowed' }]);
  });

  test('arrives with the proxy’s credential and headers, and not with the agent’s', async () => {
    const theirs = ['Authorization: Bearer stolen', 'X-Api-Key: stolen', 'X-Upload-Key: stolen', 'Cookie: a=stolen'];
    const others = ['X-Ours: stolen', 'X-Forwarded-Host: stolen', 'X-HTTP-Method-Override: DELETE', 'X-Request-Id: stolen'];
    const answer = await stage.inside(
      'api.github.com:443',
      request('GET /repos/acme/x', ['Host: api.github.com', ...theirs, ...others]),
    );
    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('set-cookie');
    expect(stage.upstream.seen[0]?.headers).toEqual({
      host: 'api.github.com',
      authorization: 'Bearer real-github-token',
      'x-ours': '100%-ours',
    });
  });

  test('is asked as often as one likes over one connection, each request judged and recorded for itself', async () => {
    const secure = await stage.connected('api.github.com:443');
    const one = (path: string) => `GET ${path} HTTP/1.1\r\nHost: api.github.com\r\n\r\n`;
    const { text } = await exchange(secure, one('/repos/acme/1') + one('/repos/evil/2') + one('/repos/acme/3'));
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 403', 'HTTP/1.1 200']);
    expect(stage.upstream.seen.map(({ url }) => url)).toEqual(['/repos/acme/1', '/repos/acme/3']);
    const paths = async () => (await stage.envoy.audit(1)).map(({ path, reason }) => `${path} ${reason}`);
    await expect
      .poll(paths)
      .toEqual(expect.arrayContaining(['/repos/acme/1 allowed', '/repos/evil/2 path-not-allowed', '/repos/acme/3 allowed']));
  });

  test('is told to go on before it sends a body', async () => {
    const head = ['Host: api.github.com', 'Expect: 100-continue', 'Content-Length: 2', 'Connection: close'];
    const secure = await stage.connected('api.github.com:443');
    secure.write(`POST /repos/acme/x/issues HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
    expect(String(await once(secure, 'data'))).toMatch(/^HTTP\/1\.1 100 /);
    expect((await exchange(secure, '{}')).status).toBe(200);
    expect(stage.upstream.seen[0]?.body).toBe('{}');
  });

  test('shares connections to the upstream, whoever’s tunnel it came through', async () => {
    const before = stage.upstream.connections();
    for (const path of ['/repos/acme/1', '/repos/acme/2', '/repos/acme/3']) {
      await stage.inside('api.github.com:443', request(`GET ${path}`));
    }
    // one for each of Envoy's two threads at most
    expect(stage.upstream.connections() - before).toBeLessThanOrEqual(2);
  });
});

describe('what it does not allow is refused, in JSON and a header, and reaches nobody', () => {
  test.each([
    ['GET /', 403, 'path-not-allowed'],
    ['GET /repos/acme', 403, 'path-not-allowed'],
    ['GET /repos/Acme/x', 403, 'path-not-allowed'],
    ['GET /repos/evil/x', 403, 'path-not-allowed'],
    ['GET /github/repos/acme/x', 403, 'path-not-allowed'],
    ['PUT /repos/acme/x', 403, 'method-not-allowed'],
    ['HEAD /repos/acme/x', 403, 'method-not-allowed'],
    ['GET /uploads/x', 403, 'method-not-allowed'],
    ['TRACE /repos/acme/x', 403, 'method-not-allowed'],
    ['GET /repos/acme/../evil', 400, 'path-ambiguous'],
    ['GET /repos/acme/%2e%2e/evil', 400, 'path-ambiguous'],
    ['GET /repos/acme//x', 400, 'path-ambiguous'],
    ['GET /repos/acme/a%2Fb', 400, 'path-ambiguous'],
    ['PUT /uploads/..%2Fx', 400, 'path-ambiguous'],
    ['GET /repos/acme/a%5Cb', 400, 'path-ambiguous'],
    ['OPTIONS *', 404, 'malformed'],
    ['CONNECT api.github.com:443', 403, 'malformed'],
  ])('%s: %i %s', async (line, status, reason) => {
    const answer = await stage.inside('api.github.com:443', request(line));
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(`x-airlock-denied: ${reason}`);
    if (!line.startsWith('HEAD')) expect(answer.json).toMatchObject({ error: 'denied', reason });
    expect(stage.upstream.seen).toEqual([]);
    await expect.poll(() => stage.lastRecord(line.split(' ')[0] ?? '')).toMatchObject({ decision: 'deny', reason });
  });

  test.each([
    ['api.github.com:443', 'uploads.github.com'],
    ['api.github.com:443', 'elsewhere.example.org'],
    ['api.github.com:443', 'evil.example.org'],
    ['api.github.com:443', 'api.anthropic.com'],
    ['api.github.com:443', 'mirror.example.org'],
    ['api.github.com:443', 'api.github.com:8443'],
    ['api.github.com:8443', 'api.github.com'],
    ['api.github.com:443', 'api.github.com:80'],
    ['api.github.com:443', 'api.github.com.'],
  ])('in a connection to %s, the host %s', async (authority, host) => {
    const answer = await stage.inside(authority, request('PUT /uploads/x', [`Host: ${host}`]));
    expect(answer).toMatchObject({ status: 403, json: { reason: 'server-name-mismatch' } });
    expect(stage.upstream.seen).toEqual([]);
  });

  test.each([
    ['two hosts', request('GET /repos/acme/x', ['Host: api.github.com', 'Host: evil.example.org'])],
    ['no host', request('GET /repos/acme/x', [])],
    ['another host in its target', request('GET https://evil.example.org/repos/acme/x')],
    ['two lengths', request('POST /repos/acme/x/issues', ['Host: api.github.com', 'Content-Length: 1'], '{}')],
    ['an underscore for a hyphen', request('GET /repos/acme/x', ['Host: api.github.com', 'X_Upload_Key: b'])],
    ['a raw byte in its path', request('GET /repos/acme/\xe9')],
    ['HTTP/2 without agreement', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('a request with %s', async (_, bytes) => {
    const answer = await stage.inside('api.github.com:443', bytes);
    expect(answer.text === '' ? answer.closed : answer.status >= 400 && answer.status < 500).toBe(true);
    expect(stage.upstream.seen).toEqual([]);
  });

  test.each(['websocket', 'h2c'])('an upgrade to %s', async (protocol) => {
    const headers = ['Host: api.github.com', 'Connection: upgrade', `Upgrade: ${protocol}`];
    const secure = await stage.connected('api.github.com:443');
    const { text } = await exchange(secure, `GET /repos/acme/x HTTP/1.1\r\n${headers.join('\r\n')}\r\n\r\n`);
    expect(text).not.toContain('101 Switching');
    expect(stage.upstream.seen.map((seen) => seen.headers.upgrade)).not.toContain(protocol);
  });

  test.each([
    ['by its length', request('POST /repos/acme/x/issues', ['Host: api.github.com'], 'x'.repeat(1001))],
    [
      'in chunks',
      `POST /repos/acme/x/issues HTTP/1.1\r\nHost: api.github.com\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n${'x'.repeat(1001)}\r\n0\r\n\r\n`,
    ],
  ])('a body over the limit, %s', async (_, bytes) => {
    expect(await stage.inside('api.github.com:443', bytes)).toMatchObject({ status: 413, json: { reason: 'request-too-large' } });
    expect(stage.upstream.seen).toEqual([]);
  });

  test('an upstream whose certificate is another host’s: it is sent neither request nor key', async () => {
    const answer = await stage.inside('impostor.example.org:443', request('GET /repos/acme/x', ['Host: impostor.example.org']));
    expect(answer).toMatchObject({ status: 503, json: { error: 'failed', reason: 'upstream-failed' } });
    expect(stage.upstream.seen).toEqual([]);
  });

  test('a request whose credential is gone', async () => {
    stage.envoy.setSecret('github-token', '');
    const status = async () => (await stage.inside('api.github.com:443', request('GET /repos/acme/x'))).status;
    await expect.poll(status).toBe(401);
    stage.envoy.setSecret('github-token', 'real-github-token');
    await expect.poll(status).toBe(200);
  });
});

test.each(['GET /github/repos/acme/x', 'GET /repos/acme/x'])('an intercepted host has no gateway: %s', async (line) => {
  const answer = await raw(stage.envoy.gateway, request(line));
  expect(answer).toMatchObject({ status: 403, json: { reason: 'no-such-gateway' } });
  expect(stage.upstream.seen).toEqual([]);
});
