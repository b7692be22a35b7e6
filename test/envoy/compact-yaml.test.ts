import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { compactYaml } from '../../lib/envoy/compact-yaml';

const read = (text: string): unknown => parse(text, { maxAliasCount: -1 });

describe('compact YAML', () => {
  test('says what its data says, whatever that is', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        expect(JSON.stringify(read(compactYaml({ value })))).toBe(JSON.stringify({ value }));
      }),
      { numRuns: 60 },
    );
  });

  test('says a thing once that its data says often', () => {
    const part = { long: 'x'.repeat(1000), list: [1, 2, 3, 'some text that is not short'] };
    const data = { first: part, second: structuredClone(part), third: { in: [structuredClone(part), 'x'.repeat(1000)] } };
    const text = compactYaml(data);
    expect(text.length).toBeLessThan(1200);
    expect(read(text)).toEqual(data);
  });

  test('is one line, which a JSON string holds without an escape', () => {
    const text = compactYaml({ a: ["it's", 'x: y', '{}', '- z', '#'], b: { c: 'd' } });
    expect(text).not.toContain('\n');
    expect(JSON.stringify(text)).toBe(`"${text}"`);
  });

  // where readers of YAML 1.1 and 1.2 differ, or take text for something else
  test.each([
    'on',
    'off',
    'yes',
    'No',
    'y',
    'true',
    'null',
    '~',
    '1',
    '1e3',
    '0x10',
    '010',
    '1:30',
    '.5',
    '',
    ' ',
    '*',
    '&a',
    '!x',
    '%',
    '@',
    '`',
  ])("quotes '%s'", (value) => {
    expect(compactYaml([value])).toBe(`['${value}']`);
  });

  test('refers back to names of fields', () => {
    const data = Array.from({ length: 9 }, (_, index) => ({ name_of_a_field: index, '@name of another': { value: index } }));
    const text = compactYaml(data);
    expect(text.split('name_of_a_field')).toHaveLength(2);
    expect(text.split('@name of another')).toHaveLength(2);
    expect(read(text)).toEqual(data);
  });

  test.each(['type.googleapis.com/envoy.config', 'airlock', 'x-api-key', 'a_b'])("doesn't quote '%s'", (value) => {
    expect(compactYaml([value])).toBe(`[${value}]`);
  });

  test('has the quotes that are shorter where a text has quotes in it', () => {
    expect(compactYaml(["a 'b' 'c' 'd'", 'a "b" "c" "d"'])).toBe(`["a 'b' 'c' 'd'",'a "b" "c" "d"']`);
  });

  test('leaves CloudFormation nothing to resolve', () => {
    const data = ['{{resolve:ssm:/name}}', { '{{{resolve:ssm:/name}}': 'x' }];
    const text = compactYaml(data);
    expect(text).not.toContain('{{resolve:');
    expect(read(text)).toEqual(data);
  });

  test('escapes what single quotes cannot hold', () => {
    expect(compactYaml(['\u0001vpce-1'])).toBe('["\\u0001vpce-1"]');
  });
});
