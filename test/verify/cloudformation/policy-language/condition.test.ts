import { describe, expect, test } from 'vitest';
import { judged } from '../../../../lib/verify/cloudformation/policy-language/condition';
import { absent, type Fact, free, known } from '../../../../lib/verify/cloudformation/policy-language/fact';
import { glyphsOf } from '../../../../lib/verify/cloudformation/policy-language/glyph';
import { conditionsOf } from '../../../../lib/verify/cloudformation/policy-language/parse-condition';
import type { Value } from '../../../../lib/verify/world/value';
import { account, imported, reference, resources } from './world';

const holds = (operator: string, wanted: Value, fact: Fact | undefined, key = 'aws:Key') =>
  judged(conditionsOf({ [operator]: { [key]: wanted } }, resources), new Map(fact ? [[key.toLowerCase(), fact]] : [])).holds;
const is = (...values: readonly Value[]) => known(...values.map((value) => glyphsOf(value)));

describe('a condition on a known key', () => {
  test.each<[string, Value, Fact, string]>([
    ['StringEquals', 'a', is('a'), 'yes'],
    ['StringEquals', ['b', 'a'], is('a'), 'yes'],
    ['StringEquals', 'A', is('a'), 'no'],
    ['StringEquals', 'a*', is('ab'), 'no'],
    ['StringEquals', account, is(account), 'yes'],
    ['StringEquals', '111122223333', is(account), 'maybe'],
    ['StringEquals', 'not-an-account', is(account), 'no'],
    ['StringEquals', imported, is('a'), 'maybe'],
    ['StringEquals', [imported, 'a'], is('a'), 'yes'],
    ['StringEquals', [], is('a'), 'no'],
    ['StringNotEquals', ['b', 'c'], is('a'), 'yes'],
    ['StringNotEquals', ['b', 'a'], is('a'), 'no'],
    ['StringNotEquals', imported, is('a'), 'maybe'],
    ['StringEqualsIgnoreCase', 'A', is('a'), 'yes'],
    ['StringLike', 'a*', is('ab'), 'yes'],
    ['StringLike', 'a?', is('abc'), 'no'],
    ['StringNotLike', 'a*', is('ab'), 'no'],
    ['stringlike', 'A*', is('ab'), 'no'],
    ['ArnLike', 'arn:aws:iam::*:role/*', is('arn:aws:iam::1:role/a'), 'yes'],
    ['ArnEquals', 'arn:aws:iam::*:role/*', is('arn:aws:iam::1:role/a'), 'yes'],
    ['ArnNotLike', 'arn:aws:iam::*:user/*', is('arn:aws:iam::1:role/a'), 'yes'],
    ['Bool', true, is('true'), 'yes'],
    ['Bool', 'False', is('true'), 'no'],
    ['NumericLessThan', '10', is('9'), 'yes'],
    ['NumericLessThan', 10, is('10'), 'no'],
    ['NumericLessThanEquals', '10', is('10'), 'yes'],
    ['NumericGreaterThan', '10', is('9'), 'no'],
    ['NumericNotEquals', '10', is('9'), 'yes'],
    ['NumericEquals', 'ten', is('9'), 'maybe'],
    ['DateGreaterThan', '2026-01-01T00:00:00Z', is('2026-06-01T00:00:00Z'), 'yes'],
    ['DateLessThan', '2026-01-01T00:00:00Z', is('2026-06-01T00:00:00Z'), 'no'],
    ['IpAddress', '10.0.0.0/8', is('10.1.2.3'), 'yes'],
    ['IpAddress', ['192.0.2.1', '198.51.100.0/24'], is('192.0.2.1'), 'yes'],
    ['IpAddress', '10.0.0.0/8', is('fd00::1'), 'no'],
    ['NotIpAddress', '10.0.0.0/8', is('10.1.2.3'), 'no'],
    ['IpAddress', 'nowhere', is('10.1.2.3'), 'maybe'],
    ['Null', 'true', is('a'), 'no'],
    ['Null', 'false', is('a'), 'yes'],
    ['ForAllValues:StringEquals', ['a', 'b'], is('a', 'b'), 'yes'],
    ['ForAllValues:StringEquals', ['a'], is('a', 'b'), 'no'],
    ['ForAnyValue:StringEquals', ['a'], is('a', 'b'), 'yes'],
    ['ForAnyValue:StringEquals', ['c'], is('a', 'b'), 'no'],
    ['ForAllValues:StringNotEquals', ['c'], is('a', 'b'), 'yes'],
    ['ForAnyValue:StringNotEquals', ['a', 'b'], is('a', 'b'), 'no'],
    ['StringEqualsIfExists', 'a', is('b'), 'no'],
    ['Unheard', 'a', is('a'), 'maybe'],
  ])('%s %s of %o: %s', (operator, wanted, fact, expected) => {
    expect(holds(operator, wanted, fact)).toBe(expected);
  });
});

describe('a condition on a missing key', () => {
  test.each([
    ['StringEquals', 'a', 'no'],
    ['StringNotEquals', 'a', 'yes'],
    ['StringEqualsIfExists', 'a', 'yes'],
    ['StringNotLike', 'a', 'yes'],
    ['ForAllValues:StringEquals', 'a', 'yes'],
    ['ForAnyValue:StringEquals', 'a', 'no'],
    ['ForAnyValue:StringNotEquals', 'a', 'no'],
    ['Null', 'true', 'yes'],
    ['Null', 'false', 'no'],
    ['Bool', 'false', 'no'],
    ['BoolIfExists', 'false', 'yes'],
    ['IpAddress', '10.0.0.0/8', 'no'],
    ['NotIpAddress', '10.0.0.0/8', 'yes'],
  ])('%s %s: %s', (operator, wanted, expected) => {
    expect(holds(operator, wanted, absent)).toBe(expected);
  });
});

test('a condition on a key of which nothing is known stays open', () => {
  for (const operator of ['StringEquals', 'StringNotEquals', 'Null', 'ForAllValues:StringLike', 'IpAddress'])
    expect(holds(operator, 'true', undefined)).toBe('maybe');
});

test('what the requester chooses may meet a condition and may fail it', () => {
  const conditions = conditionsOf({ StringEquals: { 'aws:Key': 'a' } }, resources);
  expect(judged(conditions, new Map([['aws:key', free]]))).toEqual({ holds: 'yes', fails: 'yes' });
});

test('what the requester chooses may not meet two conditions at once for certain', () => {
  const conditions = conditionsOf({ StringEquals: { 'aws:Key': 'a' }, StringNotEquals: { 'aws:Key': 'a' } }, resources);
  expect(judged(conditions, new Map([['aws:key', free]])).holds).toBe('maybe');
});

test('all conditions must hold', () => {
  const conditions = conditionsOf({ StringEquals: { 'aws:One': 'a', 'aws:Two': 'b' } }, resources);
  const one: [string, Fact] = ['aws:one', is('a')];
  expect(judged(conditions, new Map([one, ['aws:two', is('b')]])).holds).toBe('yes');
  expect(judged(conditions, new Map([one, ['aws:two', is('c')]])).holds).toBe('no');
  expect(judged(conditions, new Map([one]))).toEqual({ holds: 'maybe', fails: 'maybe' });
});

test('a policy variable stands for what is known of its key', () => {
  expect(holds('StringEquals', `\${aws:Key}`, is('a'))).toBe('yes');
  expect(holds('StringEquals', `\${aws:Unknown}`, is('a'))).toBe('maybe');
});

test('a reference is the ARN that it gives', () => {
  expect(holds('ArnEquals', reference('Admin', 'Arn'), is('arn:aws:iam::111122223333:role/ops/admin'))).toBe('maybe');
  expect(holds('ArnEquals', reference('Admin', 'Arn'), is('arn:aws:iam::111122223333:role/ops/other'))).toBe('no');
});

test('a prefix of keys is known together', () => {
  const conditions = conditionsOf({ StringEquals: { 'aws:RequestTag/team': 'a' } }, resources);
  expect(judged(conditions, new Map([['aws:requesttag/', free]])).holds).toBe('yes');
});
