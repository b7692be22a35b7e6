import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freeSocket, removeSocket } from '../../lib/runtime/unix-socket';
import { put, scratchFolder } from './scratch';

const folder = scratchFolder();
const listening = async (path: string) => {
  const server = createServer().listen(path);
  await once(server, 'listening');
  return server;
};

const listenAndDie = "require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))";

/** A socket whose program was killed before it could take it away. */
async function stale(name: string): Promise<string> {
  const path = join(folder, name);
  spawnSync(process.execPath, ['-e', listenAndDie, path]);
  expect(existsSync(path)).toBe(true);
  return path;
}

describe('a place for a Unix socket', () => {
  test('may be free, and is known by its whole path', async () => {
    const path = join(folder, 'free');
    expect(await freeSocket(relative(process.cwd(), path), '--gateway-socket')).toBe(path);
  });

  test('may hold a socket that nobody uses any more', async () => {
    const path = await stale('stale');
    expect(await freeSocket(path, '--gateway-socket')).toBe(path);
  });
});

describe('it is refused, and stays as it is,', () => {
  test('where a program listens', async () => {
    const path = join(folder, 'busy');
    const server = await listening(path);
    await expect(freeSocket(path, '--proxy-socket')).rejects.toThrow('--proxy-socket is in use by another program');
    expect(existsSync(path)).toBe(true);
    server.close();
  });

  test.each<[string, () => string, string]>([
    ['where a file is', () => put(folder, 'file', 'mine'), 'must not be there yet'],
    ['where a folder is', () => folder, 'must not be there yet'],
    ['where a link leads elsewhere', () => link('link', put(folder, 'target', 'mine')), 'must not be there yet'],
    ['where a link leads nowhere', () => link('dangling', join(folder, 'nowhere')), 'must not be there yet'],
    ['in a folder that is missing', () => join(folder, 'missing', 'socket'), 'must be in a folder that is there'],
    ['under a path that is too long', () => join(long(), 'socket'), 'must have 103 bytes at most'],
  ])('%s', async (_, make, message) => {
    const path = make();
    await expect(freeSocket(path, '--gateway-socket')).rejects.toThrow(`--gateway-socket ${message}`);
    await expect(freeSocket(path, '--gateway-socket')).rejects.toThrow(`got '${path}'`);
  });
});

test('only a socket is taken away', async () => {
  const [file, socket] = [put(folder, 'kept', 'mine'), await stale('left')];
  for (const path of [file, socket, join(folder, 'nothing')]) removeSocket(path);
  expect([readFileSync(file, 'utf8'), existsSync(socket)]).toEqual(['mine', false]);
});

function link(name: string, target: string): string {
  symlinkSync(target, join(folder, name));
  return join(folder, name);
}

function long(): string {
  const path = join(folder, 'x'.repeat(100));
  mkdirSync(path);
  return path;
}
