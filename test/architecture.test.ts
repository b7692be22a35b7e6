import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = resolve(__dirname, '..');

/** What each part may import from the others; a part that is missing here may not exist. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'lib/policy': [],
  'lib/audit': ['lib/policy'],
  'lib/envoy': ['lib/policy'],
  'lib/runtime': ['lib/policy', 'lib/audit', 'lib/envoy'],
  'lib/workspace': [],
  'lib/sandbox': ['lib/policy', 'lib/envoy', 'lib/runtime', 'lib/workspace'],
  'lib/verify': ['lib/policy'],
  'lib/aws': ['lib/policy', 'lib/envoy', 'lib/verify'],
  'lib/gcp': ['lib/policy', 'lib/envoy', 'lib/verify'],
  'examples/aws': ['lib/policy', 'lib/aws'],
  'examples/gcp': ['lib/policy', 'lib/gcp'],
  // what is made with cdktf is run in a process of its own, as it may not be installed
  bin: [
    ...['lib/policy', 'lib/audit', 'lib/envoy', 'lib/runtime', 'lib/workspace', 'lib/sandbox', 'lib/verify', 'lib/aws'],
    'examples/aws',
  ],
};

interface Import {
  readonly file: string;
  readonly specifier: string;
}

const files = ['lib', 'bin', 'examples'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`),
);
const imports: readonly Import[] = files.flatMap((file) => importsOf(file, readFileSync(join(root, file), 'utf8')));

function importsOf(file: string, source: string): Import[] {
  const found = source.matchAll(/(?:\bfrom|\bimport|\brequire\(|\bimport\()\s*(['"`])(.+?)\1/g);
  return [...found].map(([, , specifier = '']) => ({ file, specifier }));
}

const partOf = (path: string) =>
  Object.keys(allowed).find((part) => path.startsWith(part.startsWith('examples') ? `${part}-` : `${part}/`));

/** Why an import is against the architecture, if it is. */
function objection({ file, specifier }: Import): string | undefined {
  const part = partOf(file);
  if (!part) return `${file} belongs to no part`;
  if (!specifier.startsWith('.')) return packageObjection(file, specifier);
  const target = relative(root, resolve(root, dirname(file), specifier));
  const other = partOf(`${target}/`);
  if (other !== part && !(other && allowed[part]?.includes(other))) return `${file} imports ${target}`;
  return /\/index$|^lib\/[a-z]+$/.test(target) && part.startsWith('lib/') ? `${file} imports the barrel ${target}` : undefined;
}

const ofGoogle = /^(lib\/gcp|examples\/gcp-[^/]+)\//;

function packageObjection(file: string, specifier: string): string | undefined {
  if (specifier === '@cdktf/provider-google') return `${file} imports the whole of ${specifier}: import one resource's folder`;
  const only = (pattern: RegExp, place: RegExp) =>
    pattern.test(specifier) && !place.test(file) ? `${file} imports ${specifier}` : undefined;
  return (
    only(/^(cdktf|@cdktf\/)/, ofGoogle) ??
    only(/^(aws-cdk-lib|constructs)\b/, /^(lib\/(aws|gcp)|examples|bin\/app)\b/) ??
    only(/^commander$/, /^bin\//)
  );
}

test('every import goes the one way that is drawn in the README', () => {
  expect(imports.map(objection).filter(Boolean)).toEqual([]);
});

describe('the test of imports objects to', () => {
  test.each([
    ['the judge importing the builder', 'lib/verify/verdict.ts', '../aws/door'],
    ['the policy importing the proxy', 'lib/policy/agent.ts', '../envoy/bootstrap'],
    ['the renderer importing the runtime', 'lib/envoy/bootstrap.ts', '../runtime/local-proxy'],
    ['the audit importing the proxy', 'lib/audit/replay.ts', '../envoy/bootstrap'],
    ['the runtime importing the sandbox', 'lib/runtime/local-proxy.ts', '../sandbox/places'],
    ['the workspace importing the sandbox', 'lib/workspace/mounts.ts', '../sandbox/places'],
    ['the runtime importing the cloud', 'lib/runtime/local-proxy.ts', '../aws/door'],
    ['one cloud importing the other', 'lib/gcp/door.ts', '../aws/door'],
    ['a barrel inside the library', 'lib/envoy/bootstrap.ts', '../policy/index'],
    ['the root of the Google bindings', 'lib/gcp/door.ts', '@cdktf/provider-google'],
    ['cdktf outside its folder', 'lib/envoy/bootstrap.ts', 'cdktf'],
    ['cdktf in the command line', 'bin/demo/demo.ts', 'cdktf'],
    ['cdktf in an example for AWS', 'examples/aws-leaky/app.ts', 'cdktf'],
    ['the Google bindings in the judge', 'lib/verify/verify.ts', '@cdktf/provider-google/lib/compute-network'],
    ['the command line importing what cdktf is needed for', 'bin/demo/demo.ts', '../../lib/gcp/door'],
    ['the command line importing an example that needs it', 'bin/demo/demo.ts', '../../examples/gcp-leaky/stack'],
    ['an example of one cloud importing the other', 'examples/gcp-leaky/stack.ts', '../../lib/aws/door'],
    ['the CDK in the policy', 'lib/policy/agent.ts', 'aws-cdk-lib/aws-ec2'],
    ['a file of no part', 'lib/common/misc.ts', './other'],
  ])('%s', (_, file, specifier) => {
    expect(objection({ file, specifier })).toBeDefined();
  });

  test.each([
    ['lib/envoy/bootstrap.ts', '../policy/agent'],
    ['lib/aws/door.ts', 'aws-cdk-lib/aws-ec2'],
    ['lib/gcp/door.ts', '@cdktf/provider-google/lib/compute-network'],
    ['bin/agent-airlock.ts', '../lib/policy/index'],
    ['examples/gcp-leaky/app.ts', 'cdktf'],
    ['examples/gcp-leaky/stack.ts', '../../lib/gcp'],
  ])('and not to %s importing %s', (file, specifier) => {
    expect(objection({ file, specifier })).toBeUndefined();
  });
});

/** A package of CDKTF that is loaded by whatever function: `require`, or what `createRequire` gives. */
const loadsCdktf = /\(\s*['"`](?:cdktf|cdktn|@cdktf\/[^'"`]+)['"`]\s*\)/;

test('nothing outside of what is for Google Cloud loads cdktf by the way either', () => {
  const others = files.filter((file) => !ofGoogle.test(file));
  expect(others.filter((file) => loadsCdktf.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});

test.each(["require('cdktf')", 'await import("cdktf")', 'import(`@cdktf/provider-google/lib/door`)', "from( 'cdktf' )"])(
  'as %s would be',
  (source) => {
    expect(source).toMatch(loadsCdktf);
  },
);

test('imports are found in files at all', () => {
  expect(files.length).toBeGreaterThan(40);
  expect(imports.length).toBeGreaterThan(200);
});

test('every construct of a cloud is an AirlockConstruct, which the other framework is refused by', () => {
  const ofClouds = files.filter((file) => /^lib\/(aws|gcp)\/(?!airlock-construct)/.test(file));
  expect(ofClouds.filter((file) => / extends Construct\b/.test(readFileSync(join(root, file), 'utf8')))).toEqual([]);
});

test('no file imports itself by way of others', () => {
  const graph = new Map(files.map((file) => [file, imports.filter((entry) => entry.file === file).flatMap(localTarget)]));
  expect(files.filter((file) => reaches(graph, file, file))).toEqual([]);
});

function localTarget({ file, specifier }: Import): string[] {
  if (!specifier.startsWith('.')) return [];
  const target = relative(root, resolve(root, dirname(file), specifier));
  return [`${target}.ts`, `${target}/index.ts`].filter((path) => files.includes(path));
}

function reaches(graph: ReadonlyMap<string, readonly string[]>, from: string, goal: string, seen = new Set<string>()): boolean {
  return (graph.get(from) ?? []).some((next) => {
    if (next === goal) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return reaches(graph, next, goal, seen);
  });
}
