import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { LocalProxy } from '../../lib/runtime/local-proxy';
import { LocalStage, secret, statusOf } from './local-stage';
import { put, until } from './scratch';

const stage = new LocalStage();

/** The key that the upstream is sent now; undefined if nothing is forwarded. */
async function keyUpstream(proxy: LocalProxy): Promise<string | undefined> {
  stage.model.requests.length = 0;
  const status = await statusOf(proxy);
  const keys = stage.model.requests.map(({ headers }) => headers['x-api-key']);
  expect([status, keys.length]).toEqual(keys.length === 1 ? [200, 1] : [401, 0]);
  return keys[0];
}

async function becomes(proxy: LocalProxy, key: string | undefined): Promise<void> {
  await until(
    async () => (await keyUpstream(proxy)) === key,
    () => `the upstream is not sent ${key}`,
  );
}

/** A proxy whose secret is in a file, and what it says. */
async function following(path: string): Promise<{ proxy: LocalProxy; said: string[] }> {
  const proxy = await stage.start({ secrets: { [secret]: { kind: 'file', path } } });
  const said: string[] = [];
  proxy.on('log', (line) => said.push(line));
  expect(await keyUpstream(proxy)).toBe('sk-first');
  return { proxy, said };
}

let count = 0;
function keyFile(): string {
  count += 1;
  return put(stage.folder, `key-${count}`, 'sk-first\n');
}

describe('the upstream is sent the new key of a file that', () => {
  test('another is renamed over', async () => {
    const path = keyFile();
    const { proxy, said } = await following(path);
    renameSync(put(stage.folder, 'fresh', 'sk-second\n'), path);
    await becomes(proxy, 'sk-second');
    expect(said).toEqual([`secret '${secret}' was replaced`]);
  });

  test('is written in place', async () => {
    const path = keyFile();
    const { proxy } = await following(path);
    writeFileSync(path, 'sk-second');
    await becomes(proxy, 'sk-second');
  });

  test('is deleted and made anew', async () => {
    const path = keyFile();
    const { proxy } = await following(path);
    unlinkSync(path);
    await pause(500);
    writeFileSync(path, 'sk-second\n');
    await becomes(proxy, 'sk-second');
  });

  test('lies behind a symlink to a folder that is swapped, as Kubernetes does', async () => {
    const volume = join(stage.folder, 'volume');
    for (const [name, key] of [
      ['one', 'sk-first'],
      ['two', 'sk-second'],
    ] as const) {
      mkdirSync(join(volume, name), { recursive: true });
      put(join(volume, name), 'key', key);
    }
    symlinkSync('one', join(volume, 'data'));
    symlinkSync(join('data', 'key'), join(volume, 'key'));
    const { proxy } = await following(join(volume, 'key'));
    symlinkSync('two', join(volume, 'fresh'));
    renameSync(join(volume, 'fresh'), join(volume, 'data'));
    rmSync(join(volume, 'one'), { recursive: true });
    await becomes(proxy, 'sk-second');
  });
});

test.each([
  ['deleted', (path: string) => unlinkSync(path), 'there is no such file'],
  ['emptied', (path: string) => truncateSync(path), 'it is empty'],
])('requests get a 401, and nothing is forwarded, once the file is %s, and one line says so', async (_what, spoil, why) => {
  const path = keyFile();
  const { proxy, said } = await following(path);
  spoil(path);
  await becomes(proxy, undefined);
  await pause(600);
  expect(said).toEqual([`secret '${secret}' was withdrawn, requests that need it get a 401: ${path} can't be used: ${why}`]);
});

test('a secret that was withdrawn works again when its file is back', async () => {
  const path = keyFile();
  const { proxy, said } = await following(path);
  unlinkSync(path);
  await becomes(proxy, undefined);
  writeFileSync(path, 'sk-first\n');
  await becomes(proxy, 'sk-first');
  expect(said.at(-1)).toBe(`secret '${secret}' is back`);
});

test('a file that is gone for a moment only is never felt', async () => {
  const path = keyFile();
  const { proxy, said } = await following(path);
  unlinkSync(path);
  await pause(500);
  writeFileSync(path, 'sk-first\n');
  for (let look = 0; look < 10; look += 1) {
    expect(await keyUpstream(proxy)).toBe('sk-first');
    await pause(100);
  }
  expect(said).toEqual([]);
});
