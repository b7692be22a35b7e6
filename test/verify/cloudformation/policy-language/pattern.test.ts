import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actionGlyphs } from '../../../../lib/verify/cloudformation/policy-language/action';
import { arnPattern } from '../../../../lib/verify/cloudformation/policy-language/arn';
import { glyphsOf } from '../../../../lib/verify/cloudformation/policy-language/glyph';
import { covers, overlaps } from '../../../../lib/verify/cloudformation/policy-language/pattern';
import { witness } from '../../../../lib/verify/cloudformation/policy-language/witness';
import { AnyOf, Reference, Text, Unresolved, type Value } from '../../../../lib/verify/world/value';

const arn = (value: Value) => arnPattern(glyphsOf(value));
const account = new Reference('AWS::AccountId');
const secret = new Reference('App/Secret');
const anyName = new AnyOf('Name', () => true);
const imported = new Unresolved('an import');
const arnOfSecret = (account: Value, name: Value) =>
  new Text(['arn:aws:secretsmanager:eu-west-1:', account as string, ':secret:', name as string]);

describe('an action pattern covers', () => {
  test.each([
    ['*', 's3:GetObject', 'yes'],
    ['s3:*', 's3:GetObject', 'yes'],
    ['S3:getobject', 's3:GetObject', 'yes'],
    ['s3:Get*', 's3:GetObject', 'yes'],
    ['s3:*Object', 's3:GetObject', 'yes'],
    ['s3:Get*', 's3:*', 'no'],
    ['s3:Get?bject', 's3:GetObject', 'yes'],
    ['s3:GetObject', 's3:GetObjectAcl', 'no'],
    ['secretsmanager:*', 's3:GetObject', 'no'],
    ['ec2:*', 'ec2messages:*', 'no'],
    [imported, 's3:GetObject', 'maybe'],
  ])('%s over %s: %s', (pattern, other, answer) => {
    expect(covers(actionGlyphs(pattern), actionGlyphs(other))).toBe(answer);
  });
});

describe('an ARN pattern meets another', () => {
  test.each<[string, Value, Value, string]>([
    ['everything', '*', arnOfSecret(account, secret), 'yes'],
    ['a wildcard in every field', 'arn:*:secretsmanager:*:*:secret:*', arnOfSecret(account, secret), 'yes'],
    ['a prefix of the written name', 'arn:aws:secretsmanager:*:*:secret:prod/*', arnOfSecret(account, 'prod/key-AbCdEf'), 'yes'],
    [
      'a prefix of another written name',
      'arn:aws:secretsmanager:*:*:secret:dev/*',
      arnOfSecret(account, 'prod/key-AbCdEf'),
      'no',
    ],
    ['case matters', 'arn:aws:secretsmanager:*:*:secret:Prod/*', arnOfSecret(account, 'prod/key-AbCdEf'), 'no'],
    ['a prefix of a generated name', 'arn:aws:secretsmanager:*:*:secret:prod/*', arnOfSecret(account, secret), 'maybe'],
    [
      'one exact name against a generated one',
      'arn:aws:secretsmanager:*:*:secret:key-AbCdEf',
      arnOfSecret(account, secret),
      'no',
    ],
    ['itself', arnOfSecret(account, secret), arnOfSecret(account, secret), 'yes'],
    ['another generated name', arnOfSecret(account, new Reference('App/Other')), arnOfSecret(account, secret), 'no'],
    ['a written account against this one', arnOfSecret('111122223333', 'a'), arnOfSecret(account, 'a'), 'maybe'],
    ['a text that is no account', arnOfSecret('root', 'a'), arnOfSecret(account, 'a'), 'no'],
    ['two written accounts', arnOfSecret('111122223333', 'a'), arnOfSecret('111122224444', 'a'), 'no'],
    ['a parameter', arnOfSecret(account, anyName), arnOfSecret(account, 'a'), 'maybe'],
    ['the same parameter', arnOfSecret(account, anyName), arnOfSecret(account, anyName), 'yes'],
    ['an import', imported, arnOfSecret(account, secret), 'maybe'],
    [
      'another partition of the same name',
      'arn:aws:s3:::bucket',
      new Text(['arn:', new Reference('AWS::Partition'), ':s3:::bucket']),
      'yes',
    ],
    ['a wildcard stays in its field', 'arn:aws:iam:*:role/x', 'arn:aws:iam::1:role/x', 'maybe'],
    ['another service', 'arn:aws:ssm:*:*:*', arnOfSecret(account, secret), 'no'],
    ['a wildcard region', 'arn:aws:secretsmanager:*:111122223333:secret:a', arnOfSecret('111122224444', 'a'), 'no'],
  ])('%s', (_, a, b, answer) => {
    expect(overlaps(arn(a), arn(b))).toBe(answer);
    expect(overlaps(arn(b), arn(a))).toBe(answer);
  });

  test.each<[string, Value, Value, string]>([
    ['everything', '*', arnOfSecret(account, secret), 'yes'],
    ['a prefix over a generated name', 'arn:aws:secretsmanager:*:*:secret:prod/*', arnOfSecret(account, secret), 'maybe'],
    ['a name over a prefix', arnOfSecret(account, secret), 'arn:aws:secretsmanager:*:*:secret:*', 'no'],
    ['a written account over this one', arnOfSecret('111122223333', 'a'), arnOfSecret(account, 'a'), 'maybe'],
    ['a parameter over a text', arnOfSecret(account, anyName), arnOfSecret(account, 'a'), 'maybe'],
    ['any characters over a parameter', arnOfSecret(account, '*'), arnOfSecret(account, anyName), 'yes'],
    ['a text over a parameter', arnOfSecret(account, 'a'), arnOfSecret(account, anyName), 'maybe'],
    ['a policy variable over a text', `arn:aws:s3:::\${aws:PrincipalAccount}/*`, 'arn:aws:s3:::1/a', 'maybe'],
    ['an escaped star over others', `a\${*}`, 'ab', 'no'],
    ['an escaped star over itself', `a\${*}b`, `a\${*}b`, 'yes'],
  ])('and covers it: %s', (_, a, b, answer) => {
    expect(covers(arn(a), arn(b))).toBe(answer);
  });
});

const longerBy = (words: readonly string[]) => words.flatMap((word) => ['a', 'b', 'c'].map((char) => word + char));
const universe = Array.from({ length: 6 })
  .reduce<string[][]>((all) => [...all, longerBy(all.at(-1) ?? [])], [['']])
  .flat();
const pattern = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 4 }).map((parts) => parts.join(''));
const regExp = (glob: string) => new RegExp(`^${glob.replaceAll('*', '.*').replaceAll('?', '.')}$`);
const members = (glob: string) => universe.filter((word) => regExp(glob).test(word));

describe('over a small alphabet, the algebra agrees with trying every text:', () => {
  test('a pattern overlaps another', () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const both = members(a).some((word) => regExp(b).test(word));
        expect(overlaps(glyphsOf(a), glyphsOf(b))).toBe(both ? 'yes' : 'no');
      }),
      { numRuns: 400 },
    );
  });

  test('a pattern covers another', () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        const all = members(b).every((word) => regExp(a).test(word));
        expect(covers(glyphsOf(a), glyphsOf(b))).toBe(all ? 'yes' : 'no');
      }),
      { numRuns: 400 },
    );
  });

  test('some text is in two patterns and in none of two others', () => {
    fc.assert(
      fc.property(pattern, pattern, pattern, pattern, (a, b, c, d) => {
        const some = members(a).some((word) => regExp(b).test(word) && !regExp(c).test(word) && !regExp(d).test(word));
        const inside = [a, b].map((glob) => glyphsOf(glob));
        const outside = [c, d].map((glob) => glyphsOf(glob));
        for (const reading of ['certain', 'possible'] as const) expect(witness(inside, outside, reading)).toBe(some);
      }),
      { numRuns: 400 },
    );
  });
});

describe('whatever a hole stands for', () => {
  const holed = fc.tuple(pattern, pattern).map(([before, after]) => ({ before, after }));
  const filled = fc.array(fc.constantFrom('a', 'b'), { maxLength: 3 }).map((parts) => parts.join(''));
  const textOf = ({ before, after }: { before: string; after: string }) => new Text([before, anyName, after]);

  test.each([
    ['overlaps', overlaps],
    ['covers', covers],
  ])('a certain answer of %s stays true', (_, question) => {
    fc.assert(
      fc.property(holed, pattern, filled, (hole, other, text) => {
        const concrete = glyphsOf(hole.before + text + hole.after);
        for (const [symbolic, exact] of [
          [question(glyphsOf(textOf(hole)), glyphsOf(other)), question(concrete, glyphsOf(other))],
          [question(glyphsOf(other), glyphsOf(textOf(hole))), question(glyphsOf(other), concrete)],
        ])
          if (symbolic !== 'maybe') expect(exact).toBe(symbolic);
      }),
      { numRuns: 600 },
    );
  });
});
