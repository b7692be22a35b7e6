import { describe, expect, test } from 'vitest';
import { type WorldsOptions, worldsOf } from '../../../../lib/verify/cloudformation/evaluate/worlds';
import type { JsonMapping } from '../../../../lib/verify/cloudformation/load/json';
import type { LoadedTemplate } from '../../../../lib/verify/cloudformation/load/loaded-template';
import { present, shown, template, valuesOf, whens, worlds } from './fixture';

const all = (templates: readonly LoadedTemplate[], options?: WorldsOptions) => [...worldsOf(templates, options)];
const value = (expression: string, rest = '') =>
  `Resources: { X: { Type: A::B::C, Properties: { Value: ${expression} } } }\n${rest}`;

describe('an import', () => {
  const network = (name: string, more = '') =>
    template(
      `Resources: { Vpc: { Type: AWS::EC2::VPC } }\nOutputs: { V: { Value: !Ref Vpc, Export: { Name: ${name} } } }\n${more}`,
      { stack: 'network' },
    );
  const app = (name: string, more = '') => template(value(`{ Fn::ImportValue: ${name} }`, more), { stack: 'app' });
  const p = 'Parameters: { Net: { Type: String, Default: network } }';
  const stages = 'Parameters: { Stage: { Type: String, AllowedValues: [dev, prod] } }';

  test.each([
    ['of a literal name', network('core'), app('core'), ['<network/Vpc>']],
    [
      'of a name made of the same parts',
      network('!Sub "${AWS::Region}-core"'),
      app('!Join ["-", [!Ref AWS::Region, core]]'),
      ['<network/Vpc>'],
    ],
    [
      'of the name of a file as that of its stack',
      network('!Sub "${AWS::StackName}-vpc"'),
      app('network-vpc'),
      ['<network/Vpc>'],
    ],
    [
      'by a parameter that names the stack',
      network('!Sub "${AWS::StackName}-vpc"'),
      app('{ Fn::Sub: "${Net}-vpc" }', p),
      ['<network/Vpc>'],
    ],
    [
      'by a stage that both know, leaving out what can not be deployed',
      network('!Sub "${Stage}-vpc"', stages),
      app('{ Fn::Sub: "${Stage}-vpc" }', stages),
      ['<network/Vpc>', '<network/Vpc>'],
    ],
    ['of a name that nobody exports', network('core'), app('other'), ["? the export 'other' isn't in the inputs"]],
    [
      'of a name that a stack of another name exports',
      network('!Sub "${AWS::StackName}-vpc"'),
      app('legacy-vpc'),
      ["? the export 'legacy-vpc' isn't in the inputs"],
    ],
    ['of a name that is none', network('core'), app('[a]'), ["? the export '…' isn't in the inputs"]],
  ])('%s', (_, one, other, expected) => {
    expect(valuesOf(all([one, other]), 'app/X').map(shown)).toEqual(expected);
  });

  test('names each stack whose parameters have one name', () => {
    const found = all([network('!Sub "${Stage}-vpc"', stages), app('{ Fn::Sub: "${Stage}-vpc" }', stages)]);
    expect(whens(found)).toEqual(['network/Stage=dev, app/Stage=dev', 'network/Stage=prod, app/Stage=prod']);
  });

  test('that several exports could satisfy stays open', () => {
    const third = template(
      'Resources: { V: { Type: T } }\nOutputs: { V: { Value: x, Export: { Name: !Sub "${AWS::StackName}-vpc" } } }',
      { stack: 'other' },
    );
    const found = all([network('!Sub "${AWS::StackName}-vpc"'), third, app('{ Fn::Sub: "${Net}-vpc" }', p)]);
    expect(valuesOf(found, 'app/X').map(shown)).toEqual(["? the export '…-vpc' may be one of several"]);
  });

  test.each([
    ['another region', { region: 'eu-west-1' }, { region: 'us-east-1' }],
    ['another account', { account: '111111111111' }, { account: '222222222222' }],
  ])('does not reach %s', (_, one, other) => {
    const found = all([
      { ...network('core'), ...one },
      { ...app('core'), ...other },
    ]);
    expect(valuesOf(found, 'app/X').map(shown)).toEqual(["? the export 'core' isn't in the inputs"]);
  });

  test('of an export that a condition takes away can not be deployed', () => {
    const conditional = template(
      `Parameters: { P: { Type: String, AllowedValues: [a, b] } }
Conditions: { C: !Equals [!Ref P, a] }
Resources: { Vpc: { Type: AWS::EC2::VPC } }
Outputs: { V: { Value: !Ref Vpc, Condition: C, Export: { Name: core } } }`,
      { stack: 'network' },
    );
    expect(whens(all([conditional, app('core')]))).toEqual(['P=a']);
  });

  test('that goes round in a circle stays open', () => {
    const circle = (stack: string, from: string, to: string) =>
      template(value(`!ImportValue ${from}`, `Outputs: { O: { Value: !ImportValue ${from}, Export: { Name: ${to} } } }`), {
        stack,
      });
    expect(valuesOf(all([circle('a', 'x', 'y'), circle('b', 'y', 'x')]), 'a/X').map(shown)).toEqual([
      "? output 'O' of b hangs on itself",
    ]);
  });

  test('by the name of stack and output', () => {
    const expression = '{ Fn::GetStackOutput: { StackName: net, OutputName: V } }';
    const found = all([{ ...network('core'), stackName: 'net' }, template(value(expression), { stack: 'app' })]);
    expect(valuesOf(found, 'app/X').map(shown)).toEqual(['<network/Vpc>']);
    expect(valuesOf(worlds(value(expression))).map(shown)).toEqual(["? the output 'V' of stack 'net' isn't in the inputs"]);
  });
});

describe('a nested stack', () => {
  const inner = (more = '') =>
    template(
      `Parameters: { A: { Type: String, Default: mine }, L: { Type: CommaDelimitedList, Default: "" }, S: { Type: String, NoEcho: true, Default: "" } }
Conditions: { C: !Equals [!Ref A, a] }
Resources:
  X: { Type: A::B::C, Properties: { Value: { A: !Ref A, L: !Ref L, S: !Ref S } } }
  Y: { Type: A::B::C, Condition: C }
Outputs: { O: { Value: !GetAtt X.Arn }, P: { Value: !Ref A } }
${more}`,
      { stack: 'ignored' },
    );
  const outer = (parameters: string, more = '', condition = '') =>
    template(
      `Resources:
  N: { Type: AWS::CloudFormation::Stack, ${condition} Properties: { Parameters: ${parameters} } }
  R: { Type: A::B::C }
  O: { Type: A::B::C, Properties: { Value: !GetAtt N.Outputs.O, Passed: !GetAtt N.Outputs.P, Gone: !GetAtt N.Outputs.None } }
${more}`,
      { nested: new Map([['N', inner()]]) },
    );

  test('has the values that it is given, and its defaults', () => {
    const [world] = all([outer('{ L: !Join [",", [!Ref R, b]] }')]);
    expect(shown(world?.resources.get('S/N/X')?.properties.Value)).toEqual({ A: 'mine', L: ['<S/R>', 'b'], S: 'any S' });
    expect([...(world?.resources.keys() ?? [])]).toEqual(['S/N', 'S/R', 'S/O', 'S/N/X']);
  });

  test('gives its outputs', () => {
    const [world] = all([outer('{ A: !Ref R }')]);
    expect(shown(world?.resources.get('S/O')?.properties)).toEqual({
      Value: '<S/N/X.Arn>',
      Passed: '<S/R>',
      Gone: "? S/N has no output 'None'",
    });
  });

  test('has conditions on the parameters around it', () => {
    const found = all([outer('{ A: !Ref Stage }', 'Parameters: { Stage: { Type: String, AllowedValues: [a, b] } }')]);
    expect(found.map(({ when, resources }) => [when, resources.has('S/N/Y')])).toEqual([
      ['Stage=a', true],
      ['Stage=b', false],
    ]);
  });

  test('is there only if its condition holds', () => {
    const more = 'Parameters: { Stage: { Type: String, AllowedValues: [a, b] } }\nConditions: { D: !Equals [!Ref Stage, a] }';
    const conditional = outer('{}', more, 'Condition: D,');
    const found = all([
      {
        ...conditional,
        body: {
          ...conditional.body,
          Resources: {
            N: (conditional.body.Resources as JsonMapping).N ?? null,
            R: (conditional.body.Resources as JsonMapping).R ?? null,
          },
        },
      },
    ]);
    expect(present(found)).toEqual({ 'Stage=a': ['S/N', 'S/N/X', 'S/R'], 'Stage=b': ['S/R'] });
  });

  test('keeps a secret that it is given, or takes as one', () => {
    const [world] = all([
      outer('{ S: !Ref P, A: !Ref Q }', 'Parameters: { P: { Type: String }, Q: { Type: String, NoEcho: true } }'),
    ]);
    const given = world?.resources.get('S/N/X')?.properties.Value as unknown as Record<string, { secret?: boolean }>;
    expect([given.S?.secret, given.A?.secret]).toEqual([true, true]);
  });

  test('stands in its file', () => {
    const [world] = all([outer('{}')]);
    expect(world?.resources.get('S/N/X')?.place).toEqual({
      resource: 'S/N/X',
      type: 'A::B::C',
      file: 'ignored.yaml',
      pointer: '/Resources/X',
    });
  });
});

describe('the account', () => {
  const text = value(
    '{ A: "arn:aws:iam::111111111111:root", B: 111111111111, C: "1111111111119", D: !Ref AWS::AccountId, E: !Ref AWS::Region }',
  );
  const inAccount = (account: string, stack: string) => template(text, { stack, account, region: 'eu-west-1' });

  test('of the environment and its number are one', () => {
    expect(shown(valuesOf(all([inAccount('111111111111', 'S')]))[0])).toEqual({
      A: 'arn:aws:iam::<AWS::AccountId>:root',
      B: '<AWS::AccountId>',
      C: '1111111111119',
      D: '<AWS::AccountId>',
      E: '<AWS::Region>',
    });
  });

  test("and the region are themselves in ARNs as they are in the system's own", () => {
    const arn = value(
      '{ A: "arn:aws:sqs:eu-west-1:111111111111:q", B: "sqs.eu-west-1.amazonaws.com", C: "arn:aws:sqs:eu-west-2:1:q" }',
    );
    expect(shown(valuesOf(all([template(arn, { stack: 'S', account: '111111111111', region: 'eu-west-1' })]))[0])).toEqual({
      A: 'arn:aws:sqs:<AWS::Region>:<AWS::AccountId>:q',
      B: 'sqs.eu-west-1.amazonaws.com',
      C: 'arn:aws:sqs:eu-west-2:1:q',
    });
  });

  test('of several regions stay several', () => {
    const found = all([
      template(value('!Ref AWS::Region'), { stack: 'S', region: 'eu-west-1' }),
      template(value('!Ref AWS::Region'), { stack: 'T', region: 'us-east-1' }),
    ]);
    expect([...valuesOf(found, 'S/X'), ...valuesOf(found, 'T/X')]).toEqual(['eu-west-1', 'us-east-1']);
  });

  test('of another environment is another', () => {
    const found = all([inAccount('111111111111', 'S'), inAccount('222222222222', 'T')]);
    expect(shown(valuesOf(found)[0])).toMatchObject({ A: 'arn:aws:iam::111111111111:root', D: '111111111111' });
    expect(shown(valuesOf(found, 'T/X')[0])).toMatchObject({ D: '222222222222' });
  });

  test('and region of the environment decide conditions', () => {
    const conditions =
      'Conditions: { C: !And [!Equals [!Ref AWS::AccountId, "111111111111"], !Equals [!Ref AWS::Region, eu-west-1], !Equals [!Ref AWS::Partition, aws]] }';
    const found = all([template(value('!If [C, 1, 2]', conditions), { account: '111111111111', region: 'eu-west-1' })]);
    expect(valuesOf(found)).toEqual([1]);
  });
});

describe('a loop', () => {
  const loop = (collection: string, more = '') => `
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Loop:
    - Item
    - ${collection}
    - "R&{Item}":
        Type: A::B::C
        Properties:
          Value: !Sub "\${Item}-\${AWS::Region}"
          Item: !Ref Item
          Fn::ForEach::Inner: [Other, [x, y], { "P\${Other}": !Ref Other }]
${more}`;

  test('is written out, with loops inside', () => {
    const [world] = worlds(loop('[a-1, b]'));
    expect(world?.doubts).toEqual([]);
    expect(shown(world?.resources.get('S/Ra1')?.properties as never)).toEqual({
      Value: 'a-1-<AWS::Region>',
      Item: 'a-1',
      Px: 'x',
      Py: 'y',
    });
    expect(world?.resources.get('S/Rb')?.place.pointer).toBe('/Resources/Fn::ForEach::Loop/2/R&{Item}');
  });

  test('over a parameter is written out where it is given', () => {
    const parameters = 'Parameters: { List: { Type: CommaDelimitedList } }';
    const [world] = worlds(loop('!Ref List', parameters), { parameters: { List: 'a,b' } });
    expect([...(world?.resources.keys() ?? [])]).toEqual(['S/Ra', 'S/Rb']);
    const [open] = worlds(loop('!Ref List', parameters));
    expect(open?.doubts.map(({ reason }) => reason)).toEqual(['Fn::ForEach::Loop in S is only written out when it is deployed']);
  });

  test('that would never end stays as it is', () => {
    const items = Array.from({ length: 500 }, (_, index) => `i${index}`);
    const body = { 'Fn::ForEach::B': ['B', items, { 'Fn::ForEach::C': ['C', items, { 'R${A}${B}${C}': { Type: 'T' } }] }] };
    const [world] = worlds({ Resources: { 'Fn::ForEach::A': ['A', items, body] } });
    expect(world?.doubts.length).toBeGreaterThan(0);
  });
});
