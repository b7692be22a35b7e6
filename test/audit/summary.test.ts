import { describe, expect, test } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { Summarizing, type Summary } from '../../lib/audit/summary';
import { allowed, denied, tunnel } from './sample';

function summaryOf(...records: readonly AuditRecord[]): Summary {
  const summarizing = new Summarizing();
  for (const record of records) summarizing.add(record);
  return summarizing.summary();
}

describe('what was reached is counted', () => {
  test('by agent, destination and host', () => {
    const {
      reached,
      denied: refused,
      records,
    } = summaryOf(allowed, { ...allowed, agent: 'coder' }, tunnel('b.example.org'), allowed);
    expect(reached.map(({ agent, destination, host, requests }) => [agent, destination, host, requests])).toEqual([
      ['coder', 'claude', 'api.anthropic.com', 1],
      ['default', 'claude', 'api.anthropic.com', 2],
      ['default', 'mirror', 'b.example.org', 1],
    ]);
    expect([refused, records]).toEqual([[], 4]);
  });

  test('with bytes, the latest time, and exact percentiles', () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ ...allowed, durationMs: 100 - index }));
    const [row] = summaryOf(...many, { ...allowed, time: '2026-11-25T00:00:00.000Z' }).reached;
    expect(row).toMatchObject({
      requests: 101,
      bytesIn: 10_100,
      bytesOut: 202_000,
      p50Ms: 50,
      p95Ms: 95,
      lastSeen: allowed.time,
    });
  });

  test.each<[string, Partial<AuditRecord>, object]>([
    ['a failing upstream', { status: 503, reason: 'upstream-failed' }, { requests: 1, failed: 1, wouldDeny: 0 }],
    ['an upstream’s own 500', { status: 500 }, { requests: 1, failed: 1 }],
    ['an upstream’s own 404', { status: 404 }, { requests: 1, failed: 0 }],
    ['report mode', { decision: 'would-deny', reason: 'path-not-allowed' }, { requests: 1, failed: 0, wouldDeny: 1 }],
  ])('with %s told apart', (_, changes, row) => {
    expect(summaryOf({ ...allowed, ...changes }).reached).toMatchObject([row]);
  });
});

test('an intercepted connection is counted by its requests', () => {
  const { reached, records } = summaryOf(tunnel('a.example.org', { access: 'intercept' }), { ...allowed, host: 'a.example.org' });
  expect([reached.length, reached[0]?.requests, records]).toEqual([1, 1, 2]);
});

describe('what was denied', () => {
  test('is counted by what was asked and why, and is not reached', () => {
    const { reached, denied: refused } = summaryOf(denied(), denied({ time: '2026-11-26T10:00:00Z' }), denied({ method: 'GET' }));
    expect(refused.map(({ method, reason, times, lastSeen }) => [method, reason, times, lastSeen])).toEqual([
      ['GET', 'path-not-allowed', 1, '2026-11-26T09:00:00.000Z'],
      ['POST', 'path-not-allowed', 2, '2026-11-26T10:00:00Z'],
    ]);
    expect(reached).toEqual([]);
  });

  test('in report mode is in both lists', () => {
    const { reached, denied: refused } = summaryOf(denied({ decision: 'would-deny', status: 200 }));
    expect([reached.length, refused.length]).toEqual([1, 1]);
  });

  test('may have any name: those of prototypes too', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const { denied: refused } = summaryOf(...names.map((host) => denied({ host })));
    expect(refused.map(({ host }) => host)).toEqual(names);
  });

  test('takes no more room than 10,000 rows, and what is beyond is counted', () => {
    const summarizing = new Summarizing();
    for (let index = 0; index < 10_500; index += 1) summarizing.add(denied({ host: `${index}.example.org` }));
    const { denied: refused, beyond, records } = summarizing.summary();
    expect([refused.length, beyond, records]).toEqual([10_000, 500, 10_500]);
  });
});

test('text of any length is kept to its first 1,000 characters, and what begins alike is one row', () => {
  const long = (end: string) => denied({ host: 'h'.repeat(60_000), path: `/${'x'.repeat(60_000)}${end}` });
  const { denied: refused } = summaryOf(long('a'), long('b'));
  expect(refused.map(({ host, path, times }) => [host?.length, path?.length, times])).toEqual([[1001, 1001, 2]]);
});

test('the order of the records makes no difference', () => {
  const records = [allowed, denied(), tunnel('a.example.org'), { ...allowed, time: '2026-11-27T00:00:00Z', durationMs: 1 }];
  expect(summaryOf(...[...records].reverse())).toEqual(summaryOf(...records));
  expect(summaryOf(...records)).toMatchObject({ from: allowed.time, to: '2026-11-27T00:00:00Z' });
});

test('nothing is summed up as nothing', () => {
  expect(summaryOf()).toEqual({ records: 0, from: null, to: null, reached: [], denied: [], beyond: 0 });
});
