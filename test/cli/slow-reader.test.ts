import { readdirSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { freePorts } from '../../lib/runtime/loopback-ports';
import { until } from '../runtime/scratch';
import { ask, realKey, Stage } from './airlock-stage';

const stage = new Stage({ key: realKey });

// what a pipe and our queue hold is 1.1 MiB; a line is over 500 bytes
const flood = 4000;

/** Sends many requests that are denied, 20 at once; the statuses of all. */
async function denied(gateway: string, count: number): Promise<Set<number | undefined>> {
  const agent = new Agent({ keepAlive: true, maxSockets: 20 });
  const path = `/claude/${'a'.repeat(600)}`;
  const one = () =>
    new Promise<number | undefined>((resolve, reject) => {
      request(gateway, { agent, path }, (response) => response.resume().on('end', () => resolve(response.statusCode)))
        .on('error', reject)
        .end();
    });
  const statuses = await Promise.all(Array.from({ length: count }, one));
  agent.destroy();
  return new Set(statuses);
}

/** A proxy on a port of our choice, as nobody reads which one it chose. */
async function unread(runtime: string) {
  const { gatewayPort } = await freePorts({ gatewayPort: 0, proxyPort: 0 });
  const proxy = await stage.run(['--gateway-port', String(gatewayPort)], { readsErrors: false, runtime });
  return { proxy, gateway: `http://127.0.0.1:${gatewayPort}/claude` };
}

describe('a reader of standard error that reads nothing', () => {
  test('holds up neither requests nor the end', async () => {
    const runtime = stage.newFolder();
    const { proxy, gateway } = await unread(runtime);
    expect(await denied(gateway, flood)).toEqual(new Set([403]));
    expect((await ask(gateway)).status).toBe(200);
    expect((await proxy.end()).status).toBe(0);
    expect(readdirSync(runtime)).toEqual([]);
  });

  test('is told, when it reads again, how many lines it missed, and sees the newest', async () => {
    const { proxy, gateway } = await unread(stage.newFolder());
    await denied(gateway, flood);
    proxy.readErrors();
    const missed = () => Number(/^(\d+) lines were dropped/m.exec(proxy.stderr)?.[1] ?? 0);
    const seen = () => proxy.stderr.split(' deny ').length - 1;
    await until(
      () => missed() > 0 && missed() + seen() === flood,
      () => `${missed()} missed and ${seen()} seen`,
    );
    await ask(gateway);
    await until(
      () => proxy.stderr.includes(' allow '),
      () => proxy.stderr.slice(-500),
    );
  });
});

test('readers that go away, as a closed terminal does, end nothing', async () => {
  const runtime = stage.newFolder();
  const { proxy, gateway } = await unread(runtime);
  proxy.closeReaders();
  expect(await denied(gateway, 20)).toEqual(new Set([403]));
  expect((await ask(gateway)).status).toBe(200);
  expect([(await proxy.end()).status, readdirSync(runtime)]).toEqual([0, []]);
});
