import { describe, expect, test } from 'vitest';
import { lineOf, placeIn } from '../../../../lib/verify/cloudformation/load/line';

const json = `{
  "A": "a \\" } ] {",
  "Resources": {
    "X": { "Type": "T",
      "Properties": {
        "List": [
          1,
          { "a/b": { "c~d": 2 } }
        ],
        "\\u0041": { "Fn::If": ["C", {
          "Deep": 1 }, 2] }
      }
    }
  }
}`;

const yaml = `# a comment
Resources:
  X:
    Type: T
    Properties:
      List:
        - 1
        - a/b:
            c~d: 2
      Short: !If
        - C
        - Deep: !GetAtt A.B
        - 2
      Alias: &x
        Inner: 1
      Other: *x
`;

describe('the line in JSON of', () => {
  test.each([
    ['', 1],
    ['/A', 2],
    ['/Resources', 3],
    ['/Resources/X', 4],
    ['/Resources/X/Type', 4],
    ['/Resources/X/Properties/List', 6],
    ['/Resources/X/Properties/List/0', 7],
    ['/Resources/X/Properties/List/1', 8],
    ['/Resources/X/Properties/List/1/a~1b/c~0d', 8],
    ['/Resources/X/Properties/A', 10],
    ['/Resources/X/Properties/A/Fn::If/1', 10],
    ['/Resources/X/Properties/A/Fn::If/1/Deep', 11],
    ['/Resources/X/Properties/List/7/x', 6],
    ['/Nothing/at/all', 1],
  ])('%j is %i', (pointer, line) => {
    expect(lineOf(json, pointer)).toBe(line);
  });
});

describe('the line in YAML of', () => {
  test.each([
    ['', 2],
    ['/Resources/X', 3],
    ['/Resources/X/Type', 4],
    ['/Resources/X/Properties/List/0', 7],
    ['/Resources/X/Properties/List/1/a~1b/c~0d', 9],
    ['/Resources/X/Properties/Short', 10],
    ['/Resources/X/Properties/Short/Fn::If/1', 12],
    ['/Resources/X/Properties/Short/Fn::If/1/Deep/Fn::GetAtt/0', 12],
    ['/Resources/X/Properties/Other/Inner', 15],
    ['/Resources/X/Properties/List/7/x', 6],
  ])('%j is %i', (pointer, line) => {
    expect(lineOf(yaml, pointer)).toBe(line);
  });
});

test('a property that is not written out there leads to the part around it', () => {
  expect(placeIn(json, '/Resources/X/Properties/A/Deep')).toEqual({ pointer: '/Resources/X/Properties/A', line: 10 });
});

test.each([['{'], ['a: ['], ['']])('a text that can not be read, %j, breaks nothing', (text) => {
  expect([1, null]).toContain(lineOf(text, '/a/b'));
});
