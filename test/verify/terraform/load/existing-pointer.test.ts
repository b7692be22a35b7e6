import { expect, test } from 'vitest';
import { existingPointer } from '../../../../lib/verify/terraform/load/existing-pointer';

const configuration = { resource: { google_x: { a: { template: [{ containers: [{ env: [] }, { env: [] }] }], 'b/c': 1 } } } };
const plan = {
  planned_values: { root_module: { resources: [{ address: 'google_x.a', values: { template: [{ tags: ['t'] }] } }] } },
};

test.each([
  ['an argument', configuration, '/resource/google_x/a/b~1c', '/resource/google_x/a/b~1c'],
  [
    'a block in a list of one',
    configuration,
    '/resource/google_x/a/template/containers',
    '/resource/google_x/a/template/0/containers',
  ],
  [
    'one of several blocks',
    configuration,
    '/resource/google_x/a/template/containers/env',
    '/resource/google_x/a/template/0/containers',
  ],
  ['what is left out', configuration, '/resource/google_x/a/metadata/key', '/resource/google_x/a'],
  [
    'a planned argument',
    plan,
    '/planned_values/root_module/resources/0/template/tags/0',
    '/planned_values/root_module/resources/0/values/template/0/tags/0',
  ],
  ['nothing at all', plan, '', ''],
])('a pointer to %s leads as far as the document goes', (_, document, pointer, expected) => {
  expect(existingPointer(document, pointer)).toBe(expected);
});
