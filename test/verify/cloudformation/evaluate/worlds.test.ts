import { describe, expect, test } from 'vitest';
import { AnyOf } from '../../../../lib/verify/world/value';
import { present, shown, valuesOf, whens, worlds } from './fixture';

const two = (conditions: string, parameters: string, more = '') => `
Parameters: ${parameters}
Conditions: ${conditions}
Resources:
  Is: { Type: A::B::C, Condition: Is }
  Not: { Type: A::B::C, Condition: Not }
${more}`;

const stage = '{ Stage: { Type: String, AllowedValues: [dev, test, prod] } }';
const free = '{ P: { Type: String } }';

describe('conditions are judged jointly:', () => {
  test.each([
    [
      'a condition and its negation are never both true',
      '{ Is: !Equals [!Ref Stage, prod], Not: !Not [!Condition Is] }',
      stage,
      { 'Stage=dev': ['S/Not'], 'Stage=prod': ['S/Is'] },
    ],
    [
      'two conditions of one parameter',
      '{ Is: !Equals [!Ref Stage, prod], Not: !Equals [test, !Ref Stage] }',
      stage,
      { 'Stage=dev': [], 'Stage=test': ['S/Not'], 'Stage=prod': ['S/Is'] },
    ],
    [
      'a free parameter has a value that nothing mentions too',
      '{ Is: !Equals [!Ref P, a], Not: !Equals [!Ref P, b] }',
      free,
      { 'P=a': ['S/Is'], 'P=b': ['S/Not'], 'P=(any other value)': [] },
    ],
    [
      'an empty value',
      '{ Is: !Equals [!Ref P, ""], Not: !Not [!Equals [!Ref P, ""]] }',
      free,
      { 'P=""': ['S/Is'], 'P=(any other value)': ['S/Not'] },
    ],
    [
      'a value that the pattern excludes is none',
      '{ Is: !Equals [!Ref P, yes!], Not: !Not [!Condition Is] }',
      '{ P: { Type: String, AllowedPattern: "[a-z]+" } }',
      { '': ['S/Not'] },
    ],
    [
      'a pattern that lists its values has no others',
      '{ Is: !Equals [!Ref P, "true"], Not: !Equals [!Ref P, "false"] }',
      '{ P: { Type: String, AllowedPattern: "^(true|false)$" } }',
      { 'P=true': ['S/Is'], 'P=false': ['S/Not'] },
    ],
    [
      'two parameters',
      '{ Is: !And [!Equals [!Ref A, "1"], !Equals [!Ref B, "1"]], Not: !Or [!Equals [!Ref A, "0"], !Equals [!Ref B, "0"]] }',
      '{ A: { Type: Number, AllowedValues: [0, 1] }, B: { Type: Number, AllowedValues: [0, 1] } }',
      { 'A=0, B=0': ['S/Not'], 'A=1, B=1': ['S/Is'] },
    ],
    [
      'two parameters compared with each other',
      '{ Is: !Equals [!Ref P, !Ref Stage], Not: !Not [!Condition Is] }',
      '{ P: { Type: String }, Stage: { Type: String, AllowedValues: [a, b] } }',
      { 'P=a, Stage=a': ['S/Is'], 'P=a, Stage=b': ['S/Not'] },
    ],
    [
      'two free parameters compared with each other',
      '{ Is: !Equals [!Ref P, !Ref Q], Not: !Not [!Condition Is] }',
      '{ P: { Type: String }, Q: { Type: String } }',
      { 'P="", Q=""': ['S/Is'], 'P=x, Q=""': ['S/Not'] },
    ],
    ['a parameter compared with itself', '{ Is: !Equals [!Ref P, !Ref P], Not: !Not [!Condition Is] }', free, { '': ['S/Is'] }],
    [
      'a list that may be empty',
      '{ Is: !Equals [!Join ["", !Ref L], ""], Not: !Not [!Condition Is] }',
      '{ L: { Type: CommaDelimitedList } }',
      { 'L=""': ['S/Is'], 'L=x': ['S/Not'] },
    ],
    [
      'an item of a list',
      '{ Is: !Equals [!Select [0, !Ref L], a], Not: !Not [!Condition Is] }',
      '{ L: { Type: CommaDelimitedList } }',
      { 'L=""': ['S/Not'], 'L=a': ['S/Is'] },
    ],
    [
      'a text around a parameter',
      '{ Is: !Equals [!Sub "${Stage}-x", prod-x], Not: !Not [!Condition Is] }',
      stage,
      { 'Stage=dev': ['S/Not'], 'Stage=prod': ['S/Is'] },
    ],
    [
      'a piece of a parameter',
      '{ Is: !Equals [!Select [0, !Split ["-", !Ref P]], prod], Not: !Not [!Condition Is] }',
      free,
      { 'P=""': ['S/Not'], 'P=prod': ['S/Is'] },
    ],
    [
      'a value out of a mapping',
      '{ Is: !Equals [!FindInMap [M, !Ref Stage, nat], "true"], Not: !Not [!Condition Is] }',
      stage,
      { 'Stage=dev': ['S/Not'], 'Stage=prod': ['S/Is'] },
    ],
    [
      'a mapping that a free parameter looks up has no other keys',
      '{ Is: !Equals [!FindInMap [M, !Ref P, nat], "true"], Not: !Not [!Condition Is] }',
      free,
      { 'P=dev': ['S/Not'], 'P=prod': ['S/Is'] },
    ],
    [
      'the region',
      '{ Is: !Equals [!Ref AWS::Region, us-east-1], Not: !Not [!Condition Is] }',
      '{}',
      { 'AWS::Region=us-east-1': ['S/Is'], 'AWS::Region=(any other value)': ['S/Not'] },
    ],
    [
      'an id that a type excludes',
      '{ Is: !Equals [!Ref P, ""], Not: !Not [!Condition Is] }',
      '{ P: { Type: "AWS::EC2::VPC::Id" } }',
      { '': ['S/Not'] },
    ],
    ['a condition of literals', '{ Is: !Equals [a, a], Not: !Equals [a, A] }', '{}', { '': ['S/Is'] }],
    ['a boolean is a text', '{ Is: !Equals [true, "true"], Not: !Not [!Equals ["false", false]] }', '{}', { '': ['S/Is'] }],
    ['a number is a text', '{ Is: !Equals [1, "1"], Not: !Equals [1, "01"] }', '{}', { '': ['S/Is'] }],
  ])('%s', (_, conditions, parameters, expected) => {
    const mapped = two(
      conditions,
      parameters,
      'Mappings: { M: { dev: { nat: "false" }, test: { nat: "false" }, prod: { nat: "true" } } }',
    );
    expect(present(worlds(mapped))).toEqual(expected);
  });

  test.each([
    [
      'a parameter kept in SSM',
      '{ Is: !Equals [!Ref P, a], Not: !Not [!Condition Is] }',
      '{ P: { Type: "AWS::SSM::Parameter::Value<String>" } }',
    ],
    ['conditions that hang on each other', '{ Is: !Not [!Condition Not], Not: !Not [!Condition Is] }', '{}'],
    ['a condition that is no condition', '{ Is: 3, Not: [] }', '{}'],
    ['a condition that is not there', '{ Is: !Condition Other, Not: !Condition Other }', '{}'],
  ])('%s decides nothing', (_, conditions, parameters) => {
    const [world, ...others] = worlds(two(conditions, parameters));
    expect(others).toEqual([]);
    expect([...(world?.resources.values() ?? [])].map(({ id, doubt }) => [id, typeof doubt?.reason])).toEqual([
      ['S/Is', 'string'],
      ['S/Not', 'string'],
    ]);
  });

  test('too many assignments to try leave in doubt what hangs on the rest, and nothing else', () => {
    const names = Array.from({ length: 14 }, (_, index) => `P${index}`);
    const found = worlds({
      Parameters: Object.fromEntries(names.map((name) => [name, { Type: 'String', AllowedValues: ['a', 'b'] }])),
      Conditions: Object.fromEntries(names.map((name) => [name, { 'Fn::Equals': [{ Ref: name }, 'a'] }])),
      Resources: {
        ...Object.fromEntries(names.map((name) => [`R${name}`, { Type: 'A::B::C', Condition: name }])),
        Sure: { Type: 'A::B::C' },
      },
    });
    expect(found.length).toBe(1024);
    expect([...(found[0]?.resources.values() ?? [])].filter(({ doubt }) => doubt).map(({ id }) => id)).toEqual(
      names.slice(10).map((name) => `S/R${name}`),
    );
    expect(found.every(({ doubts }) => doubts.length === 0)).toBe(true);
  });

  test('too many lists that may be empty are not all tried either', () => {
    const names = Array.from({ length: 16 }, (_, index) => `L${index}`);
    const found = worlds({
      Parameters: Object.fromEntries(names.map((name) => [name, { Type: 'CommaDelimitedList' }])),
      Conditions: Object.fromEntries(names.map((name) => [name, { 'Fn::Equals': [{ 'Fn::Join': ['', { Ref: name }] }, ''] }])),
      Resources: Object.fromEntries(names.map((name) => [`R${name}`, { Type: 'A::B::C', Condition: name }])),
    });
    expect(found.length).toBeLessThanOrEqual(1024);
    expect([...(found[0]?.resources.values() ?? [])].some(({ doubt }) => doubt)).toBe(true);
  });

  test('what only harmless properties hang on is not enumerated', () => {
    const found = worlds(`
Parameters: { Size: { Type: String, AllowedValues: [small, large] }, Stage: { Type: String, AllowedValues: [dev, prod] } }
Resources:
  A: { Type: AWS::EC2::Instance, Properties: { InstanceType: !Ref Size, Tags: [{ Key: stage, Value: !Ref Stage }] } }
  B: { Type: AWS::CDK::Metadata, Properties: { Analytics: !Ref Stage } }
Outputs: { Stage: { Value: !Ref Stage } }`);
    expect(whens(found)).toEqual(['']);
  });

  test('types that decide nothing are not enumerated', () => {
    const text = `
Parameters: { Stage: { Type: String, AllowedValues: [dev, prod] } }
Resources: { Q: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Stage } } }`;
    expect(whens(worlds(text))).toEqual(['Stage=dev', 'Stage=prod']);
    expect(whens(worlds(text, { inert: (type) => type === 'AWS::SQS::Queue' }))).toEqual(['']);
  });
});

describe('an If', () => {
  const text = (value: string, parameters: string) => `
Parameters: ${parameters}
Conditions: { Is: !Equals [!Ref P, a], Other: !Equals [!Ref P, b] }
Resources: { X: { Type: A::B::C, Properties: { Value: ${value} } }, Gone: { Type: A::B::C, Condition: Is } }`;
  const ab = '{ P: { Type: String, AllowedValues: [a, b] } }';

  test.each([
    ['takes the branch of each world', '!If [Is, 1, 2]', ab, [1, 2]],
    ['takes nothing where the branch is NoValue', '!If [Is, 1, !Ref AWS::NoValue]', ab, [1, undefined]],
    ['inside another one is correlated with it', '!If [Is, !If [Other, impossible, 1], 2]', ab, [1, 2]],
    ['does not look at the other branch', '!If [Is, !Ref Gone, 2]', ab, ['<S/Gone>', 2]],
    [
      'stays open where nothing decides it',
      '!If [Is, 1, 2]',
      '{ P: { Type: "AWS::SSM::Parameter::Value<String>" } }',
      ["? parameter 'P' names something that isn't in the inputs"],
    ],
    [
      'is decided where both branches are the same',
      '!If [Is, 1, 1]',
      '{ P: { Type: "AWS::SSM::Parameter::Value<String>" } }',
      [1],
    ],
    [
      'keeps in sight that a branch is a secret',
      '!If [Is, "{{resolve:secretsmanager:x}}", 1]',
      '{ P: { Type: "AWS::SSM::Parameter::Value<String>" } }',
      ["? secret parameter 'P' names something that isn't in the inputs"],
    ],
  ])('%s', (_, value, parameters, expected) => {
    expect(valuesOf(worlds(text(value, parameters))).map(shown)).toEqual(expected);
  });

  test('leaves out the worlds that CloudFormation refuses, as where something refers to a resource that is not there', () => {
    expect(whens(worlds(text('!Ref Gone', ab)))).toEqual(['P=a']);
  });

  test('but a template that is refused in every world is judged all the same', () => {
    expect(whens(worlds(text('!FindInMap [M, a, b]', ab).concat('\nMappings: { M: { x: { y: 1 } } }')))).toEqual(['P=a', 'P=b']);
  });
});

describe('a parameter', () => {
  const text = (parameter: string, more = '') => `
Parameters: { P: ${parameter} }
Resources: { X: { Type: A::B::C, Properties: { Value: !Ref P } }, Z: { Type: A::B::C } }
${more}`;
  const open = (parameter: string, more = ''): AnyOf => {
    const [value] = valuesOf(worlds(text(parameter, more)));
    if (value instanceof AnyOf) return value;
    throw new Error(`${JSON.stringify(value)}`);
  };

  test.each([
    ['a text', '{ Type: String, Default: a }', ['', 'a', '0.0.0.0/0'], []],
    ['a pattern', '{ Type: String, AllowedPattern: "10[.].*" }', ['10.0.0.0/8'], ['0.0.0.0/0', '110.0.0.0/8']],
    ['a pattern matches the whole value', '{ Type: String, AllowedPattern: "[a-z]" }', ['a'], ['ab', '']],
    ['a pattern of alternatives', '{ Type: String, AllowedPattern: "a|b." }', ['a', 'bc'], ['ac', 'b']],
    [
      'a pattern with needless escapes',
      '{ Type: String, AllowedPattern: "[\\\\w\\\\-]+\\\\@\\\\-[a\\\\-z]" }',
      ['a-b@-z', 'a@--'],
      ['a@-b'],
    ],
    ['lengths', '{ Type: String, MinLength: 2, MaxLength: "3" }', ['ab', 'abc'], ['a', 'abcd']],
    ['a number', '{ Type: Number, MinValue: 1, MaxValue: 10 }', ['1', '10', '1.5'], ['0', '11', 'x', '']],
    ['a list', '{ Type: CommaDelimitedList, AllowedValues: [a, b] }', ['a', 'b'], ['c']],
    ['a list of numbers', '{ Type: List<Number> }', ['1'], ['x']],
  ])('admits what its type, pattern, lengths and range do, whatever its default: %s', (_, parameter, admitted, refused) => {
    const { admits } = open(parameter);
    expect(admitted.filter((value) => admits(value) !== true)).toEqual([]);
    expect(refused.filter((value) => admits(value) !== false)).toEqual([]);
  });

  test.each([['\\\\p{Alpha}+'], ['[a-z&&[^b]]'], ['a++'], ['(?i)a'], ['(']])(
    'the pattern %s decides nothing, as Java reads it otherwise',
    (pattern) => {
      expect(open(`{ Type: String, AllowedPattern: "${pattern}" }`).admits('a')).toBeUndefined();
    },
  );

  test('a pattern that would take for ever decides nothing about long texts', () => {
    expect(open('{ Type: String, AllowedPattern: "(a+)+b" }').admits('a'.repeat(100))).toBeUndefined();
  });

  test.each([
    ['with allowed values has each', '{ Type: String, AllowedValues: [a, b] }', ['a', 'b']],
    ['with allowed numbers has each as text', '{ Type: Number, AllowedValues: [80, 443] }', ['80', '443']],
    ['that is free has any', '{ Type: String }', ['any P']],
    ['that is a list has any', '{ Type: CommaDelimitedList }', ['any P']],
    [
      'that names a VPC is outside',
      '{ Type: "AWS::EC2::VPC::Id" }',
      ["? parameter 'P' names something that isn't in the inputs"],
    ],
    [
      'that names subnets is outside',
      '{ Type: "List<AWS::EC2::Subnet::Id>" }',
      ["? parameter 'P' names something that isn't in the inputs"],
    ],
    [
      'kept in SSM is outside',
      '{ Type: "AWS::SSM::Parameter::Value<String>" }',
      ["? parameter 'P' names something that isn't in the inputs"],
    ],
    ['of no type is a text', '{}', ['any P']],
    ['that is no parameter is a text', '3', ['any P']],
  ])('%s', (_, parameter, expected) => {
    expect(valuesOf(worlds(text(parameter))).map(shown)).toEqual(expected);
  });

  test.each([
    ['{ P: b }', { P: 'b' }],
    ['{ Stack: { P: b } }', { S: { P: 'b' } }],
    ['the list of the AWS CLI', [{ ParameterKey: 'P', ParameterValue: 'b' }]],
    ['a file of CodePipeline', { Parameters: { P: 'b' } }],
  ])('has the value that is given as %s', (_, parameters) => {
    expect(valuesOf(worlds(text('{ Type: String, AllowedValues: [a, b] }'), { parameters }))).toEqual(['b']);
  });

  test.each([
    ['a list', '{ Type: CommaDelimitedList }', 'a, b', ['a', 'b']],
    ['a list given as one', '{ Type: CommaDelimitedList }', ['a', 'b'], ['a', 'b']],
    ['an id', '{ Type: "AWS::EC2::VPC::Id" }', 'vpc-1', 'vpc-1'],
    ['a number', '{ Type: Number }', 3, '3'],
    [
      'a name of something in SSM',
      '{ Type: "AWS::SSM::Parameter::Value<String>" }',
      '/a',
      "? parameter 'P' names something that isn't in the inputs",
    ],
    ['a secret', '{ Type: String, NoEcho: true }', 'geheim', 'any P'],
  ])('is given as %s', (_, parameter, value, expected) => {
    expect(valuesOf(worlds(text(parameter), { parameters: { P: value } })).map(shown)).toEqual([expected]);
  });

  test('is given to one stack only', () => {
    expect(valuesOf(worlds(text('{ Type: String }'), { parameters: { Other: { P: 'b' } } })).map(shown)).toEqual(['any P']);
  });

  test.each([['text'], [3], [[{ a: 1 }]], [{ P: null }]])('is not given by %j', (parameters) => {
    expect(() => worlds(text('{ Type: String }'), { parameters })).toThrow(/write \{"Name": "value"\}/);
  });

  test.each([
    ['split', '!Split [",", !Ref P]', '{ Type: String }', ['0.0.0.0/0'], ['a,b']],
    ['split into one item', '!Select [2, !Split [",", !Ref P]]', '{ Type: String }', ['0.0.0.0/0'], ['a,b']],
    ['a list that is joined', '!Join [",", !Ref P]', '{ Type: CommaDelimitedList }', ['a', 'a,b'], []],
    ['an item of a list', '!Select [1, !Ref P]', '{ Type: CommaDelimitedList, AllowedPattern: "[a-z]*" }', ['a'], ['1']],
    ['a block of a range', '!Select [1, !Cidr [!Ref P, 4, 8]]', '{ Type: String }', [], ['0.0.0.0/0', '10.0.0.0/16']],
  ])('stays any value where it is %s', (_, expression, parameter, admitted, refused) => {
    const [value] = valuesOf(worlds(text(parameter).replace('!Ref P', expression)));
    const { admits } = value as AnyOf;
    expect(admitted.filter((each) => admits(each) !== true)).toEqual([]);
    expect(refused.filter((each) => admits(each) !== false)).toEqual([]);
  });

  test('of NoEcho stays known as a secret, chosen or not', () => {
    expect(open('{ Type: String, NoEcho: true }').secret).toBe(true);
    expect(open('{ Type: String, NoEcho: "true", AllowedValues: [a] }').secret).toBe(true);
    expect(open('{ Type: String }').secret).toBe(false);
    const given = valuesOf(worlds(text('{ Type: String, NoEcho: true }'), { parameters: { P: 'b' } }));
    expect(given.map((value) => value instanceof AnyOf && value.secret)).toEqual([true]);
  });

  test('has the value of each world, and no other than these in the last', () => {
    const conditions = 'Conditions: { A: !Equals [!Ref P, 0.0.0.0/0] }';
    const found = worlds(
      text('{ Type: String }', conditions).replace('Z: { Type: A::B::C }', 'Z: { Type: A::B::C, Condition: A }'),
    );
    const values = valuesOf(found);
    expect(values.map(shown)).toEqual(['0.0.0.0/0', 'any P']);
    expect((values[1] as AnyOf).admits('0.0.0.0/0')).toBe(false);
    expect((values[1] as AnyOf).admits('10.0.0.0/8')).toBe(true);
  });

  test.each([
    ['a rule', '{ R: { Assertions: [{ Assert: !Not [!Equals [!Ref P, b]] }] } }', ['a', 'c']],
    ['a rule of a list', '{ R: { Assertions: [{ Assert: !Contains [[a, b], !Ref P] }] } }', ['a', 'b']],
    [
      'a rule with a condition that holds',
      '{ R: { RuleCondition: !Equals [!Ref P, a], Assertions: [{ Assert: !Equals [!Ref P, b] }] } }',
      ['b', 'c'],
    ],
    ['a rule that is not understood', '{ R: { Assertions: [{ Assert: { Fn::EachMemberIn: [] } }] } }', ['a', 'b', 'c']],
    ['a rule that is none', '{ R: 3 }', ['a', 'b', 'c']],
  ])('has the values that are left by %s', (_, rules, expected) => {
    expect(valuesOf(worlds(text('{ Type: String, AllowedValues: [a, b, c] }', `Rules: ${rules}`)))).toEqual(expected);
  });

  test('that is free is restricted by a rule', () => {
    const [other] = valuesOf(
      worlds(text('{ Type: String }', 'Rules: { R: { Assertions: [{ Assert: !Not [!Equals [!Ref P, 0.0.0.0/0]] }] } }')),
    );
    expect((other as AnyOf).admits('0.0.0.0/0')).toBe(false);
  });
});

describe('what stays open about the whole:', () => {
  test.each([
    ['a macro', 'Transform: Mine', "the macro 'Mine' may change S when it is deployed"],
    ['a macro with parameters', 'Transform: { Name: AWS::Include }', "the macro 'AWS::Include' may change S when it is deployed"],
    ['SAM', 'Transform: [AWS::Serverless-2016-10-31]', "the macro 'AWS::Serverless-2016-10-31' may change S when it is deployed"],
  ])('%s', (_, more, reason) => {
    expect(worlds(`Resources: { X: { Type: A::B::C } }\n${more}`)[0]?.doubts.map((doubt) => doubt.reason)).toEqual([reason]);
  });

  test.each([
    [
      'a nested stack that is not there',
      '{ Type: AWS::CloudFormation::Stack }',
      "the template of the nested stack 'X' of S isn't in the inputs",
    ],
    ['a module', '{ Type: "A::B::C::MODULE" }', "the module 'X' of S isn't in the inputs"],
    ['a transformed resource', '{ Type: A::B::C, Fn::Transform: { Name: M } }', 'X in S is only written out when it is deployed'],
    [
      'transformed properties',
      '{ Type: A::B::C, Properties: { Fn::Transform: { Name: AWS::Include }, A: 1 } }',
      'the properties of X in S are only known when it is deployed',
    ],
    [
      'properties that are none',
      '{ Type: A::B::C, Properties: [] }',
      'the properties of X in S are only known when it is deployed',
    ],
    ['a resource without a type', '{}', "resource 'X' of S has no type"],
  ])('%s', (_, resource, reason) => {
    expect(worlds(`Resources: { X: ${resource} }`)[0]?.doubts.map((doubt) => doubt.reason)).toEqual([reason]);
  });

  test('the language extensions leave nothing open', () => {
    expect(worlds('Transform: AWS::LanguageExtensions\nResources: { X: { Type: A::B::C } }')[0]?.doubts).toEqual([]);
  });
});
