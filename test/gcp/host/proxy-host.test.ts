import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { exchange, handshake } from '../../envoy/raw-client';
import { everywhere, until } from '../../runtime/scratch';
import { whyNoHost } from './host-room';
import { ProxyHostStage } from './proxy-host-stage';

const missing = whyNoHost();
if (missing) console.warn(`the proxies' host isn't run: ${missing}`);

describe.skipIf(missing)('a host of the proxies, as it is deployed', () => {
  let answerSlow = () => {};
  const stage = new ProxyHostStage(async ({ url }) => {
    if (url.includes('slow')) await new Promise<void>((resolve) => (answerSlow = resolve));
    return { body: 'hello' };
  });

  test('doesn’t start Envoy while nobody knows its secrets', async () => {
    stage.manager.secrets.set('projects/acme/secrets/anthropic-api-key', { status: 403, body: '{}' });
    await expect(stage.start()).rejects.toThrow('refresh.sh ended with 1: anthropic-api-key: Secret Manager gave nothing');
  });

  test('starts without a key that nobody has stored, is healthy, and forwards nothing', async () => {
    stage.manager.secrets.set('projects/acme/secrets/anthropic-api-key', { none: 'NOT_FOUND' });
    await stage.start();
    expect([await stage.status('/ready'), await stage.status('/other')]).toEqual([200, 404]);
    expect((await stage.ask('/claude/v1/messages')).status).toBe(401);
    expect(stage.upstream.seen).toEqual([]);
  });

  test('uses the key as soon as it is stored', async () => {
    stage.store('anthropic-api-key', 'sk-first\n');
    await stage.refresh();
    await everywhere(
      async () => (await stage.ask('/claude/v1/messages')).status === 200,
      () => 'the key was to be used',
    );
    expect(stage.upstream.seen.at(-1)?.headers['x-api-key']).toBe('sk-first');
  });

  test('uses another key without a failed request', async () => {
    const statuses: number[] = [];
    let busy = true;
    const clients = Array.from({ length: 4 }, async () => {
      while (busy) statuses.push((await stage.ask('/claude/v1/messages')).status);
    });
    await until(
      () => statuses.length > 20,
      () => 'requests were to be answered',
    );
    stage.store('anthropic-api-key', 'sk-second');
    await stage.refresh();
    const keys = () => stage.upstream.seen.map(({ headers }) => headers['x-api-key']);
    // Each worker thread of Envoy takes the new key by itself, so that the two keys alternate for a moment.
    const newest = Array(20).fill('sk-second');
    await until(
      () => isDeepStrictEqual(keys().slice(-newest.length), newest),
      () => `the new key alone was to be used, not ${keys().slice(-newest.length)}`,
    );
    busy = false;
    await Promise.all(clients);
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect([...new Set(keys())]).toEqual(['sk-first', 'sk-second']);
  });

  test('gives requests to Google its own access token', async () => {
    expect((await stage.ask('/vertex/v1/projects/acme', 'GET')).status).toBe(200);
    expect(stage.upstream.seen.at(-1)?.headers.authorization).toBe('Bearer ya29.the-token-of-the-host');
  });

  test('ends TLS of intercepted hosts by the certificate that was stored', async () => {
    const tunnel = stage.through(3128);
    const answer = await new Promise<string>((resolve) => {
      tunnel.once('data', (data) => resolve(data.toString()));
      tunnel.write('CONNECT github.com:443 HTTP/1.1\r\nHost: github.com:443\r\n\r\n');
    });
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
    const secure = await handshake(tunnel, 'github.com', stage.boundary.certificate);
    const inside = await exchange(secure, 'GET /acme/app HTTP/1.1\r\nHost: github.com\r\nConnection: close\r\n\r\n');
    expect(inside.status).toBe(200);
  });

  test('judges what an agent asks, and records who it was by the load balancer’s word', async () => {
    expect((await stage.ask('/claude/v1/models')).json).toMatchObject({ reason: 'path-not-allowed' });
    await until(
      () => stage.output.includes('/v1/models'),
      () => 'there was to be a record',
    );
    const record = stage.output.split('\n').find((line) => line.includes('/v1/models')) ?? '';
    expect(JSON.parse(record)).toMatchObject({ decision: 'deny', source: '10.64.1.9', destination: 'claude' });
  });

  test.each([
    ['nobody says who it is', 8080, 'GET /claude/v1/messages HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['it speaks version 1', 8080, 'PROXY TCP4 10.64.1.9 10.65.0.9 1 8080\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ])('closes a connection if %s', async (_, port, bytes) => {
    expect(await exchange(connect(stage.host.socket(port)), bytes)).toMatchObject({ text: '', closed: true });
  });

  test('keeps the admin interface from everybody but root and Envoy', async () => {
    const { output } = await stage.host.run('stat', '--format=%a %u', '/run/airlock/admin', '/run/airlock/admin/admin.sock');
    expect(output).toBe('700 101\n600 101\n');
  });

  test('prints no secret', () => {
    for (const secret of ['sk-first', 'sk-second', 'ya29.']) expect(stage.output).not.toContain(secret);
  });

  describe('when it is stopped', () => {
    test('lets a stream come to its end, takes no other, and goes when it is over', async () => {
      const asked = stage.ask('/claude/v1/messages?slow');
      await until(
        () => stage.upstream.begun() > 0 && stage.upstream.seen.some(({ url }) => url.includes('slow')),
        () => 'it was to begin',
      );
      const drained = stage.host.run('bash', '/etc/airlock/drain.sh').then(({ status }) => status);
      await until(
        async () => (await stage.status('/ready')) === 0,
        () => 'nobody was to be let in',
      );
      expect(await Promise.race([drained, pause(500).then(() => 'waiting')])).toBe('waiting');
      answerSlow();
      const answer = await asked;
      expect([answer.status, answer.text.includes('hello')]).toEqual([200, true]);
      expect(await drained).toBe(0);
      await stage.stop();
    });

    test('goes at once if nothing is served, or Envoy is gone', async () => {
      const drain = () => stage.host.run('bash', '/etc/airlock/drain.sh');
      expect((await drain()).status).toBe(0);
      await stage.start();
      expect((await drain()).status).toBe(0);
      await stage.stop();
    });

    test('would cut the stream without that', async () => {
      await stage.start();
      const asked = stage.ask('/claude/v1/messages?slow');
      await until(
        () => stage.upstream.seen.some(({ url }) => url.includes('slow')),
        () => 'it was to begin',
      );
      await stage.stop();
      expect((await asked).status).toBe(0);
    });
  });
});
