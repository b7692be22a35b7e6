import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as tlsConnect } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { type AuditRecord, auditRecord } from '../../lib/audit/audit-record';
import type { AirlockProcess } from './airlock-process';
import { ask, realKey, Stage } from './airlock-stage';

const stage = new Stage({ key: realKey, pauseMs: 300 });

/** A proxy with a log file, and the records in it; a line that is no record fails the test. */
async function logging(...more: string[]): Promise<{ proxy: AirlockProcess; records: () => AuditRecord[] }> {
  const log = join(stage.newFolder(), 'audit.jsonl');
  const proxy = await stage.run(['--audit-log', log, ...more]);
  const lines = () => readFileSync(log, 'utf8').split('\n').filter(Boolean);
  return { proxy, records: () => lines().map((line) => auditRecord(line) ?? expect.fail(`no record: ${line}`)) };
}

/** Asks for paths that are denied, one after the other. */
async function askDenied(proxy: AirlockProcess, count: number): Promise<string[]> {
  const paths = Array.from({ length: count }, (_, index) => `/denied/${index}`);
  for (const path of paths) await (await ask(proxy.said('claude'), { path })).text();
  return paths;
}

/** A connection to a port of the proxy, with these bytes sent. */
function sending(url: string, bytes: string): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => undefined);
  socket.write(bytes);
  return socket;
}

const pathsOf = (records: readonly AuditRecord[]) =>
  records.map(({ path }) => path ?? '').filter((path) => path.startsWith('/denied'));

describe('no record is lost', () => {
  test('by SIGTERM right after the answers', async () => {
    const { proxy, records } = await logging();
    const paths = await askDenied(proxy, 50);
    await proxy.end();
    expect(pathsOf(records())).toEqual(paths);
  });

  test('by SIGTERM with streams under way, which come to their end', async () => {
    const { proxy, records } = await logging();
    const streams = await Promise.all([1, 2, 3].map(() => ask(proxy.said('claude'), { stream: true })));
    const ended = proxy.end();
    await Promise.all(streams.map((stream) => stream.text()));
    await ended;
    expect(records()).toMatchObject(streams.map(() => ({ decision: 'allow', status: 200 })));
  });

  test('by a second signal that cuts streams, a request and tunnels, each with what had passed', async () => {
    const { proxy, records } = await logging();
    const streams = await Promise.all([1, 2].map(() => ask(proxy.said('claude'), { stream: true })));
    const head = 'POST /claude/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf';
    const authority = 'mirror.example.org:443';
    sending(proxy.said('claude'), head);
    sending(proxy.said('HTTPS_PROXY'), `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
    await pause(300);
    proxy.signal('SIGTERM');
    await pause(300);
    await proxy.end();
    await Promise.all(streams.map((stream) => stream.text().catch(() => 'cut')));
    const seen = records().map(({ method, decision, reason, status }) => `${method} ${decision} ${reason} ${status}`);
    expect(seen.sort()).toEqual([
      'CONNECT deny interrupted 200',
      'POST allow allowed 0',
      'POST allow allowed 200',
      'POST allow allowed 200',
    ]);
    expect(
      records()
        .filter(({ status, method }) => method === 'POST' && status === 200)
        .every(({ bytesOut }) => bytesOut > 0),
    ).toBe(true);
  });

  test.each(['', 'Content-Length: 0\r\n'])(
    'and none is doubled: a tunnel that talks has one, with %j in CONNECT',
    async (header) => {
      const { proxy, records } = await logging('--resolve', `mirror.example.org:443=127.0.0.1:${stage.model.port}`);
      const authority = 'mirror.example.org:443';
      const tunnel = sending(proxy.said('HTTPS_PROXY'), `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${header}\r\n`);
      await once(tunnel, 'data');
      const secure = tlsConnect({ socket: tunnel, servername: 'mirror.example.org', rejectUnauthorized: false });
      secure.on('error', () => undefined);
      await once(secure, 'secureConnect');
      proxy.signal('SIGTERM');
      await pause(300);
      await proxy.end();
      expect(records()).toMatchObject([{ method: 'CONNECT', decision: 'allow', reason: 'allowed', access: 'tunnel' }]);
    },
  );
});

test('when everything is killed at once, no record older than 1 s is lost, and none is cut', async () => {
  const { proxy, records } = await logging();
  const envoy = proxy.envoy ?? 0;
  const paths = await askDenied(proxy, 50);
  await pause(1000);
  await askDenied(proxy, 10);
  process.kill(envoy, 'SIGKILL');
  await proxy.end('SIGKILL');
  expect(pathsOf(records()).slice(0, paths.length)).toEqual(paths);
});

describe('under load', () => {
  /** Asks in several loops until the proxy has gone; what was answered, and when. */
  async function hammer(proxy: AirlockProcess): Promise<{ path: string; at: number }[]> {
    const answered: { path: string; at: number }[] = [];
    const loop = async (worker: number) => {
      for (let index = 0; ; index += 1) {
        const path = `/denied/${worker}-${index}`;
        await (await ask(proxy.said('claude'), { path })).text();
        answered.push({ path, at: Date.now() });
      }
    };
    await Promise.allSettled([1, 2, 3, 4].map(loop));
    return answered;
  }

  test('SIGTERM loses no record of what was answered', async () => {
    const { proxy, records } = await logging();
    const answered = hammer(proxy);
    await pause(700);
    await proxy.end();
    const paths = (await answered).map(({ path }) => path);
    expect(paths.length).toBeGreaterThan(20);
    expect(pathsOf(records())).toEqual(expect.arrayContaining(paths));
  });

  test('killing everything at once does neither lose one that is older than 1 s, nor cut one', async () => {
    const { proxy, records } = await logging();
    const answered = hammer(proxy);
    await pause(2000);
    const killed = Date.now();
    process.kill(proxy.envoy ?? 0, 'SIGKILL');
    await proxy.end('SIGKILL');
    const old = (await answered).filter(({ at }) => at < killed - 1000).map(({ path }) => path);
    expect(old.length).toBeGreaterThan(20);
    expect(pathsOf(records())).toEqual(expect.arrayContaining(old));
  });
});
