import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as tlsConnect } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { type AuditRecord, auditRecord } from '../../lib/audit/audit-record';
import { until } from '../runtime/scratch';
import type { AirlockProcess } from './airlock-process';
import { ask, closed, realKey, Stage } from './airlock-stage';

const stage = new Stage({ key: realKey, pause: () => pause(300) });

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
    expect(pathsOf(records()).sort()).toEqual([...paths].sort());
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
    // what comes after a request that is answered has come
    const [answered, half] = [
      'GET /nobody HTTP/1.1\r\nHost: x\r\n\r\n',
      'POST /claude/v1/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf',
    ];
    const authority = 'mirror.example.org:443';
    await once(sending(proxy.said('claude'), answered + half), 'data');
    await once(sending(proxy.said('HTTPS_PROXY'), `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`), 'data');
    proxy.signal('SIGTERM');
    await closed(proxy);
    await proxy.end();
    await Promise.all(streams.map((stream) => stream.text().catch(() => 'cut')));
    const seen = records().map(({ method, decision, reason, status }) => `${method} ${decision} ${reason} ${status}`);
    expect(seen.sort()).toEqual([
      'CONNECT deny interrupted 200',
      'GET deny no-such-gateway 403',
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
      await closed(proxy);
      await proxy.end();
      expect(records()).toMatchObject([{ method: 'CONNECT', decision: 'allow', reason: 'allowed', access: 'tunnel' }]);
    },
  );
});

test('what a log has before anything ends is not lost when everything is killed at once, and none is cut', async () => {
  const { proxy, records } = await logging();
  const envoy = proxy.envoy ?? 0;
  const paths = await askDenied(proxy, 50);
  await until(
    () => records().length === paths.length,
    () => `${records().length} records`,
  );
  await askDenied(proxy, 10);
  process.kill(envoy, 'SIGKILL');
  await proxy.end('SIGKILL');
  expect(pathsOf(records())).toEqual(expect.arrayContaining(paths));
});

describe('under load', () => {
  /** Asks in several loops until the proxy has gone; the paths that were answered so far, and when it is over. */
  function hammer(proxy: AirlockProcess): { answered: string[]; over: Promise<unknown> } {
    const answered: string[] = [];
    const loop = async (worker: number) => {
      for (let index = 0; ; index += 1) {
        const path = `/denied/${worker}-${index}`;
        await (await ask(proxy.said('claude'), { path })).text();
        answered.push(path);
      }
    };
    return { answered, over: Promise.allSettled([1, 2, 3, 4].map(loop)) };
  }

  const reached = (count: number, list: () => readonly string[]) =>
    until(
      () => list().length > count,
      () => `${list().length} of ${count}`,
    );

  test('SIGTERM loses no record of what was answered', async () => {
    const { proxy, records } = await logging();
    const { answered, over } = hammer(proxy);
    await reached(100, () => answered);
    await proxy.end();
    await over;
    expect(pathsOf(records())).toEqual(expect.arrayContaining(answered));
  });

  test('records reach the log all the while, and killing everything at once neither loses nor cuts one', async () => {
    const { proxy, records } = await logging();
    const { over } = hammer(proxy);
    await reached(100, () => pathsOf(records()));
    const before = pathsOf(records());
    process.kill(proxy.envoy ?? 0, 'SIGKILL');
    await proxy.end('SIGKILL');
    await over;
    expect(pathsOf(records()).slice(0, before.length)).toEqual(before);
  });
});
