import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { build, link, projectWith, run } from './installed';
import { put, scratchFolder } from './runtime/scratch';

const built = scratchFolder();
const [plain, amazon, google] = [scratchFolder(), scratchFolder(), scratchFolder()];
const at = (project: string) => (program: string) => run(project, process.execPath, '-e', program);

beforeAll(() => {
  build(built);
  const installed = projectWith(built);
  for (const project of [plain, amazon, google]) cpSync(installed, project, { recursive: true });
  for (const project of [amazon, google]) rmSync(join(project, 'node_modules/constructs'), { recursive: true });
  link(amazon, 'aws-cdk-lib', 'constructs');
  link(google, 'cdktf', '@cdktf/provider-google', 'constructs');
});

/** Names of the packages in a project, of scopes as they are. */
const packagesOf = (project: string): string[] =>
  readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.'));

describe('npm takes along', () => {
  test('neither framework, nor what belongs to one cloud', () => {
    const clouds = /cdk|google|anthropic|terraform/;
    expect(packagesOf(plain)).toContain('constructs');
    expect(packagesOf(plain).filter((name) => clouds.test(name))).toEqual([]);
    expect(JSON.parse(run(plain, 'npm', 'ls', '--all', '--json')).problems).toBeUndefined();
  });

  test.each(['policy', 'audit', 'envoy', 'runtime', 'verify'])('what agent-airlock/%s needs', (part) => {
    expect(at(plain)(`console.log(Object.keys(require('agent-airlock/${part}')).length > 0)`)).toBe('true\n');
  });

  test('what the command line needs', () => {
    const command = join(plain, 'node_modules/.bin/agent-airlock');
    run(plain, command, 'init');
    expect(run(plain, command, 'check', 'airlock.yaml')).toContain('airlock.yaml');
  });

  test('what a part of the demo needs, which names the packages of the others', () => {
    const said = run(plain, join(plain, 'node_modules/.bin/agent-airlock'), 'demo');
    const missing = ['aws-cdk-lib constructs', 'cdktf @cdktf/provider-google constructs', '@anthropic-ai/sdk'];
    for (const packages of missing) expect(said).toContain(`isn't installed here: npm install ${packages}, with -g`);
    expect(said).toMatch(/its key: airlock-placeholder|left out, as it is refused on this machine/);
  });

  test.each([
    ['aws', 'aws-cdk-lib'],
    ['gcp', 'cdktf'],
  ])('not what agent-airlock/%s needs, which says so: %s', (part, framework) => {
    expect(at(plain)(refusal(part))).toContain(`MODULE_NOT_FOUND Cannot find module '${framework}`);
  });
});

const refusal = (part: string): string =>
  `try { require('agent-airlock/${part}') } catch ({ code, message }) { console.log(code, message) }`;

describe.each([
  { has: 'aws-cdk-lib', lacks: 'cdktf', project: amazon, app: 'bin/app.js', out: 'cdk.out', other: 'gcp' },
  {
    has: 'cdktf',
    lacks: 'aws-cdk-lib',
    project: google,
    app: 'examples/gcp-cloud-run-claude/app.js',
    out: 'cdktf.out',
    other: 'aws',
  },
])('who has $has and not $lacks', ({ lacks, project, app, out, other }) => {
  test('synthesizes an airlock', () => {
    const program = `Object.assign(process.env, { CDK_OUTDIR: '${out}', CDK_VALIDATION: 'false' });
      require('./node_modules/agent-airlock/dist/${app}');
      process.on('exit', () => console.log(Object.keys(require.cache).filter((path) => /node_modules.@?${lacks}/.test(path))));`;
    expect(at(project)(program)).toBe('[]\n');
  });

  test('proves it by the command line', () => {
    expect(run(project, join(project, 'node_modules/.bin/agent-airlock'), 'verify', out)).toContain('proven');
  });

  test(`cannot load agent-airlock/${other}, and reads why`, () => {
    expect(at(project)(refusal(other))).toMatch(new RegExp(`^MODULE_NOT_FOUND Cannot find module '@?${lacks}`));
  });
});

const consumer = (cloud: string, framework: string) => `
import { EgressPolicy } from 'agent-airlock/policy';
import { verify } from 'agent-airlock/verify';
import { AuditTrail, type SealedNetworkProps, SealedNetwork } from 'agent-airlock/${cloud}';
import type { ${framework} } from '${cloud === 'aws' ? 'aws-cdk-lib' : 'cdktf'}';
export function sealed(stack: ${framework}, props: Pick<SealedNetworkProps, 'cidr'>): SealedNetwork {
  const policy = EgressPolicy.fromFile('airlock.yaml');
  return new SealedNetwork(stack, 'Sealed', { policy, audit: new AuditTrail(stack, 'Audit'), ...props });
}
export const text: string = verify({ paths: ['out'] }).verdict;
// @ts-expect-error cidr is text
export const wrong: SealedNetworkProps['cidr'] = 1;
`;

describe.each([
  ['node16', 'node16'],
  ['bundler', 'esnext'],
])('with moduleResolution %s', (moduleResolution, module) => {
  test.each([
    ['aws', amazon, 'Stack'],
    ['gcp', google, 'TerraformStack'],
  ])('the types of agent-airlock/%s resolve', (cloud, project, framework) => {
    const folder = join(project, moduleResolution);
    mkdirSync(folder);
    const file = put(folder, 'consumer.ts', consumer(cloud, framework));
    const options = { moduleResolution, module, target: 'es2022', strict: true, skipLibCheck: true, noEmit: true, types: [] };
    put(folder, 'tsconfig.json', JSON.stringify({ compilerOptions: options, files: [file] }));
    expect(compile(folder)).toBe('');
  });
});

function compile(folder: string): string {
  try {
    return execFileSync(process.execPath, [resolve(__dirname, '../node_modules/typescript/bin/tsc')], {
      cwd: folder,
      encoding: 'utf8',
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
