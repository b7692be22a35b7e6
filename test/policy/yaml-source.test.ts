import { describe, expect, test } from 'vitest';
import { PolicyError } from '../../lib/policy/policy-error';
import { parseYaml } from '../../lib/policy/yaml-source';

function refusal(text: string): readonly string[] {
  try {
    parseYaml(text, 'a.yaml');
  } catch (error) {
    if (error instanceof PolicyError) return error.issues;
    throw error;
  }
  return [];
}

describe('YAML that other readers could take otherwise is refused with its place', () => {
  test.each([
    ['a duplicate key', 'a: 1\nb: 2\na: 3', 'a.yaml:3:1: not valid YAML: map keys must be unique'],
    ['a second document', 'a: 1\n---\nb: 1', 'a.yaml:2:1: the policy must be one YAML document: remove the second'],
    ['an alias', 'a: &x 1\nb: *x', 'a.yaml:2:4: aliases are refused: write the value out'],
    ['an alias of itself', 'a: &x [*x]', 'a.yaml:1:8: aliases are refused: write the value out'],
    ['an alias of nothing', 'a: *x', 'a.yaml:1:4: aliases are refused: write the value out'],
    ['a tag of YAML', 'a: !!binary aGk=', 'a.yaml:1:13: tags are refused: remove it'],
    ['a directive', '%YAML 1.1\n---\na: on', 'a.yaml:2:1: remove the %YAML directive'],
    ['a key that is a list', 'b: 1\n? [a]\n: 1', 'a.yaml:2:3: not valid YAML: a key must be text'],
    ['broken indentation', 'a:\n  b: 1\n c: 2', 'a.yaml:3:1: not valid YAML: '],
    ['a tab', 'a:\n\t- b', 'a.yaml:2:1: not valid YAML: tabs are not allowed as indentation'],
    ['an open quote', 'a: "b', 'a.yaml:1:6: not valid YAML: missing closing "quote'],
  ])('%s', (_what, text, expected) => {
    expect(refusal(text)[0]?.slice(0, expected.length)).toBe(expected);
  });

  test.each(['', '# nothing\n'])('an empty policy: %j', (text) => {
    expect(refusal(text)).toEqual(['a.yaml: the policy is empty: write version and destinations']);
  });

  test('a bomb of aliases', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `a${i}: &a${i} [${i === 0 ? 'x' : `*a${i - 1}, *a${i - 1}`}]`);
    expect(refusal(lines.join('\n'))).toHaveLength(58);
  });

  test.each(['[', '- ', '? ', '{a: '])('nesting by %j that would exhaust the stack', (opening) => {
    expect(refusal(opening.repeat(20_000))).toEqual(['a.yaml: the YAML is nested too deeply: 32 levels at most']);
  });
});

describe('what is no YAML is refused without a word of it', () => {
  test.each([
    ['an alias', '*secret x'],
    ['an alias beside what is no YAML', 'a: *secret\nb: [secret'],
    ['a tag beside what is no YAML', 'a: !secret 1\nb: [secret'],
    ['a directive', '%secret secret\n---\na: 1'],
    ['an escape', 'a: "\\secret"'],
    ['a long escape', 'a: "\\usecr"'],
    ['a value that no value begins like', 'a: @secret'],
    ['more than a header of a block', 'a: |secret\n  b'],
    ['a key for a machine', '[default]\nkey = secret\n'],
    ['a tag of YAML itself', 'a: !!secret 1\nb: ['],
    ['a long tag', 'a: !<secret 1'],
    ['half a file of JSON', '{"private_key":"secret'],
    ['variables', 'A=secret: secret: secret\n'],
    ['a bracket', 'secret: ]secret'],
  ])('%s', (_what, text) => {
    const issues = refusal(text);
    expect(issues.length).toBeGreaterThan(0);
    expect(issues.filter((issue) => /s?ecr/.test(issue) || !/^a\.yaml:\d+:\d+: /.test(issue))).toEqual([]);
  });
});

describe('YAML 1.2', () => {
  test('keeps days, yes and leading zeros as a policy means them', () => {
    expect(parseYaml('until: 2027-01-31\na: yes\nb: off\nc: "08"', 'a.yaml').value).toEqual({
      until: '2027-01-31',
      a: 'yes',
      b: 'off',
      c: '08',
    });
  });

  test('tells the line of a value, or of the nearest thing around it', () => {
    const { lineOf } = parseYaml('version: 1\ndestinations:\n  - name: a\n    allow:\n      - { path: /x }\n', 'a.yaml');
    const paths = [
      ['version'],
      ['destinations', 0],
      ['destinations', 0, 'allow', 0, 'path'],
      ['destinations', 0, 'host'],
      ['agents'],
      [],
    ];
    expect(paths.map(lineOf)).toEqual([1, 3, 5, 3, 1, 1]);
  });
});
