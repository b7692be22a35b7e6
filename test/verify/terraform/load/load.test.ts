import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadTerraform } from '../../../../lib/verify/terraform/load/load';
import { isTerraform, isTerraformConfiguration, isTerraformPlan } from '../../../../lib/verify/terraform/load/sniff';
import { UnusableInput } from '../../../../lib/verify/unusable-input';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'airlock-load-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const network = (name: string) => ({ resource: { google_compute_network: { [name]: { name } } } });

const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;

/** Writes files under a folder of their own; gives its path. */
function files(name: string, contents: Readonly<Record<string, unknown>>): string {
  const root = join(folder, name);
  for (const [path, content] of Object.entries({ '.keep': '', ...contents })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return root;
}

describe('is loaded', () => {
  test('a file of configuration, named for its stack', () => {
    const root = files('one', { 'stacks/network/cdk.tf.json': network('n') });
    expect(loadTerraform([join(root, 'stacks/network/cdk.tf.json')])).toMatchObject([{ kind: 'configuration', name: 'network' }]);
  });

  test('every stack of a cdktf.out', () => {
    const root = files('out', {
      'manifest.json': {},
      'stacks/a/cdk.tf.json': network('a'),
      'stacks/b/cdk.tf.json': network('b'),
    });
    expect(loadTerraform([root]).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  test('no stack of a cdktf.out that an earlier synthesis left', () => {
    const root = files('stale', {
      'manifest.json': { stacks: { b: { name: 'b', workingDirectory: 'stacks/b' } } },
      'stacks/a/cdk.tf.json': network('a'),
      'stacks/b/cdk.tf.json': network('b'),
    });
    expect(loadTerraform([root]).map(({ name }) => name)).toEqual(['b']);
  });

  test('a folder as one module, overriding files last', () => {
    const root = files('merged', {
      'a_override.tf.json': network('x'),
      'b.tf.json': network('b'),
      'c.tf.json': network('c'),
      'notes.json': 'no',
    });
    const [loaded] = loadTerraform([root]);
    expect(loaded?.kind === 'configuration' && loaded.source.files.map(({ file }) => file.slice(root.length + 1))).toEqual([
      'b.tf.json',
      'c.tf.json',
      'a_override.tf.json',
    ]);
  });

  test('the modules that it calls by a path, at any depth', () => {
    const root = files('modules', {
      'main.tf.json': {
        module: {
          a: { source: './a' },
          far: { source: 'hashicorp/far/google' },
          hcl: { source: './hcl' },
          none: { source: './none' },
        },
      },
      'a/main.tf.json': { module: [{ b: [{ source: '../b' }] }] },
      'b/main.tf.json': { module: { again: { source: '../a' } }, ...network('b') },
      'hcl/main.tf': 'resource "x" "y" {}',
    });
    const [loaded] = loadTerraform([root]);
    const modules = loaded?.kind === 'configuration' ? loaded.source.modules : new Map();
    expect([...modules.keys()]).toEqual(['./a']);
    expect([...(modules.get('./a')?.modules.keys() ?? [])]).toEqual(['../b']);
  });

  test('a plan, and a state', () => {
    const root = files('plans', {
      'plan.json': { format_version: '1.2', planned_values: { root_module: {} } },
      'state.json': { format_version: '1.0', values: { root_module: {} } },
    });
    expect(loadTerraform([join(root, 'plan.json'), join(root, 'state.json')]).map(({ kind }) => kind)).toEqual(['plan', 'plan']);
  });
});

describe('is unusable, in one line that says what to do', () => {
  test.each([
    ['a file that is not there', {}, 'x.tf.json', /can't be read: there is no such file or folder/],
    ['an empty file', { 'x.tf.json': ' \n' }, 'x.tf.json', /is empty/],
    [
      'no JSON',
      { 'x.tf.json': 'resource "a" "b" {}' },
      'x.tf.json',
      /x\.tf\.json:1:1: not valid JSON: a value should stand here: .*terraform show -json/,
    ],
    ['a list', { 'x.tf.json': '[]' }, 'x.tf.json', /must hold a JSON object, got a list/],
    ['null', { 'x.tf.json': 'null' }, 'x.tf.json', /must hold a JSON object, got null/],
    ['an empty object', { 'x.tf.json': {} }, 'x.tf.json', /neither Terraform configuration nor a plan/],
    ['a CloudFormation template', { 'x.json': { Resources: { A: { Type: 'AWS::EC2::VPC' } } } }, 'x.json', /neither/],
    ['a policy', { 'x.json': { version: 1, destinations: [] } }, 'x.json', /neither/],
    ['what is nested without end', { 'x.tf.json': deep }, 'x.tf.json', /nested more than/],
    ['a folder without Terraform', { 'readme.md': 'x' }, '.', /has no \*\.tf\.json/],
    [
      'a folder with HCL',
      { 'a.tf.json': network('a'), 'b.tf': '' },
      '.',
      /b\.tf is HCL: run terraform plan .* terraform show -json/,
    ],
    ['a folder of HCL', { 'b.tf': '' }, '.', /terraform show -json/],
    ['a folder that configures nothing', { 'a.tf.json': {} }, '.', /configures nothing/],
    ['a folder with something else in it', { 'a.tf.json': { Resources: {} } }, '.', /isn't Terraform configuration/],
    ['a cdktf.out without stacks', { 'stacks/.keep': '' }, '.', /has no stack: run synth first/],
    [
      'a plan in place of a module',
      { 'a.tf.json': { format_version: '1.2', planned_values: {} } },
      '.',
      /isn't Terraform configuration/,
    ],
    [
      'a cdktf.out that tells no folder of a stack',
      { 'manifest.json': { stacks: { a: { name: 'a' } } }, 'stacks/a/cdk.tf.json': network('a') },
      '.',
      /a stack without workingDirectory: run synth again$/,
    ],
    [
      'a cdktf.out whose manifest lists a folder that is gone',
      { 'manifest.json': { stacks: { b: { workingDirectory: 'stacks/b' } } }, 'stacks/a/cdk.tf.json': network('a') },
      '.',
      /stacks.b can't be read/,
    ],
  ])('%s', (name, contents, path, message) => {
    const root = files(`bad ${name}`, contents);
    const load = () => loadTerraform([join(root, path)]);
    expect(load).toThrow(UnusableInput);
    expect(load).toThrow(message);
    expect(load).not.toThrow(/\n/);
  });

  test('anything else, whatever is done to it', () => {
    const root = files('fuzz', {});
    const file = join(root, 'x.tf.json');
    const sample = JSON.stringify({ ...network('n'), variable: { x: { type: 'bool' } }, module: { m: { source: './m' } } });
    const mangled = fc
      .tuple(fc.nat(sample.length), fc.nat(12), fc.string({ maxLength: 6 }))
      .map(([at, length, text]) => sample.slice(0, at) + text + sample.slice(at + length));
    fc.assert(
      fc.property(fc.oneof(mangled, fc.json(), fc.string()), (text) => {
        writeFileSync(file, text);
        try {
          expect(loadTerraform([file])).toHaveLength(1);
        } catch (error) {
          expect(error).toBeInstanceOf(UnusableInput);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a parsed object is told by what it has', () => {
  test.each([
    [{ format_version: '1.2', planned_values: {} }, 'plan'],
    [{ format_version: '1.0', values: {} }, 'plan'],
    [{ format_version: '1.2', resource_changes: [] }, 'plan'],
    [{ resource: {} }, 'configuration'],
    [{ '//': {}, terraform: {}, provider: {} }, 'configuration'],
    [{ resource: [{}] }, 'configuration'],
    [{ Resources: {} }, 'neither'],
    [{ resource: {}, Resources: {} }, 'neither'],
    [{ resource: 'x' }, 'neither'],
    [{ format_version: 1 }, 'neither'],
    [{}, 'neither'],
    [[], 'neither'],
    [null, 'neither'],
    ['resource', 'neither'],
  ])('%j is %s', (object, kind) => {
    expect(isTerraformPlan(object)).toBe(kind === 'plan');
    expect(isTerraformConfiguration(object)).toBe(kind === 'configuration');
    expect(isTerraform(object)).toBe(kind !== 'neither');
  });
});
