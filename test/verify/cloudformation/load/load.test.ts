import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadTemplates } from '../../../../lib/verify/cloudformation/load/load';
import type { LoadedTemplate } from '../../../../lib/verify/cloudformation/load/loaded-template';
import { systemsOf } from '../../../../lib/verify/cloudformation/load/systems';
import { UnusableInput } from '../../../../lib/verify/unusable-input';
import { folderOf, manifest, queue, stackArtifact } from './folder';

const load = (files: Record<string, unknown>, ...names: string[]) => {
  const folder = folderOf(files);
  return loadTemplates(names.map((name) => join(folder, name)));
};

describe('a template', () => {
  test.each([
    ['app.template.json', 'app'],
    ['app.json', 'app'],
    ['app.yaml', 'app'],
    ['app.yml', 'app'],
    ['app.template', 'app'],
    ['app.template.yaml', 'app'],
    ['my.app.yaml', 'my.app'],
    ['app', 'app'],
  ])('in the file %s is the stack %s', (name, stack) => {
    expect(load({ [name]: queue }, name).map((each) => each.stack)).toEqual([stack]);
  });

  test('is named for its folder too where the name is taken twice', () => {
    const found = load({ 'a/t.json': queue, 'b/t.json': queue }, 'a/t.json', 'b/t.json');
    expect(found.map(({ stack, file }) => stack === file)).toEqual([true, true]);
  });

  test('that is given twice is read once', () => {
    expect(load({ 't.json': queue }, 't.json', 't.json')).toHaveLength(1);
  });

  test.each([
    ['Ref', '!Ref A', { Ref: 'A' }],
    ['GetAtt', '!GetAtt A.B.C', { 'Fn::GetAtt': ['A', 'B.C'] }],
    ['GetAtt of a list', '!GetAtt [A, B]', { 'Fn::GetAtt': ['A', 'B'] }],
    ['Sub', '!Sub "${A}"', { 'Fn::Sub': '${A}' }],
    ['Sub of a list', '!Sub ["${A}", { A: !Ref B }]', { 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] }],
    ['a block', '!Sub |\n      a\n      b\n', { 'Fn::Sub': 'a\nb\n' }],
    [
      'functions inside each other',
      '!Join ["", [!If [C, !Ref A, !Ref "AWS::NoValue"]]]',
      { 'Fn::Join': ['', [{ 'Fn::If': ['C', { Ref: 'A' }, { Ref: 'AWS::NoValue' }] }]] },
    ],
    [
      'Condition',
      '!And [!Condition A, !Not [!Equals [a, b]]]',
      { 'Fn::And': [{ Condition: 'A' }, { 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }] },
    ],
    ['a mapping', '!Transform { Name: A }', { 'Fn::Transform': { Name: 'A' } }],
    ['a short form over a long one', '!Base64\n      Fn::Sub: a', { 'Fn::Base64': { 'Fn::Sub': 'a' } }],
    ['a date', '2012-10-17', '2012-10-17'],
    ['yes', 'yes', true],
    ['off', 'off', false],
    ['a quoted true', '"true"', 'true'],
    ['a number', '443', 443],
    ['a fraction', '0.5', 0.5],
    ['an account', '012345678901', '012345678901'],
    ['a version that is no number', '1.10', '1.10'],
    ['nothing', '', null],
    ['an alias', '&a { x: 1 }\n    B: *a', undefined],
  ])('in YAML with %s', (_, text, expected) => {
    const [found] = load({ 't.yaml': `Resources:\n  X:\n    A: ${text}\n` }, 't.yaml');
    const value = ((found as LoadedTemplate).body as unknown as { Resources: { X: { A: unknown; B?: unknown } } }).Resources.X;
    expect(value).toEqual(expected === undefined ? { A: { x: 1 }, B: { x: 1 } } : { A: expected });
  });

  test('with merged mappings has the members of both', () => {
    const [found] = load({ 't.yaml': 'Base: &b { Type: T, A: 1 }\nResources: { X: { <<: *b, A: 2 } }' }, 't.yaml');
    expect(found?.body).toMatchObject({ Resources: { X: { Type: 'T', A: 2 } } });
  });

  test('with a byte order mark is read', () => {
    expect(
      load({ 't.json': `\uFEFF${JSON.stringify(queue)}`, 't.yaml': '\uFEFFResources: { Q: { Type: T } }' }, 't.json', 't.yaml'),
    ).toHaveLength(2);
  });
});

describe('refuses, in one line that names the file,', () => {
  test.each([
    ['no input', {}, [], /^no input: give a template or a cdk.out folder$/],
    ['a file that is not there', {}, ['t.json'], /t\.json can't be read: there is no such file or folder$/],
    ['an empty file', { 't.json': '' }, ['t.json'], /t\.json is empty: give a template$/],
    ['a blank file', { 't.yaml': '\n  \n' }, ['t.yaml'], /t\.yaml is empty/],
    ['a comment', { 't.yaml': '# nothing\n' }, ['t.yaml'], /t\.yaml is not a CloudFormation template/],
    ['broken JSON', { 't.json': '{"Resources": {' }, ['t.json'], /t\.json:1:16: not valid JSON: it breaks off: /],
    ['broken YAML', { 't.yaml': 'Resources: {a: [' }, ['t.yaml'], /t\.yaml:1:17: not valid YAML: /],
    ['two documents', { 't.yaml': 'Resources: {}\n---\nResources: {}' }, ['t.yaml'], /t\.yaml:2:1: not valid YAML: /],
    [
      'a list',
      { 't.json': '[]' },
      ['t.json'],
      /t\.json is not a CloudFormation template: it has no 'Resources' mapping; give a synthesized template/,
    ],
    ['a text', { 't.yaml': 'hello' }, ['t.yaml'], /is not a CloudFormation template/],
    ['something else', { 't.json': { resource: {} } }, ['t.json'], /is not a CloudFormation template/],
    ['resources in a list', { 't.json': { Resources: [] } }, ['t.json'], /is not a CloudFormation template/],
    [
      'an empty template',
      { 't.json': { Resources: {} } },
      ['t.json'],
      /t\.json has no resources: give a template that deploys something$/,
    ],
    ['a template of a version only', { 't.json': { AWSTemplateFormatVersion: '2010-09-09' } }, ['t.json'], /has no resources/],
    [
      'a key twice in JSON',
      { 't.json': '{"Resources": {"A": {"Type": "T"}, "\\u0041": {"Type": "T"}}}' },
      ['t.json'],
      /has the key "A" twice in one mapping: remove one$/,
    ],
    [
      'a key twice in YAML',
      { 't.yaml': 'Resources: { A: { Type: T }, A: { Type: T } }' },
      ['t.yaml'],
      /the key 'A' appears twice in one mapping: remove one$/,
    ],
    [
      'deep JSON',
      { 't.json': `{"Resources":${'['.repeat(9_999)}${']'.repeat(9_999)}}` },
      ['t.json'],
      /is nested deeper than 200 levels/,
    ],
    ['deep YAML', { 't.yaml': `Resources: ${'['.repeat(9_999)}${']'.repeat(9_999)}` }, ['t.yaml'], /not valid YAML/],
    [
      'aliases that multiply',
      {
        't.yaml': `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${Array.from({ length: 12 }, (_, index) => `a${index + 1}: &a${index + 1} [${Array(10).fill(`*a${index}`).join()}]`).join('\n')}\nResources: { X: { Type: T } }`,
      },
      ['t.yaml'],
      /its aliases repeat too much/,
    ],
    ['an alias of itself', { 't.yaml': 'Resources: &r { X: *r }' }, ['t.yaml'], /not valid YAML/],
    ['an alias of nothing', { 't.yaml': 'Resources: { X: *r }' }, ['t.yaml'], /not valid YAML/],
    ['a key that is a list', { 't.yaml': 'Resources: { X: { [a]: b } }' }, ['t.yaml'], /a key must be text/],
    [
      'a folder of something',
      { 'a/t.json': queue },
      ['a'],
      /a is a folder without manifest\.json: give a cdk\.out folder or the template files$/,
    ],
    ['a broken manifest', { 'a/manifest.json': '{' }, ['a'], /manifest\.json:1:2: not valid JSON: .*: run 'cdk synth' again$/],
    ['a manifest without stacks', { 'a/manifest.json': {} }, ['a'], /a holds no stacks: run 'cdk synth' first$/],
    ['a manifest of nonsense', { 'a/manifest.json': { artifacts: [1, { type: 3 }] } }, ['a'], /a holds no stacks/],
    [
      'an assembly inside itself',
      { 'a/manifest.json': manifest({ x: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } }) },
      ['a'],
      /is a cloud assembly inside itself/,
    ],
    [
      'a stack whose template is missing',
      { 'a/manifest.json': manifest({ App: stackArtifact('App') }) },
      ['a'],
      /App\.template\.json can't be read/,
    ],
    ['a binary file', { 't.json': '\u0000\u0001{' }, ['t.json'], /t\.json/],
  ])('%s', (_, files, names, message) => {
    const folder = folderOf(files);
    const error = (() => {
      try {
        return loadTemplates(names.map((name) => join(folder, name)));
      } catch (caught) {
        return caught;
      }
    })();
    expect(error).toBeInstanceOf(UnusableInput);
    expect((error as UnusableInput).message).toMatch(message);
    expect((error as UnusableInput).message).not.toContain('\n');
  });
});

describe('a cdk.out', () => {
  test('gives its stacks by their names, with account and region', () => {
    const [found, ...others] = load(
      {
        'manifest.json': manifest({
          Tree: { type: 'cdk:tree' },
          App: { ...(stackArtifact('App', { stackName: 'my-app' }) as object), environment: 'aws://123456789012/eu-west-1' },
        }),
        'App.template.json': queue,
      },
      '',
    );
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      stack: 'my-app',
      stackName: 'my-app',
      assembly: '',
      account: '123456789012',
      region: 'eu-west-1',
    });
  });

  test('leaves an open environment open', () => {
    const [found] = load({ 'manifest.json': manifest({ App: stackArtifact('App') }), 'App.template.json': queue }, '');
    expect([found?.account, found?.region]).toEqual([undefined, undefined]);
  });

  test('keeps its stages apart', () => {
    const found = load(
      {
        'manifest.json': manifest({
          Base: stackArtifact('Base'),
          'assembly-Dev': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Dev' } },
          'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } },
        }),
        'Base.template.json': queue,
        'assembly-Dev/manifest.json': manifest({ DevApp: stackArtifact('DevApp', { stackName: 'Dev-App' }) }),
        'assembly-Dev/DevApp.template.json': queue,
        'assembly-Prod/manifest.json': manifest({ ProdApp: stackArtifact('ProdApp', { stackName: 'Prod-App' }) }),
        'assembly-Prod/ProdApp.template.json': queue,
      },
      '',
    );
    expect(found.map(({ stack, assembly }) => [stack, assembly])).toEqual([
      ['Base', ''],
      ['Dev-App', 'assembly-Dev'],
      ['Prod-App', 'assembly-Prod'],
    ]);
  });

  test('tells stacks of one name in two regions apart', () => {
    const found = load(
      {
        'manifest.json': manifest({
          Eu: stackArtifact('Eu', { stackName: 'app' }),
          Us: stackArtifact('Us', { stackName: 'app' }),
        }),
        'Eu.template.json': queue,
        'Us.template.json': queue,
      },
      '',
    );
    expect(found.map(({ stack }) => stack)).toEqual(['Eu', 'Us']);
  });

  test('and one of its templates are one', () => {
    const files = {
      'manifest.json': manifest({ App: stackArtifact('App', { stackName: 'my-app' }) }),
      'App.template.json': queue,
    };
    expect(load(files, 'App.template.json', '').map(({ stack }) => stack)).toEqual(['my-app']);
  });
});

describe('a nested stack is found', () => {
  const key = `${'ab'.repeat(32)}.json`;
  const parent = (resource: Record<string, unknown>) => ({
    Resources: { N: { Type: 'AWS::CloudFormation::Stack', ...resource } },
  });
  const url = { 'Fn::Join': ['', ['https://s3.', { Ref: 'AWS::Region' }, '.amazonaws.com/assets/', key]] };

  test.each([
    [
      'by the asset that the CDK names',
      parent({ Metadata: { 'aws:asset:path': 'n.nested.template.json' } }),
      { 'n.nested.template.json': queue },
    ],
    [
      'by a local path',
      parent({ Properties: { TemplateURL: './sub/n.yaml' } }),
      { 'sub/n.yaml': 'Resources: { Q: { Type: T } }' },
    ],
    [
      'by the asset manifest',
      parent({ Properties: { TemplateURL: { 'Fn::Sub': 'https://s3.${AWS::Region}.amazonaws.com/assets/'.concat(key) } } }),
      {
        'p.assets.json': { files: { x: { source: { path: 'n.json' }, destinations: { d: { objectKey: key } } } } },
        'n.json': queue,
      },
    ],
    [
      'by the asset manifest and a Join',
      parent({ Properties: { TemplateURL: url } }),
      {
        'p.assets.json': { files: { x: { source: { path: 'n.json' }, destinations: { d: { objectKey: key } } } } },
        'n.json': queue,
      },
    ],
  ])('%s', (_, template, files) => {
    const [found] = load({ 'p.json': template, ...files }, 'p.json');
    expect([...(found?.nested ?? [])].map(([id, { stack }]) => [id, stack])).toEqual([['N', 'p/N']]);
  });

  test('by its name among the given files, which then is no stack of its own', () => {
    const files = {
      'p.json': parent({ Properties: { TemplateURL: 'https://bucket.s3.amazonaws.com/v1/n.json' } }),
      'n.json': queue,
    };
    const found = load(files, 'p.json', 'n.json');
    expect(found.map(({ stack, nested }) => [stack, [...nested.keys()]])).toEqual([['p', ['N']]]);
  });

  test.each([
    ['that is not there', { Properties: { TemplateURL: 'https://bucket.s3.amazonaws.com/n.json' } }],
    ['that is not named', {}],
    ['that is the template itself', { Properties: { TemplateURL: 'p.json' } }],
    ['that is named by nonsense', { Properties: { TemplateURL: [[3, null]] }, Metadata: 3 }],
  ])('and not one %s', (_, resource) => {
    const [found] = load({ 'p.json': parent(resource) }, 'p.json');
    expect(found?.nested.size).toBe(0);
  });
});

test('templates that contain each other are judged all the same', () => {
  const nesting = (url: string) => ({
    Resources: { N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: url } } },
  });
  const found = load({ 'a.json': nesting('b.json'), 'b.json': nesting('a.json'), 'c.json': queue }, 'a.json', 'b.json', 'c.json');
  expect(found.map(({ stack }) => stack)).toEqual(['a', 'c']);
});

test('what stands outside of stages is one system, each stage another', () => {
  const template = (stack: string, assembly: string) => ({ stack, assembly }) as LoadedTemplate;
  const systems = systemsOf([
    template('a', ''),
    template('b', 'Dev'),
    template('c', ''),
    template('d', 'Dev/Eu'),
    template('e', 'Dev'),
  ]);
  expect(systems.map((system) => system.map(({ stack }) => stack))).toEqual([['a', 'c'], ['b', 'e'], ['d']]);
});
