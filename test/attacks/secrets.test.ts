import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Arena } from './arena';
import { realKeys } from './attacked-policy';
import { exchange } from './exchange';
import { requestText } from './request-text';
import { weakened } from './weakening';

const arena = new Arena();
const keys = Object.values(realKeys);
const keysIn = (text: string) => keys.filter((key) => text.includes(key));
const folderEntries = () =>
  readdirSync(arena.privateFolder, { recursive: true, encoding: 'utf8' }).map((name) => join(arena.privateFolder, name));

const adminAnswer = (path: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const call = request({ socketPath: join(arena.privateFolder, 'admin.sock'), path }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    call.on('error', reject).end();
  });

describe('no key is in', () => {
  test.each([
    ['an allowed answer', 'GET /claude/v1/files/a'],
    ['a denial', 'GET /claude/v1/complete'],
    ['a denial by its path', 'GET /claude/v1/files/../x'],
    ['an echo that is refused', 'TRACE /open/x'],
    ['the answer to OPTIONS', 'OPTIONS /claude/v1/messages'],
    ["what Envoy's admin interface would say, at the gateway", 'GET /config_dump'],
    ['the answer to a path with a format command', 'GET /%REQ(X-API-KEY)%'],
    ['the answer to a malformed one', 'GET bad'],
  ])('%s', async (_, line) => {
    const { text, status } = await exchange(arena.gateway, requestText(line));
    expect(status).toBeGreaterThan(0);
    expect(keysIn(text)).toEqual([]);
    // nor how the proxy is built
    expect(text).not.toMatch(/upstream-|envoy|\/tmp\/|agent-airlock-/i);
  });

  test.each([
    '/config_dump?include_eds',
    '/certs',
    '/clusters?format=json',
    '/stats',
    '/listeners',
    '/init_dump',
    '/server_info',
    '/runtime',
  ])("Envoy's own %s", async (path) => {
    expect(keysIn(await adminAnswer(path))).toEqual([]);
  });

  test.each(['cmdline', 'environ', 'comm', 'maps'])("a process's %s", (file) => {
    for (const pid of [arena.proxyProcess.pid, arena.proxyProcess.envoy]) {
      expect(keysIn(readFileSync(`/proc/${pid}/${file}`, 'utf8'))).toEqual([]);
    }
  });

  test('a file of the private folder but one for each', () => {
    const holding = folderEntries().filter((path) => statSync(path).isFile() && keysIn(readFileSync(path, 'utf8')).length > 0);
    expect(holding.map((path) => path.slice(arena.privateFolder.length + 1)).sort()).toEqual(
      Object.keys(realKeys)
        .map((name) => `secrets/${name}.json`)
        .sort(),
    );
  });

  test('what the proxy printed', () => {
    expect(keysIn(arena.proxyProcess.stdout + arena.proxyProcess.stderr)).toEqual([]);
  });
});

describe('the private folder', () => {
  test('and everything in it, the admin socket too, is for its owner only', () => {
    for (const path of [arena.privateFolder, ...folderEntries()]) expect([path, statSync(path).mode & 0o077]).toEqual([path, 0]);
  });

  test.runIf(process.getuid?.() === 0)('is closed to another user', () => {
    const look = () => execFileSync('ls', [arena.privateFolder], { uid: 65_534, stdio: 'pipe' });
    expect(look).toThrow(/ermission denied/);
  });
});

test('the search would find a key that is in the configuration', () => {
  const bootstrap = JSON.parse(readFileSync(arena.bootstrap, 'utf8'));
  expect(keysIn(JSON.stringify(bootstrap))).toEqual([]);
  expect(keysIn(JSON.stringify(weakened(bootstrap, 'inlined-secret')))).not.toEqual([]);
});
