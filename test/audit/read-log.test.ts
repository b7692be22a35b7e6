import { describe, expect, test } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { type LogCounts, readLog } from '../../lib/audit/read-log';
import { allowed, denied, logOf } from './sample';

/** A log as it comes from a file, in pieces of so many bytes. */
async function read(log: string | Buffer, pieceBytes = 7): Promise<{ records: AuditRecord[]; counts: LogCounts }> {
  const bytes = Buffer.from(log as string);
  const pieces = async function* () {
    for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
  };
  const records: AuditRecord[] = [];
  return { records, counts: await readLog(pieces(), (record) => records.push(record)) };
}

test.each([1, 7, 100_000])('a log in pieces of %i bytes gives the same records', async (pieceBytes) => {
  const strange = { ...allowed, path: '/ü/😀' };
  const { records, counts } = await read(logOf(allowed, strange, denied()), pieceBytes);
  expect(records).toEqual([allowed, strange, denied()]);
  expect(counts).toEqual({ records: 3, otherLines: 0, unreadable: 0 });
});

test.each([
  ['without a line feed at its end', logOf(allowed).trimEnd()],
  ['with line ends of Windows', logOf(allowed).replace('\n', '\r\n')],
  ['with empty lines', `\n${logOf(allowed)}\n\n`],
])('a log %s is read', async (_, log) => {
  expect((await read(log)).records).toEqual([allowed]);
});

describe('a record comes out of the envelope of', () => {
  const line = JSON.stringify(allowed);
  const container = { 'cos.googleapis.com/container_name': 'proxy', 'cos.googleapis.com/stream': 'stdout' };
  test.each([
    ['a query of CloudWatch Logs', JSON.stringify({ timestamp: 1, message: line })],
    [
      'a subscription of CloudWatch Logs',
      JSON.stringify({ messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', message: line }] }),
    ],
    ['an export of CloudWatch Logs', `2026-11-26T09:00:00.000Z ${line}`],
    ['Cloud Logging', JSON.stringify({ insertId: 'x', jsonPayload: allowed })],
    ['a host of Container-Optimized OS', JSON.stringify({ jsonPayload: { ...container, message: `${line}\n` } })],
    ['one that parses what is printed', JSON.stringify({ jsonPayload: { ...container, message: allowed } })],
  ])('%s', async (_, log) => {
    expect((await read(log)).records).toEqual([allowed]);
  });
});

describe('what is no record is skipped and counted:', () => {
  test.each([
    ['a line of Envoy’s own log', '[2026-11-26][warning] something\n', { otherLines: 1 }],
    ['a record that was cut', `${JSON.stringify(allowed).slice(0, 50)}\n`, { otherLines: 1 }],
    ['a list', '[]\n', { otherLines: 1 }],
    ['a message that is no record', '{"message":"started"}\n', { otherLines: 1 }],
    ['what else a host prints', '{"jsonPayload":{"message":"started"}}\n', { otherLines: 1 }],
    ['an entry of Cloud Logging without a payload', '{"jsonPayload":null}\n', { otherLines: 1 }],
    [
      'a message in a message',
      `${JSON.stringify({ message: JSON.stringify({ message: JSON.stringify(allowed) }) })}\n`,
      { otherLines: 1 },
    ],
    ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00, 0x0a]), { otherLines: 1 }],
    ['a record of a later version', logOf({ ...allowed, v: 2 }), { unreadable: 1 }],
    ['a record with a reason of a later version', logOf({ ...allowed, reason: 'later' }), { unreadable: 1 }],
    ['a record whose version is in its prototype', '{"__proto__":{"v":1}}\n', { otherLines: 1 }],
  ])('%s', async (_, log, counts) => {
    const { records, counts: counted } = await read(Buffer.concat([Buffer.from(log as string), Buffer.from(logOf(allowed))]));
    expect(records).toEqual([allowed]);
    expect(counted).toEqual({ records: 1, otherLines: 0, unreadable: 0, ...counts });
  });

  test('a line of 3 MiB, without keeping it', async () => {
    const { records, counts } = await read(`{"v":1,"path":"${'a'.repeat(3 * 1_048_576)}"}\n${logOf(allowed)}`, 65_536);
    expect([records, counts.otherLines]).toEqual([[allowed], 1]);
  });
});

test.each(['\u2028', '\u2029', '\u0085', '\u000b', '\r'])('%j in a path ends no line', async (character) => {
  const strange = { ...allowed, path: `/${character}{"v":1}` };
  expect((await read(logOf(strange))).records).toEqual([strange]);
});
