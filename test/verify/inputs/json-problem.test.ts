import { describe, expect, test } from 'vitest';
import { jsonProblem } from '../../../lib/verify/inputs/json-problem';

test.each([
  ['nothing', '', 0, 'it breaks off: a value is missing'],
  ['a bare word', '{"a": secret}', 6, 'a value should stand here'],
  ['a comma too many', '{"a": 1,\n}', 9, 'a name in double quotes should stand here'],
  ['a comma too many in a list', '[1, ]', 4, 'a value should stand here'],
  ['a comma too few', '[1 2]', 3, ', or ] should stand here'],
  ['a name in single quotes', "{'secret': 1}", 1, 'a name in double quotes or } should stand here'],
  ['an open text', '["secret', 1, 'a value or ] should stand here'],
  ['an open mapping', '{"a": {}', 8, 'it breaks off: , or } is missing'],
  ['a second value', '{} secret', 3, 'the end should stand here'],
  ['a line end in a text', '["a\nb"]', 1, 'a value or ] should stand here'],
  ['the wrong bracket', '[{}}', 3, ', or ] should stand here'],
])('%s is said with its place', (_, text, offset, message) => {
  expect(jsonProblem(text)).toEqual({ offset, message });
});

describe('what JSON.parse takes is JSON, and nothing else', () => {
  const sample = JSON.stringify({ a: [1, -0.5e3, true, null, { b: 'x"\\\u0007é' }], c: {}, d: [] }, undefined, 1);
  const marks = ['', ',', ':', '"', '{', '}', '[', ']', '\\', '0', '-', '.', 'e', 't', '\n', '\u0001'];
  const variants = [...sample].flatMap((_, at) =>
    marks.flatMap((mark) => [sample.slice(0, at) + mark + sample.slice(at + 1), sample.slice(0, at) + mark + sample.slice(at)]),
  );

  test(`in ${variants.length} variants of a text`, () => {
    expect(variants.filter((text) => (jsonProblem(text) === undefined) !== isJson(text))).toEqual([]);
  });

  test('in a text of a million escapes', () => {
    expect(jsonProblem(`["${'\\n'.repeat(1_000_000)}"]`)).toBeUndefined();
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
