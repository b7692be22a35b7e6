import { describe, expect, test } from 'vitest';
import { type Acceptance, settle } from '../../../lib/verify/verdict/acceptance';
import { acceptanceSchema } from '../../../lib/verify/verdict/acceptance-schema';
import { finding } from '../report/reports';

const findings = [finding({ id: 'one' }), finding({ id: 'two', verdict: 'unknown' })];
const now = new Date('2026-11-26T12:00:00Z');
const accept = (id: string, until = '2026-12-31'): Acceptance => ({ id, because: 'a test', until });
const idsOf = (entries: readonly { readonly id: string }[]) => entries.map(({ id }) => id);

test('an accepted finding is taken out and listed; the rest stays', () => {
  const settled = settle(findings, [accept('one')], now);
  expect(idsOf(settled.findings)).toEqual(['two']);
  expect(settled.accepted).toEqual([accept('one')]);
  expect(settled.ignored).toEqual([]);
});

test('nothing is accepted unasked', () => {
  expect(settle(findings, [], now)).toEqual({ findings, accepted: [], ignored: [] });
});

describe('an acceptance has no effect', () => {
  test.each<[string, Acceptance, string]>([
    ['once it has expired', accept('one', '2026-11-25'), 'it expired on 2026-11-25'],
    ['on its day', accept('one', '2026-11-26'), 'it expired on 2026-11-26'],
    ['for an id that nothing has', accept('three'), 'no finding has this id'],
    ['for the start of an id', accept('on'), 'no finding has this id'],
    ['for an id in other letters', accept('ONE'), 'no finding has this id'],
  ])('%s', (_, acceptance, why) => {
    const settled = settle(findings, [acceptance], now);
    expect(idsOf(settled.findings)).toEqual(['one', 'two']);
    expect(settled.accepted).toEqual([]);
    expect(settled.ignored).toEqual([{ ...acceptance, why }]);
  });
});

test('it holds to the end of the day before', () => {
  const last = new Date('2026-12-30T23:59:59.999Z');
  expect(idsOf(settle(findings, [accept('one')], last).findings)).toEqual(['two']);
  expect(idsOf(settle(findings, [accept('one')], new Date(last.getTime() + 1)).findings)).toEqual(['one', 'two']);
});

test('of two for one finding each counts by itself', () => {
  const settled = settle(findings, [accept('one', '2026-01-01'), accept('one')], now);
  expect(idsOf(settled.findings)).toEqual(['two']);
  expect(settled.accepted).toEqual([accept('one')]);
  expect(settled.ignored.map(({ why }) => why)).toEqual(['it expired on 2026-01-01']);
});

describe('an acceptance must be written out', () => {
  test.each<[string, object]>([
    ['without a reason', { ...accept('one'), because: ' ' }],
    ['without a day', { id: 'one', because: 'a test' }],
    ['without an id', { ...accept('') }],
    ['with a day that there is not', accept('one', '2026-02-30')],
    ['with a time', accept('one', '2026-02-03T00:00:00Z')],
    ['with a key that nobody knows', { ...accept('one'), untill: '2026-12-31' }],
  ])('so not %s', (_, value) => {
    expect(acceptanceSchema.safeParse(value).success).toBe(false);
  });

  test('and may have blanks around its reason', () => {
    expect(acceptanceSchema.parse({ ...accept('one'), because: ' a test ' })).toEqual(accept('one'));
  });
});
