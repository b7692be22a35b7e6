import { expect, test } from 'vitest';
import { whens, worlds } from './fixture';

const lists = '{ a: { s3: pl-6da54004, other: pl-6da54004 }, b: { s3: pl-63a5400a, other: pl-6da54004 } }';

const template = (properties: string, more = '') => `
Parameters: { P: { Type: String, AllowedValues: [a, b] } }
Mappings: { Lists: ${lists} }
Resources:
  X: { Type: AWS::EC2::SecurityGroupEgress, Properties: ${properties} }
${more}`;

const s3 = '!FindInMap [Lists, !Ref P, s3]';
const other = '!FindInMap [Lists, !Ref P, other]';

test.each([
  ['a rule', `{ DestinationPrefixListId: ${s3}, GroupId: !GetAtt Group.GroupId }`],
  ['a rule of a group that is a parameter', `{ DestinationPrefixListId: ${s3}, GroupId: sg-0 }`],
  ['a list of rules', `{ SecurityGroupEgress: [{ DestinationPrefixListId: ${s3} }, { DestinationPrefixListId: ${s3} }] }`],
])("worlds that are the same but for a region's S3 prefix list are one: %s", (_, properties) => {
  expect(whens(worlds(template(properties)))).toEqual(['P=a']);
});

test.each([
  [
    'another property differs',
    `{ DestinationPrefixListId: ${s3}, FromPort: !If [IsA, 443, 0] }`,
    'Conditions: { IsA: !Equals [!Ref P, a] }',
  ],
  ['two lists are the same in one of them only', `{ One: ${s3}, Other: ${other} }`, ''],
  [
    'a resource that is the same in both names one of the lists',
    `{ One: ${s3} }`,
    '  Y: { Type: A::B::C, Properties: { Value: pl-63a5400a } }',
  ],
  ['the id is part of a text', `{ One: !Join ['', [x, ${s3}]] }`, ''],
  ['a list is no list of S3', '{ One: !If [IsA, pl-6da54004, pl-02cd2c6b] }', 'Conditions: { IsA: !Equals [!Ref P, a] }'],
])('worlds differ if %s', (_, properties, more) => {
  expect(whens(worlds(template(properties, more)))).toEqual(['P=a', 'P=b']);
});

test('a text of a template is not taken for what stands for a list or a reference', () => {
  const properties = `{ One: !If [IsA, "\\0list", pl-6da54004], Other: !If [IsA, { "\\0reference": S/Y, attribute: null }, !Ref Y], L: ${s3} }`;
  const more = '  Y: { Type: A::B::C }\nConditions: { IsA: !Equals [!Ref P, a] }';
  expect(whens(worlds(template(properties, more)))).toEqual(['P=a', 'P=b']);
});
