import { describe, expect, test } from 'vitest';
import { only, shown } from './fixture';

const mappings = `
Mappings:
  Ranges: { dev: { Cidr: 10.1.0.0/16, List: [a, b] }, prod: { Cidr: 10.2.0.0/16, List: [c] } }
`;

describe('computes', () => {
  test.each([
    ['Ref to a resource', '!Ref Y', '<S/Y>'],
    ['Ref to NoValue, which removes a member', '{ A: !Ref AWS::NoValue, B: 1 }', { B: 1 }],
    ['Ref to NoValue in a list, which removes the item', '[1, !Ref AWS::NoValue, 2]', [1, 2]],
    ['GetAtt', '!GetAtt Y.Arn', '<S/Y.Arn>'],
    ['GetAtt as a list', '{ Fn::GetAtt: [Y, Endpoint.Address] }', '<S/Y.Endpoint.Address>'],
    ['GetAtt as one text', '{ Fn::GetAtt: Y.Arn }', '<S/Y.Arn>'],
    ['an attribute that repeats a property', '!GetAtt Vpc.CidrBlock', '10.0.0.0/16'],
    ['Sub', '!Sub "a-${Y}-${Y.Arn}-${!Literal}"', 'a-<S/Y>-<S/Y.Arn>-${Literal}'],
    ['Sub of a literal', '!Sub plain', 'plain'],
    ['Sub of one name alone', '!Sub "${Y}"', '<S/Y>'],
    ['Sub with names of its own', '!Sub ["${A}/${Y}", { A: !GetAtt Y.Id }]', '<S/Y.Id>/<S/Y>'],
    ['Sub with names that hide parameters', '!Sub ["${Y}", { Y: mine }]', 'mine'],
    ['Join', '!Join ["-", [a, !Ref Y, 3]]', 'a-<S/Y>-3'],
    ['Join of literals', '!Join ["", [a, b]]', 'ab'],
    ['Join of nothing', '!Join [",", []]', ''],
    ['Join without what is NoValue', '!Join [",", [a, !Ref AWS::NoValue, b]]', 'a,b'],
    ['Select', '!Select [1, [a, b]]', 'b'],
    ['Select by a text', '!Select ["1", [a, b]]', 'b'],
    ['Select of an attribute that is a list', '!Select [0, !GetAtt Vpc.Ipv6CidrBlocks]', '<S/Vpc.Ipv6CidrBlocks.0>'],
    ['an attribute that is a list, joined', '!Join [",", !GetAtt Y.Ids]', '<S/Y.Ids.*>'],
    ['Split', '!Split [",", "a,b"]', ['a', 'b']],
    ['Split where ids stand', '!Split [",", !Sub "${Y},b"]', ['<S/Y>', 'b']],
    ['a piece before a hole', '!Select [1, !Split [":", !Sub "a:b:${Y.Arn}"]]', 'b'],
    ['the account out of an ARN', '!Select [4, !Split [":", !Sub "arn:aws:iam::${AWS::AccountId}:role/x"]]', '<AWS::AccountId>'],
    ['the partition of an ARN', '!Select [1, !Split [":", !GetAtt Y.Arn]]', '<AWS::Partition>'],
    ['FindInMap', '!FindInMap [Ranges, prod, Cidr]', '10.2.0.0/16'],
    ['FindInMap of a list', '!FindInMap [Ranges, dev, List]', ['a', 'b']],
    ['FindInMap with a default', '!FindInMap [Ranges, test, Cidr, { DefaultValue: none }]', 'none'],
    ['Base64 of a literal', '!Base64 hi', 'aGk='],
    ['Base64 of a text with holes, which it keeps', '!Base64 { Fn::Sub: "x ${Y}" }', 'x <S/Y>'],
    ['Cidr', '!Cidr [10.0.0.0/16, 3, 8]', ['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24']],
    ['Cidr with texts for numbers', '!Cidr [10.0.128.0/17, "2", "6"]', ['10.0.128.0/26', '10.0.128.64/26']],
    ['Cidr of IPv6', '!Cidr ["2001:db8::/56", 2, 64]', ['2001:db8::/64', '2001:db8:0:1::/64']],
    ['Cidr of an attribute', '!Select [1, !Cidr [!GetAtt Vpc.CidrBlock, 4, 12]]', '10.0.16.0/20'],
    ['a zone', '!Select [1, !GetAZs ""]', 'az-2'],
    ['Length', '{ Fn::Length: [a, b] }', 2],
    ['ToJsonString', '{ Fn::ToJsonString: { a: [1, !Ref Y], b: x } }', '{"a":[1,"<S/Y>"],"b":"x"}'],
    [
      'functions inside each other',
      '!Join ["", [!Select [0, !Split [",", !FindInMap [Ranges, dev, Cidr]]], !Sub "-${Y}"]]',
      '10.1.0.0/16-<S/Y>',
    ],
    [
      'pseudo parameters as themselves',
      '!Sub "${AWS::Partition}:${AWS::AccountId}:${AWS::Region}:${AWS::URLSuffix}"',
      '<AWS::Partition>:<AWS::AccountId>:<AWS::Region>:<AWS::URLSuffix>',
    ],
    ['the name of a stack that is only known at deployment', '!Ref AWS::StackName', '<AWS::StackName.S>'],
    [
      'a member called Condition as it is',
      '{ Condition: { StringEquals: { a: b } } }',
      { Condition: { StringEquals: { a: 'b' } } },
    ],
    ['a member called Ref among others as it is', '{ Ref: Y, Other: 1 }', { Ref: 'Y', Other: 1 }],
  ])('%s', (_, expression, expected) => {
    expect(shown(only(expression, mappings))).toEqual(expected);
  });
});

describe('leaves open', () => {
  test.each([
    ['a Ref to nothing', '!Ref Nothing', "? 'Nothing' is neither a parameter nor a resource of S"],
    ['a GetAtt of nothing', '!GetAtt Nothing.Arn', "? 'Nothing' is not a resource of S"],
    ['a name in a Sub that is nothing', '!Sub "${Nothing}"', "? 'Nothing' is neither a parameter nor a resource of S"],
    ['a GetAtt without an attribute', '!GetAtt Y', '? a GetAtt needs a resource and an attribute'],
    ['a mapping that is not there', '!FindInMap [Other, a, b]', "? there is no mapping 'Other' in S"],
    ['a key that is not there', '!FindInMap [Ranges, a, Cidr]', "? mapping 'Ranges' of S has no such key"],
    ['an import from outside', '!ImportValue core-vpc', "? the export 'core-vpc' isn't in the inputs"],
    ['a transform', '{ Fn::Transform: { Name: AWS::Include } }', "? Fn::Transform can't be computed from the inputs"],
    ['an unknown function', '!Magic x', "? Fn::Magic can't be computed from the inputs"],
    [
      'a transform beside other members',
      '{ Fn::Transform: { Name: A }, B: 1 }',
      "? Fn::Transform can't be computed from the inputs",
    ],
    ['a Select beyond the list', '!Select [2, [a]]', '? a Select takes item 2 of 1'],
    [
      'a Split behind a hole',
      '!Select [2, !Split [":", !Sub "a:${Y.Arn}:c"]]',
      '? a text that is only known at deployment is split',
    ],
    [
      'an item of a joined attribute',
      '!Select [1, !Split [",", !Join [",", !GetAtt Y.Ids]]]',
      '? a text that is only known at deployment is split',
    ],
    [
      'an item behind one that may be missing',
      '!Select [1, [!If [Nothing, 1, !Ref AWS::NoValue], 2]]',
      "? there is no condition 'Nothing' in S",
    ],
    ['a Cidr that does not fit', '!Cidr [10.0.0.0/24, 3, 8]', "? Fn::Cidr can't cut 3 blocks out of '10.0.0.0/24'"],
    ['a Cidr of nonsense', '!Cidr [nonsense, 3, 8]', "? Fn::Cidr can't cut 3 blocks out of 'nonsense'"],
    [
      'a Cidr of a range of Amazon',
      '!Select [0, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 4, 64]]',
      '? the block that Fn::Cidr cuts is only known at deployment',
    ],
    ['an SSM parameter', "'{{resolve:ssm:/vpc/id}}'", "? the value of 'ssm:/vpc/id' isn't in the inputs"],
    [
      'a secure SSM parameter',
      "'{{resolve:ssm-secure:/key:1}}'",
      "? secret the value of 'ssm-secure:/key:1' isn't in the inputs",
    ],
    [
      'a secret',
      "'{{resolve:secretsmanager:key:SecretString:a}}'",
      "? secret the value of 'secretsmanager:key:SecretString:a' isn't in the inputs",
    ],
    [
      'a secret inside a text',
      "'Bearer {{resolve:secretsmanager:key}}!'",
      "Bearer ? secret the value of 'secretsmanager:key' isn't in the inputs!",
    ],
    [
      'a secret of the system',
      '!Sub "{{resolve:secretsmanager:${Y}}}"',
      "? secret the value of 'secretsmanager:S/Y' isn't in the inputs",
    ],
    [
      'a secret put together',
      '!Join ["", ["{{resolve:secretsmanager:", !Ref Y, "}}"]]',
      "? secret the value of 'secretsmanager:S/Y' isn't in the inputs",
    ],
    ['a number beyond all numbers', '1e999', '1e999'],
    ['a condition that is not there', '!If [Nothing, 1, 2]', "? there is no condition 'Nothing' in S"],
    ['an If without branches', '!If []', '? an If needs a condition and two values'],
  ])('%s', (_, expression, expected) => {
    expect(shown(only(expression, mappings))).toEqual(expected);
  });
});
