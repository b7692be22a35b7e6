import { expect, test } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { auditLine } from '../../lib/runtime/audit-line';
import { allowed } from '../audit/sample';

const record: AuditRecord = { ...allowed, time: '2026-11-23T23:46:26.905Z', durationMs: 7 };

test('an allowed request is one short line', () => {
  expect(auditLine(record)).toBe('23:46:26 allow default POST api.anthropic.com/v1/messages 200 7 ms');
});

test('a denied one says why', () => {
  const denied = { ...record, decision: 'deny', reason: 'path-not-allowed', status: 403 } as const;
  expect(auditLine(denied)).toBe('23:46:26 deny  default POST api.anthropic.com/v1/messages 403 path-not-allowed 7 ms');
});

test('a terminal sees colours, and only if it is asked for', () => {
  expect(auditLine(record, { colour: true })).toContain('\u001b[32m');
  expect(auditLine(record)).not.toContain('\u001b');
});

test.each([
  ['an escape sequence', '\u001b[2J', '\\u{1b}[2J'],
  ['a line end, to forge a line', '\n23:46:26 allow', '\\u{a}23:46:26 allow'],
  ['a carriage return', '\r', '\\u{d}'],
  ['a direction mark', '\u202e', '\\u{202e}'],
  ['a Cyrillic look-alike', 'аpi', '\\u{430}pi'],
  ['a character beyond the first plane', '😀', '\\u{1f600}'],
])('%s that an agent sends is shown by its number', (_what, sent, shown) => {
  for (const field of ['host', 'path', 'method'] as const) {
    const line = auditLine({ ...record, [field]: sent });
    expect(line).toContain(shown);
    expect(line).toMatch(/^[\x20-\x7e]+$/);
  }
});

test('a path of 60 KB does not flood the terminal', () => {
  expect(auditLine({ ...record, path: `/${'a'.repeat(60_000)}` }).length).toBeLessThan(700);
});

test('a request without method, host and path has its line too', () => {
  expect(auditLine({ ...record, method: null, host: null, path: null, status: 400 })).toContain(' - - 400 ');
});
