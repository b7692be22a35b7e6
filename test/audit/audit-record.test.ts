import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { auditRecord } from '../../lib/audit/audit-record';
import { auditRecordJsonSchema } from '../../lib/audit/json-schema';
import { allowed } from './sample';

const lineOf = (changes: object) => JSON.stringify({ ...allowed, ...changes });

describe('a line is a record', () => {
  test.each<[string, object]>([
    ['as the proxy writes it', {}],
    ['of a denial', { decision: 'deny', reason: 'host-not-allowed', status: 403 }],
    ['of a request that is not HTTP', { method: null, host: null, path: null, requestId: null, source: null, destination: null }],
    ['with a field that a later version adds', { region: 'eu-west-1' }],
  ])('%s', (_, changes) => {
    expect(auditRecord(lineOf(changes))).toEqual({ ...allowed, ...changes });
  });
});

describe('a line is no record', () => {
  test.each<[string, object]>([
    ['of another version', { v: 2 }],
    ['with a version in words', { v: '1' }],
    ['with a time of day alone', { time: '09:00:00' }],
    ['without an agent', { agent: null }],
    ['with a decision of another kind', { decision: 'maybe' }],
    ['with a reason that is not on the list', { reason: 'because' }],
    ['with a reason that every object has', { reason: 'constructor' }],
    ['with a status in words', { status: 'ok' }],
    ['with less than no bytes', { bytesIn: -1 }],
    ['with half a byte', { bytesOut: 0.5 }],
    ['with an endless duration', { durationMs: '1e999' }],
    ['with a host that is a list', { host: ['a'] }],
  ])('%s', (_, changes) => {
    expect(auditRecord(lineOf(changes))).toBeUndefined();
  });

  test.each(['', 'text', '{', '{}', '{"v":1}', '[1]', 'null', '"v"', '{"v":1,"v":2}'])('%j', (line) => {
    expect(auditRecord(line)).toBeUndefined();
  });
});

describe('the JSON Schema in the package', () => {
  const schema = auditRecordJsonSchema();
  // read back from the JSON alone, as another program would
  const other = z.fromJSONSchema(JSON.parse(JSON.stringify(schema)));

  test('says what it is, and describes every field', () => {
    expect(schema).toMatchObject({ $id: 'urn:agent-airlock:audit-record:1' });
    const fields = Object.values(schema.properties as Record<string, { description?: string }>);
    expect(fields.length).toBeGreaterThan(15);
    expect(fields.filter(({ description }) => !description)).toEqual([]);
  });

  test('takes a record, also with a field that a later version adds', () => {
    expect(other.safeParse({ ...allowed, region: 'x' }).success).toBe(true);
  });

  test.each([{ v: 2 }, { reason: 'because' }, { bytesIn: -1 }, { agent: undefined }])('refuses one with %j', (changes) => {
    expect(other.safeParse({ ...allowed, ...changes }).success).toBe(false);
  });
});
