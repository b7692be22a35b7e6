import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ClaudeStack } from '../../examples/aws-fargate-claude/stack';
import { ToolsStack } from '../../examples/aws-fargate-tools/stack';
import { AgentAirlock, AuditTrail, Ec2Agent, FargateAgent, PinnedImage, ToolService } from '../../lib/aws';
import { EgressPolicy } from '../../lib/policy';
import { interception } from '../aws/interception-fixture';
import { pythonTool } from '../python/tools';

const folder = mkdtempSync(join(tmpdir(), 'airlock-templates-'));
const app = new App({ outdir: folder });
const example = new ClaudeStack(app, 'Example').templateFile;
const tools = new ToolsStack(app, 'Tools', interception).templateFile;
const everything = withEverything(new Stack(app, 'Everything')).templateFile;
const broken = 'broken.json';
let complaints: readonly Complaint[];

beforeAll(async () => {
  app.synth();
  const text = readFileSync(join(folder, example), 'utf8');
  writeFileSync(
    join(folder, broken),
    breaks.reduce((done, [, from, to]) => done.replace(from, to), text),
  );
  complaints = await lint([example, tools, everything, broken]);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Two agents, one of them a service and one on container instances too, a tool, and evidence that nobody can delete. */
function withEverything(stack: Stack): Stack {
  const host = 'orders.corp.example';
  const policy = EgressPolicy.parse({
    version: 1,
    destinations: [
      { name: 'mirror', hosts: ['mirror.example.org'], access: 'tunnel', ports: [443, 8443] },
      { name: 'orders', host, access: 'gateway', upstream: { addresses: ['10.65.0.0/23'], port: 8443 }, allow: 'any' },
    ],
    agents: { writer: { destinations: ['mirror', 'orders'] }, reader: { destinations: ['mirror'] } },
  });
  const image = PinnedImage.of(Repository.fromRepositoryName(stack, 'Repository', 'one'), `sha256:${'a'.repeat(64)}`);
  const audit = new AuditTrail(stack, 'Audit', { objectLock: { days: 30 } });
  const airlock = new AgentAirlock(stack, 'Airlock', { policy, audit, proxyImage: image });
  const certificate = new Secret(stack, 'Certificate');
  const secrets = { TOKEN: new Secret(stack, 'Token') };
  new ToolService(stack, 'Orders', { network: airlock.egress, host, port: 8443, image, certificate, secrets });
  new FargateAgent(stack, 'Writer', { airlock, image, agent: 'writer', replicas: 2 });
  new FargateAgent(stack, 'Reader', { airlock, image, agent: 'reader', size: { storageGiB: 100 } });
  new Ec2Agent(stack, 'Instances', { airlock, image, agent: 'reader', command: ['claude'] });
  return stack;
}

/** Warnings that the CDK makes and nobody else can unmake, and why they are harmless. */
const ignored = {
  W3005: 'its `addDependency` names a role beside its policy, although a property names the role already',
  W7001: "its Firehose construct brings a table of Firehose's addresses, used or not",
};

interface Complaint {
  readonly Filename: string;
  readonly Message: string;
  readonly Rule: { readonly Id: string };
}

/** What cfn-lint complains of in templates, errors and warnings, for every region whose prefix list of S3 is known. */
async function lint(templates: readonly string[]): Promise<readonly Complaint[]> {
  const { Mappings } = JSON.parse(readFileSync(join(folder, example), 'utf8'));
  const [, prefixLists = {}] = Object.entries<object>(Mappings).find(([name]) => name.includes('S3PrefixLists')) ?? [];
  const options = ['--format', 'json', '--ignore-checks', ...Object.keys(ignored), '--regions', ...Object.keys(prefixLists)];
  const cfnLint = await pythonTool('cfn-lint');
  return new Promise((resolve, reject) => {
    execFile(cfnLint, [...options, '--template', ...templates], { cwd: folder }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(`cfn-lint said nothing: ${stderr || error?.message}`));
      else resolve(JSON.parse(stdout));
    });
  });
}

const complaintsOf = (template: string): string[] =>
  complaints.filter(({ Filename }) => Filename === template).map(({ Rule, Message }) => `${Rule.Id} ${Message}`);

test.each([example, tools, everything])('cfn-lint has nothing against %s', (template) => {
  expect(complaintsOf(template)).toEqual([]);
});

const breaks: readonly (readonly [name: string, from: string, to: string, message: string])[] = [
  ['a value that the service refuses', '"Type": "network"', '"Type": "netwrok"', "'netwrok' is not one of"],
  ['a property that the type lacks', '"Domains"', '"Donains"', "'Donains' was unexpected"],
  ['a reference to nothing', '"Ref": "ProxyDigest"', '"Ref": "Digest"', "'Digest' is not one of"],
  ['a block that is none', '"10.64.0.0/16"', '"10.64.0.0/99"', "'10.64.0.0/99' is not a 'ipv4-network'"],
];

test.each(breaks)('cfn-lint would tell of %s', (_name, _from, _to, message) => {
  expect(complaintsOf(broken)).toContainEqual(expect.stringContaining(message));
});
