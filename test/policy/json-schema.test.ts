import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { policyJsonSchema } from '../../lib/policy/json-schema';
import { claude, github, mirror, policyOf } from './sample';

const schema = policyJsonSchema();
// read back from the JSON alone, as an editor would
const editor = z.fromJSONSchema(JSON.parse(JSON.stringify(schema)));

describe('the JSON Schema for editors', () => {
  test('says what it is', () => {
    expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'urn:agent-airlock:policy:1' });
  });

  test('takes a policy as it is written, defaults left out', () => {
    expect(editor.safeParse({ ...policyOf(claude, github, mirror), agents: { a: { destinations: ['claude'] } } }).success).toBe(
      true,
    );
  });

  test.each<[string, unknown]>([
    ['an unknown key', { ...policyOf(claude), agnets: {} }],
    ['an unknown key of a destination', policyOf({ ...claude, hots: 'a' })],
    ['an unknown key of a rule', policyOf({ ...claude, allow: [{ methods: ['GET'], path: '/', query: 'x' }] })],
    ['a bad name', policyOf({ ...claude, name: '-' })],
    ['a bad access', policyOf({ ...claude, access: 'proxy' })],
    ['a bad credential', policyOf({ ...claude, credential: { type: 'basic', secret: 's' } })],
    ['no version', { destinations: [claude] }],
  ])('refuses %s', (_what, input) => {
    expect(editor.safeParse(input).success).toBe(false);
  });
});
