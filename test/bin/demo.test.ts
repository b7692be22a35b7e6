import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { type CloudExample, examples, isInstalled } from '../../bin/demo/cloud';
import { countResources } from '../../bin/demo/synthesis';
import { put, scratchFolder } from '../runtime/scratch';

const root = resolve(__dirname, '..', '..');

test.each(examples.map((example) => [example.cloud, example] as const))(
  'the demo shows an example for %s and its leaky twin',
  (_, example) => {
    for (const app of [example.sealed, example.leaky]) expect(existsSync(join(root, `${app}.ts`))).toBe(true);
    expect(isInstalled(example)).toBe(true);
  },
);

test('an example is left out where what makes it is missing', () => {
  const [example] = examples as [CloudExample];
  expect(isInstalled({ ...example, needs: [...example.needs, 'no-such-package'] })).toBe(false);
});

test('resources are counted in templates and in configurations', () => {
  const folder = scratchFolder();
  put(
    folder,
    'Main.template.json',
    JSON.stringify({ Resources: { A: { Type: 'AWS::EC2::VPC' }, B: { Type: 'AWS::EC2::VPC' } } }),
  );
  put(folder, 'cdk.tf.json', JSON.stringify({ resource: { google_compute_network: { a: {}, b: {}, c: {} } } }));
  put(folder, 'manifest.json', '{}');
  expect(Object.fromEntries(countResources(folder))).toEqual({ 'AWS::EC2::VPC': 2, google_compute_network: 3 });
});
