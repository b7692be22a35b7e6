import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { worldsOf } from '../../../../lib/verify/cloudformation/evaluate/worlds';
import { isCloudFormation } from '../../../../lib/verify/cloudformation/load/is-cloudformation';
import type { Json } from '../../../../lib/verify/cloudformation/load/json';
import { placeIn } from '../../../../lib/verify/cloudformation/load/line';
import { templateBody } from '../../../../lib/verify/cloudformation/load/load';
import { UnusableInput } from '../../../../lib/verify/unusable-input';

const sound = {
  AWSTemplateFormatVersion: '2010-09-09',
  Parameters: {
    P: { Type: 'String', AllowedPattern: '^[a-z]+$' },
    L: { Type: 'CommaDelimitedList' },
    E: { Type: 'String', AllowedValues: ['a', 'b'] },
  },
  Mappings: { M: { a: { k: 'v' }, b: { k: ['w'] } } },
  Conditions: {
    C: { 'Fn::Equals': [{ Ref: 'P' }, 'x'] },
    D: { 'Fn::And': [{ Condition: 'C' }, { 'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Join': ['', { Ref: 'L' }] }, ''] }] }] },
  },
  Rules: {
    R: {
      RuleCondition: { 'Fn::Equals': [{ Ref: 'E' }, 'a'] },
      Assertions: [{ Assert: { 'Fn::Contains': [['x', 'y'], { Ref: 'P' }] } }],
    },
  },
  Resources: {
    Vpc: {
      Type: 'AWS::EC2::VPC',
      Properties: { CidrBlock: { 'Fn::If': ['C', '10.0.0.0/16', { 'Fn::FindInMap': ['M', { Ref: 'E' }, 'k'] }] } },
    },
    Subnet: {
      Type: 'AWS::EC2::Subnet',
      Condition: 'D',
      Properties: {
        CidrBlock: { 'Fn::Select': [0, { 'Fn::Cidr': [{ 'Fn::GetAtt': ['Vpc', 'CidrBlock'] }, 4, 8] }] },
        VpcId: { Ref: 'Vpc' },
        X: { 'Fn::Sub': ['a${B}', { B: 1 }] },
      },
    },
    Text: {
      Type: 'T',
      Properties: {
        A: { 'Fn::Split': [',', { 'Fn::Sub': '${Vpc},${L}' }] },
        B: '{{resolve:ssm:x}}',
        C: { 'Fn::ImportValue': { 'Fn::Sub': '${AWS::StackName}-x' } },
      },
    },
    Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { Parameters: { A: { Ref: 'P' } } } },
    'Fn::ForEach::F': [
      'I',
      ['a', 'b'],
      { 'R${I}': { Type: 'T', Properties: { 'Fn::ForEach::G': ['J', { Ref: 'L' }, {}], X: { Ref: 'I' } } } },
    ],
  },
  Outputs: { O: { Value: { Ref: 'Vpc' }, Export: { Name: 'x' } } },
};

const odd = fc.constantFrom<unknown>(
  null,
  true,
  0,
  -1,
  1e308,
  '',
  'C',
  'Vpc',
  '${',
  '${}',
  '${!}',
  '{{resolve:',
  '}}',
  '{{resolve:}}',
  '__proto__',
  'constructor',
  [],
  {},
  [[]],
  { Ref: null },
  { Ref: 'Vpc' },
  { Ref: ['Vpc'] },
  { 'Fn::If': ['C'] },
  { 'Fn::If': [{ 'Fn::If': [] }, 1, 2] },
  { 'Fn::GetAtt': 'Vpc' },
  { 'Fn::GetAtt': [1, 2] },
  { 'Fn::Sub': [] },
  { 'Fn::Sub': ['${Vpc.}', null] },
  { 'Fn::Join': null },
  { 'Fn::Join': [null, null] },
  { 'Fn::Select': ['x', []] },
  { 'Fn::Select': [1e9, { 'Fn::Split': ['', 'a'] }] },
  { 'Fn::Split': [{}, {}] },
  { 'Fn::Cidr': [[], {}, null] },
  { 'Fn::Cidr': ['::/0', 256, 128] },
  { 'Fn::FindInMap': ['__proto__', 'constructor', 'name'] },
  { 'Fn::FindInMap': [{ Ref: 'P' }, { Ref: 'P' }, { Ref: 'P' }] },
  { 'Fn::Transform': {} },
  { 'Fn::Length': null },
  { 'Fn::ToJsonString': { Ref: 'L' } },
  { Condition: 'C' },
  { Condition: null },
  { 'Fn::Not': [] },
  { 'Fn::And': null },
  { 'Fn::Equals': [1] },
  { 'Fn::Base64': { Ref: 'AWS::NoValue' } },
  { 'Fn::ImportValue': null },
  { 'Fn::GetStackOutput': 1 },
  { 'Fn::ForEach::X': [] },
  { 'Fn::ForEach::X': ['I', { Ref: 'L' }, { '${I}': 1 }] },
  { Type: 'T', Condition: {} },
);

/** Replaces the n-th part of a value, counted from the outside. */
function replaced(value: Json, place: number, by: unknown): unknown {
  let left = place;
  const walk = (each: Json): unknown => {
    if (left-- === 0) return by;
    if (Array.isArray(each)) return each.map(walk);
    return typeof each === 'object' && each !== null
      ? Object.fromEntries(Object.entries(each).map(([name, inner]) => [name, walk(inner)]))
      : each;
  };
  return walk(value);
}

const mutations = fc.array(fc.tuple(fc.nat(220), odd), { minLength: 1, maxLength: 5 });

/** What a text comes to: the worlds, or why it is refused. */
function judged(text: string, file: string): number | string {
  try {
    const body = templateBody(text, file);
    let count = 0;
    for (const { resources } of worldsOf([{ stack: 'S', file, text, body, nested: new Map(), assembly: '' }])) {
      count++;
      if (count === 1) for (const { place } of [...resources.values()].slice(0, 3)) placeIn(text, place.pointer);
    }
    return count;
  } catch (error) {
    if (error instanceof UnusableInput && !error.message.includes('\n')) return error.message;
    throw error;
  }
}

describe('breaks nothing and is never judged in no world at all:', () => {
  test('a template with parts replaced', () => {
    fc.assert(
      fc.property(mutations, (changes) => {
        const mangled = changes.reduce<unknown>((value, [place, by]) => replaced(value as Json, place, by), sound);
        expect(judged(JSON.stringify(mangled), 't.json')).not.toBe(0);
      }),
      { numRuns: 800 },
    );
  });

  test.each(['json', 'yaml'])('the text of a template with pieces cut out and put in, as %s', (kind) => {
    const text = JSON.stringify(sound, null, 1);
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.nat(text.length),
            fc.nat(30),
            fc.oneof(fc.string(), fc.constantFrom('{', '}', '[', ']', '"', '!Ref ', '!If ', '*a', '&a ', '<<: ', ': ', '- ')),
          ),
          { minLength: 1, maxLength: 4 },
        ),
        (cuts) => {
          const mangled = cuts.reduce((each, [at, length, piece]) => each.slice(0, at) + piece + each.slice(at + length), text);
          expect(judged(mangled, `t.${kind}`)).not.toBe(0);
        },
      ),
      { numRuns: kind === 'json' ? 800 : 200 },
    );
  });

  test('any JSON', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), (resources) => {
        expect(judged(`{"Resources": ${resources}}`, 't.json')).not.toBe(0);
      }),
    );
  });

  test.each([
    [
      'names of prototypes',
      '{"Resources": {"__proto__": {"Type": "T", "Properties": {"__proto__": {"Ref": "constructor"}, "toString": {"Fn::GetAtt": ["__proto__", "x"]}}}, "constructor": {"Type": "T"}}, "Conditions": {"__proto__": {"Condition": "__proto__"}}, "Parameters": {"__proto__": {"Type": "__proto__"}}}',
    ],
    [
      'conditions in a circle',
      '{"Resources": {"R": {"Type": "T", "Condition": "A"}}, "Conditions": {"A": {"Condition": "B"}, "B": {"Fn::Not": [{"Condition": "A"}]}}}',
    ],
    [
      'an attribute that is itself',
      '{"Resources": {"V": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": {"Fn::GetAtt": ["V", "CidrBlock"]}}}}}',
    ],
    [
      'a long chain of conditions',
      JSON.stringify({
        Resources: { R: { Type: 'T', Condition: 'C0' } },
        Conditions: Object.fromEntries(
          Array.from({ length: 20_000 }, (_, index) => [`C${index}`, { 'Fn::Not': [{ Condition: `C${index + 1}` }] }]),
        ),
      }),
    ],
    [
      'a long chain of attributes',
      JSON.stringify({
        Resources: Object.fromEntries(
          Array.from({ length: 20_000 }, (_, index) => [
            `V${index}`,
            { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: { 'Fn::GetAtt': [`V${index + 1}`, 'CidrBlock'] } } },
          ]),
        ),
      }),
    ],
    [
      'functions as deep as a template may be',
      `{"Resources": {"R": {"Type": "T", "Properties": {"A": ${'{"Fn::Join": ["", ['.repeat(60)}1${']]}'.repeat(60)}}}}}`,
    ],
    [
      'a text of holes',
      JSON.stringify({ Resources: { R: { Type: 'T', Properties: { A: { 'Fn::Sub': '${R}'.repeat(50_000) } } } } }),
    ],
    [
      'a text of openings',
      JSON.stringify({
        Resources: { R: { Type: 'T', Properties: { A: '{{resolve:'.repeat(50_000), B: { 'Fn::Sub': '${'.repeat(50_000) } } } },
      }),
    ],
    [
      'a hundred parameters that decide',
      JSON.stringify({
        Parameters: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`P${index}`, { Type: 'String' }])),
        Conditions: Object.fromEntries(
          Array.from({ length: 100 }, (_, index) => [`C${index}`, { 'Fn::Equals': [{ Ref: `P${index}` }, 'x'] }]),
        ),
        Resources: Object.fromEntries(
          Array.from({ length: 100 }, (_, index) => [`R${index}`, { Type: 'T', Condition: `C${index}` }]),
        ),
      }),
    ],
    [
      'a hundred comparisons that hang together',
      JSON.stringify({
        Parameters: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`P${index}`, { Type: 'String' }])),
        Conditions: Object.fromEntries(
          Array.from({ length: 100 }, (_, index) => [
            `C${index}`,
            { 'Fn::Equals': [{ Ref: `P${index}` }, { Ref: `P${(index + 1) % 100}` }] },
          ]),
        ),
        Resources: Object.fromEntries(
          Array.from({ length: 100 }, (_, index) => [`R${index}`, { Type: 'T', Condition: `C${index}` }]),
        ),
      }),
    ],
  ])(
    '%s',
    (_, text) => {
      expect(judged(text, 't.json')).toBeGreaterThan(0);
    },
    20_000,
  );
});

describe('is told apart from other inputs:', () => {
  test.each([
    ['a template', { Resources: { A: { Type: 'T' } } }, true],
    ['an empty template', { Resources: {} }, true],
    ['a template by its version', { AWSTemplateFormatVersion: '2010-09-09' }, true],
    ['a Terraform configuration', { resource: { google_compute_network: {} } }, false],
    ['a Terraform plan', { terraform_version: '1.9', planned_values: {}, Resources: {} }, false],
    ['resources in a list', { Resources: [] }, false],
    ['a list', [], false],
    ['nothing', null, false],
    ['a text', 'Resources', false],
  ])('%s', (_, parsed, expected) => {
    expect(isCloudFormation(parsed)).toBe(expected);
  });
});
