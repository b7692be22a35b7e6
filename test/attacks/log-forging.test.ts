import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Arena } from './arena';
import { agentsKey, realKeys } from './attacked-policy';
import { exchange } from './exchange';
import type { Weakening } from './weakening';

const arena = new Arena();

interface Forgery {
  readonly what: string;
  readonly target?: string;
  readonly host?: string;
  readonly headers?: readonly string[];
}

const forged = '{"v":1,"decision":"allow","agent":"forged"}';
const forgeries: readonly Forgery[] = [
  { what: 'quotes and braces in the path', target: `/claude/v1/file/","decision":"allow","x":"${forged}` },
  { what: 'an encoded line feed in the path', target: `/claude/v1/file/x%0a${forged}` },
  { what: 'an encoded carriage return in the path', target: `/claude/v1/files/x%0d%0a${forged}` },
  { what: 'a backslash before the quote', target: '/claude/v1/file\\","decision":"allow","x":"' },
  { what: 'a raw byte in the path', target: '/claude/v1/files/\xff\xfe\x80' },
  { what: 'half a character in the path', target: '/claude/v1/files/\xe2\x82' },
  { what: 'a terminal’s escape in the path', target: '/claude/v1/files/\x1b[2K\x1b[1A\x1b[32mallow' },
  { what: 'an encoded escape in the path', target: '/claude/v1/file/%1b[2K%1b[1A' },
  { what: 'a format command in the path', target: '/claude/v1/file/%REQ(X-API-KEY)%' },
  { what: 'quotes in the host', host: 'a","decision":"allow' },
  { what: 'raw bytes in the host', host: '\xff\x1b[31m' },
  { what: 'a line feed in the host', host: `a\n${forged}` },
  { what: 'a format command in the host', host: '%REQ(X-API-KEY)%' },
  { what: 'a forged id', headers: ['X-Request-Id: ","agent":"forged'] },
  { what: 'a forged source', headers: ['X-Forwarded-For: forged', 'X-Real-IP: forged', 'Forwarded: for=forged'] },
  { what: 'a folded header', headers: [`User-Agent: a\r\n ${forged}`] },
  { what: 'a key in the query', target: `/claude/v1/file?key=${agentsKey}` },
  { what: 'a key in a header', headers: [`X-Api-Key: ${agentsKey}`, `Authorization: ${agentsKey}`] },
];
const bytesOf = ({ target = '/claude/v1/file', host = 'proxy', headers = [] }: Forgery) =>
  [`GET ${target} HTTP/1.1`, `Host: ${host}`, ...headers, 'Connection: close', '', ''].join('\r\n');

/** What is wrong with lines of a log; each request is one line of JSON that says what happened and nothing that is secret. */
function problems(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const record = parsed(line);
    if (record === undefined) return [`no JSON: ${line}`];
    const found: string[] = [];
    if (record.agent !== 'default' || record.decision !== 'deny') found.push(`forged: ${line}`);
    if (record.source !== '127.0.0.1') found.push(`source: ${line}`);
    if (/forged/.test(String(record.requestId))) found.push(`id: ${line}`);
    if ([agentsKey, ...Object.values(realKeys)].some((key) => line.includes(key))) found.push(`secret: ${line}`);
    return found;
  });
}

function parsed(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

describe('no request forges a line of the log, or leaves a secret there:', () => {
  test.each(forgeries)('$what', async (forgery) => {
    const { status } = await exchange(arena.gateway, bytesOf(forgery));
    expect(status).toBeGreaterThanOrEqual(400);
  });

  test('each has its line, all lines are sound', async () => {
    // the first is that of the arena's own request; several may come of one, where its bytes end a request
    const lines = () => linesOf(readFileSync(arena.log, 'utf8')).slice(1);
    await expect.poll(() => lines().length).toBeGreaterThanOrEqual(forgeries.length);
    expect(problems(lines())).toEqual([]);
  });

  test('and the console has no byte that a terminal would act on', async () => {
    const shown = () => arena.proxyProcess.stderr.split(' deny ').length - 1;
    await expect.poll(shown).toBeGreaterThanOrEqual(forgeries.length);
    expect(arena.proxyProcess.stderr).not.toMatch(/[^\n\x20-\x7e…]/);
    expect(problems(linesOf(arena.proxyProcess.stderr).filter((line) => line.startsWith('{')))).toEqual([]);
    for (const key of [agentsKey, ...Object.values(realKeys)]) expect(arena.proxyProcess.stderr).not.toContain(key);
  });
});

test('an allowed request leaves no key in the log either', async () => {
  await exchange(arena.gateway, bytesOf({ what: 'allowed', target: `/claude/v1/files/a?key=${agentsKey}` }));
  await expect.poll(() => arena.records().some(({ path }) => path === '/v1/files/a')).toBe(true);
  const log = readFileSync(arena.log, 'utf8') + arena.proxyProcess.stderr;
  for (const key of [agentsKey, ...Object.values(realKeys)]) expect(log).not.toContain(key);
});

describe('it would be, without the control:', () => {
  test.each<[Weakening, string]>([
    ['text-log', 'quotes and braces in the path'],
    ['text-log', 'a raw byte in the path'],
    ['text-log', 'a folded header'],
    ['logged-headers', 'a key in the query'],
  ])('%s, by %s', async (weakening, what) => {
    const weak = await arena.without(weakening);
    const before = weak.output().length;
    const forgery = forgeries.find((each) => each.what === what);
    await exchange(weak.gateway, bytesOf(forgery ?? { what }));
    await expect.poll(() => problems(linesOf(weak.output().slice(before)))).not.toEqual([]);
  });

  test('logged-headers, by an allowed request: the injected key is there to be logged', async () => {
    const weak = await arena.without('logged-headers');
    await exchange(weak.gateway, bytesOf({ what: 'allowed', target: '/claude/v1/files/a' }));
    await expect.poll(() => weak.output()).toContain(realKeys['anthropic-api-key']);
  });
});
