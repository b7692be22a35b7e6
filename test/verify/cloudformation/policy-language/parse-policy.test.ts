import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../../../lib/verify/cloudformation/policy-language/allows';
import { ask } from '../../../../lib/verify/cloudformation/policy-language/ask';
import { confinement } from '../../../../lib/verify/cloudformation/policy-language/confinement';
import { statementsOf } from '../../../../lib/verify/cloudformation/policy-language/parse-policy';
import { printedGlyphs } from '../../../../lib/verify/cloudformation/policy-language/print-glyphs';
import type { Value } from '../../../../lib/verify/world/value';
import { allow, closed, free, imported, join, place, policy, reference, resources } from './world';

const parsed = (document: Value | undefined) => statementsOf(document, place, resources);

describe('a policy is read', () => {
  test.each<[string, Value]>([
    ['as an object', policy(allow('s3:GetObject'))],
    ['with one statement outside a list', { Statement: allow('s3:GetObject') }],
    ['with a list of one action', policy(allow(['s3:GetObject'], ['*']))],
    ['as JSON text', JSON.stringify(policy(allow('s3:GetObject')))],
    ['with keys in other cases', { statement: { effect: 'Allow', action: 's3:GetObject', resource: '*' } }],
  ])('%s', (_, document) => {
    const [statement, ...more] = parsed(document);
    expect(more).toEqual([]);
    expect(statement?.effect).toBe('Allow');
    expect(statement?.actions.patterns.map(printedGlyphs)).toEqual(['s3:GetObject']);
    expect(statement?.resources?.patterns.map(printedGlyphs)).toEqual(['*']);
    expect(statement?.doubt).toBeUndefined();
  });

  test('with the place of each statement', () => {
    expect(parsed(policy(allow('a:B'), allow('c:D'))).map((statement) => statement.place.pointer)).toEqual([
      '/Policy/Statement/0',
      '/Policy/Statement/1',
    ]);
    expect(parsed({ Statement: allow('a:B') })[0]?.place.pointer).toBe('/Policy/Statement');
  });

  test('as text around references', () => {
    const [statement] = parsed(
      join('{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"', reference('Bucket', 'Arn'), '/x"}]}'),
    );
    expect(statement?.resources?.patterns.map(printedGlyphs)).toEqual([`arn:\${AWS::Partition}:s3:::\${App/Bucket}/x`]);
  });

  test('without a document as nothing', () => {
    expect(parsed(undefined)).toEqual([]);
    expect(parsed(null)).toEqual([]);
  });
});

describe('what can’t be understood may allow and may deny:', () => {
  test.each<[string, Value]>([
    ['a policy from outside', imported],
    ['a policy that is a parameter', free],
    ['text that isn’t JSON', '{'],
    ['JSON that isn’t an object', '[]'],
    ['a number', 7],
    ['a list', [allow('s3:*')]],
    ['no statement', {}],
    ['a statement that is text', policy('allow')],
    ['a statement from outside', policy(imported)],
    ['a statement without an action', policy({ Effect: 'Allow', Resource: '*' })],
    ['a statement without an effect', policy({ Action: 's3:*', Resource: '*' })],
    ['an effect in another case', policy({ Effect: 'allow', Action: 's3:*', Resource: '*' })],
    ['an effect that is a parameter', policy({ Effect: closed, Action: 's3:*', Resource: '*' })],
  ])('%s', (_, document) => {
    expect(parsed(document).map(({ effect }) => effect)).toEqual(['Allow', 'Deny']);
    expect(parsed(document).every(({ doubt }) => doubt !== undefined)).toBe(true);
    expect(decide(ask(['s3:GetObject'], 'any', new Map(), resources), parsed(document)).decision).toBe('maybe');
  });
});

test('no value makes it throw, or makes it certain of what isn’t known', () => {
  const leaf = fc.constantFrom<Value>(
    '*',
    's3:*',
    'Allow',
    'Deny',
    '',
    null,
    true,
    7,
    imported,
    free,
    closed,
    reference('Bucket', 'Arn'),
    `\${aws:x}`,
  );
  const key = fc.constantFrom(
    'Statement',
    'Effect',
    'Action',
    'NotAction',
    'Resource',
    'NotResource',
    'Principal',
    'Condition',
    'AWS',
    'StringEquals',
  );
  const { value } = fc.letrec<{ value: Value }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'medium' },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(value, (document) => {
      const asked = ask(['s3:GetObject'], 'any', new Map(), resources);
      expect(['allowed', 'denied', 'maybe']).toContain(decide(asked, parsed(document)).decision);
      expect(['confined', 'open', 'unknown']).toContain(confinement(document, 's3', place, { resources }).verdict);
    }),
    { numRuns: 400 },
  );
});
