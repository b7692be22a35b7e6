import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LocalProxy } from '../../lib/runtime/local-proxy';
import { exchange, handshake, raw } from '../envoy/raw-client';
import { claude, host, LocalStage, policyOf } from './local-stage';
import { put } from './scratch';

const stage = new LocalStage();
const intercepted = policyOf({ ...claude, access: 'intercept' });
const post = (path: string, to = 'proxy') =>
  `POST ${path} HTTP/1.1\r\nHost: ${to}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}`;
const authorityOf = async ({ gatewayUrl }: LocalProxy) => (await fetch(`${gatewayUrl}/-/ca.pem`)).text();

describe('a local proxy', () => {
  test('takes TLS and plain HTTP of clients that know nothing of it, on ports that were free', async () => {
    const proxy = await stage.start({ policy: intercepted, transparentPort: 0, transparentHttpPort: 0 });
    const { transparentPort = 0, transparentHttpPort = 0 } = proxy;
    expect(new Set([proxy.gatewayPort, proxy.proxyPort, transparentPort, transparentHttpPort]).size).toBe(4);
    const secure = await handshake(connect(transparentPort, '127.0.0.1'), host, await authorityOf(proxy));
    expect((await exchange(secure, post('/v1/messages', host))).status).toBe(200);
    expect((await raw(transparentHttpPort, post('/v1/messages', host))).status).toBe(200);
    expect((await raw(transparentHttpPort, post('/v1/messages', 'evil.example.org'))).json).toMatchObject({
      reason: 'plain-http',
    });
    expect(stage.model.requests.map(({ headers }) => headers['x-api-key'])).toEqual(['sk-first', 'sk-first']);
  });

  test('has no such ports unasked', async () => {
    const proxy = await stage.start();
    expect([proxy.transparentPort, proxy.transparentHttpPort]).toEqual([undefined, undefined]);
  });

  test('takes the same over Unix sockets, with no port for TLS', async () => {
    const [transparentSocket, transparentHttpSocket] = [join(stage.folder, 'tls.sock'), join(stage.folder, 'http.sock')];
    const proxy = await stage.start({ policy: intercepted, transparentSocket, transparentHttpSocket });
    const secure = await handshake(connect(transparentSocket), host, await authorityOf(proxy));
    expect((await exchange(secure, post('/v1/messages', host))).status).toBe(200);
    expect((await exchange(connect(transparentHttpSocket), post('/v1/messages', host))).status).toBe(200);
    expect(proxy.transparentPort).toBeUndefined();
    await proxy.stop();
    expect([existsSync(transparentSocket), existsSync(transparentHttpSocket)]).toEqual([false, false]);
  });

  test('serves over Unix sockets, which are gone when it has stopped', async () => {
    const [gatewaySocket, proxySocket] = ['gateway.sock', 'proxy.sock'].map((name) => join(stage.folder, name)) as [
      string,
      string,
    ];
    const proxy = await stage.start({ gatewaySocket, proxySocket });
    expect((await exchange(connect(gatewaySocket), post('/claude/v1/messages'))).status).toBe(200);
    expect((await exchange(connect(proxySocket), post('/claude/v1/messages'))).json).toMatchObject({ reason: 'plain-http' });
    await proxy.stop();
    expect([existsSync(gatewaySocket), existsSync(proxySocket)]).toEqual([false, false]);
    const again = await stage.start({ gatewaySocket });
    expect((await exchange(connect(gatewaySocket), post('/claude/v1/messages'))).status).toBe(200);
    await again.stop();
  });
});

describe('a local proxy does not start', () => {
  test.each([
    [{ transparentPort: 9, gatewayPort: 9 }, '--gateway-port and --transparent-port must differ, got 9 for both'],
    [{ transparentPort: 9, transparentHttpPort: 9 }, '--transparent-port and --transparent-http-port must differ'],
  ])('with one port for two things: %o', async (given, message) => {
    await expect(stage.start(given)).rejects.toThrow(message);
  });

  test('with one socket for two things', async () => {
    const both = join(stage.folder, 'both.sock');
    const message = `--proxy-socket and --transparent-http-socket must differ, got '${both}' for both`;
    await expect(stage.start({ proxySocket: both, transparentHttpSocket: both })).rejects.toThrow(message);
  });

  test('beside another one at a socket, which it leaves alone', async () => {
    const gatewaySocket = join(stage.folder, 'shared.sock');
    const first = await stage.start({ gatewaySocket });
    await expect(stage.start({ gatewaySocket })).rejects.toThrow('--gateway-socket is in use by another program');
    expect((await exchange(connect(gatewaySocket), post('/claude/v1/messages'))).status).toBe(200);
    await first.stop();
  });

  test('where a file is in the place of a socket', async () => {
    const file = put(stage.folder, 'mine', 'mine');
    await expect(stage.start({ proxySocket: file })).rejects.toThrow(`--proxy-socket must not be there yet`);
    expect(existsSync(file)).toBe(true);
  });
});
