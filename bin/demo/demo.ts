import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Anthropic from '@anthropic-ai/sdk';
import pc from 'picocolors';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { agentEnvironment } from '../../lib/policy/agent-environment';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { auditLine } from '../../lib/runtime/audit-line';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { LocalProxy } from '../../lib/runtime/local-proxy';
import { type CloudExample, examples, isInstalled } from './cloud';
import { deniedHost, deniedPath, type Exchange, streamedAnswer } from './exchange';
import { proof, type Synthesized } from './proof';
import { StandInModel } from './stand-in-model';
import { countResources, synthesize } from './synthesis';

type Print = (line: string) => void;

const policyFile = join(__dirname, '..', '..', 'examples', 'aws-fargate-claude', 'airlock.yaml');
const host = 'api.anthropic.com';
// made up for the demo; neither is a key of anybody's
const injectedKey = 'sk-ant-demo-held-by-the-proxy-only';
const agentsOwnKey = 'sk-ant-demo-smuggled-in-by-the-agent';

/** Runs the main job on this machine and prints what happens; true if all of it went as it should. */
export async function runDemo(print: Print): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'airlock-demo-'));
  const made = examples.filter(isInstalled).map((each) => synthesizedIn(folder, each));
  try {
    print(pc.bold('1. The example, synthesized'));
    await Promise.all(made.map(({ example, sealed }) => synthesize(example.sealed, sealed)));
    for (const each of made) printCounts(each, print);
    for (const each of examples.filter((one) => !isInstalled(one))) printMissing(each, print);
    // for the end, while the proxy runs
    const twins = made.map(({ example, leaky }) => synthesize(example.leaky, leaky));
    print(pc.bold('2. The same policy on this machine: the real Envoy, a stand-in for the model’s API over verified TLS'));
    const [enforced] = await Promise.all([throughTheProxy(folder, print), ...twins]);
    print(pc.bold('4. The proof, from what step 1 made: is the proxy the only way out?'));
    const proven = made.map((each) => proof(each, print));
    return enforced && proven.length > 0 && proven.every(Boolean);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function synthesizedIn(folder: string, example: CloudExample): Synthesized {
  const place = (kind: string) => join(folder, `${kind}-${example.cloud.toLowerCase().replaceAll(' ', '-')}`);
  return { example, sealed: place('sealed'), leaky: place('leaky') };
}

function printCounts({ example, sealed }: Synthesized, print: Print): void {
  const counts = countResources(sealed);
  const total = [...counts.values()].reduce((sum, number) => sum + number, 0);
  const told = example.counted.map(([label, type]) => `${label} ${counts.get(type) ?? 0}`);
  print(`   for ${example.cloud}, ${total} resources: ${told.join(', ')}`);
}

const printMissing = ({ cloud, install }: CloudExample, print: Print): void =>
  print(`   for ${cloud}, left out, as what makes it isn't installed here: ${install}`);

async function throughTheProxy(folder: string, print: Print): Promise<boolean> {
  const authority = await CertificateAuthority.create({ name: 'agent-airlock demo' });
  const model = await StandInModel.start({ authority, key: injectedKey, pauseMs: 30 });
  try {
    writeFileSync(join(folder, 'ca.pem'), authority.certificate);
    writeFileSync(join(folder, 'key'), injectedKey, { mode: 0o600 });
    return await withProxy(folder, model, print);
  } finally {
    await model.close();
  }
}

async function withProxy(folder: string, model: StandInModel, print: Print): Promise<boolean> {
  const policy = EgressPolicy.fromFile(policyFile);
  const started = { gatewayPort: 0, proxyPort: 0, upstreamCa: join(folder, 'ca.pem') };
  const resolve = [{ host, port: 443, address: '127.0.0.1', addressPort: model.port }];
  const secrets = { 'anthropic-api-key': { kind: 'file', path: join(folder, 'key') } } as const;
  const proxy = await LocalProxy.start({ policy, secrets, resolve, ...started }, { progress: (line) => print(`   ${line}`) });
  try {
    return await exchanges(proxy, policy, model, print);
  } finally {
    await proxy.stop({ now: true });
    print(`   stopped: Envoy has ended, its secrets are removed`);
  }
}

async function exchanges(proxy: LocalProxy, policy: EgressPolicy, model: StandInModel, print: Print): Promise<boolean> {
  const records: AuditRecord[] = [];
  proxy.on('audit', (record) => records.push(record));
  const ports = { gatewayPort: proxy.gatewayPort, proxyPort: proxy.proxyPort };
  const environment = agentEnvironment(policy, { proxyHost: '127.0.0.1', ...ports });
  const client = (apiKey: string | undefined) =>
    new Anthropic({ apiKey, baseURL: environment.ANTHROPIC_BASE_URL, maxRetries: 0 });
  const honest = client(environment.ANTHROPIC_API_KEY);
  const attempts: [string, () => Promise<Exchange>][] = [
    ['The agent asks the model, with a placeholder for a key', () => streamedAnswer(honest)],
    ['It asks again, with a key of its own', () => streamedAnswer(client(agentsOwnKey))],
    ['It asks the model’s host for something else', () => deniedPath(honest)],
    ['It asks for a tunnel to another host', () => deniedHost(proxy.proxyPort, 'paste.example.org:443')],
  ];
  const outcomes: boolean[] = [];
  for (const [title, attempt] of attempts) outcomes.push(await shown(title, attempt, records, print));
  return summary(outcomes, records, model, print);
}

async function shown(title: string, attempt: () => Promise<Exchange>, records: AuditRecord[], print: Print): Promise<boolean> {
  const before = records.length;
  const { seen, reason, succeeded } = await attempt();
  for (let wait = 0; records.length === before && wait < 100; wait += 1) await pause(50);
  const record = records.at(-1);
  const asExpected = succeeded && record?.reason === reason;
  print(`   ${title}: ${seen}`);
  print(
    `     ${record ? auditLine(record, { colour: pc.isColorSupported }) : 'no audit record'}${asExpected ? '' : pc.red('  not as expected')}`,
  );
  return asExpected;
}

function summary(outcomes: readonly boolean[], records: readonly AuditRecord[], model: StandInModel, print: Print): boolean {
  const keys = model.requests.map(({ headers }) => headers['x-api-key']);
  const onlyOurs = keys.length === 2 && keys.every((key) => key === injectedKey);
  const upstream = JSON.stringify(model.requests);
  const clean = !upstream.includes(agentsOwnKey) && !JSON.stringify(records).includes(injectedKey);
  print(pc.bold('3. What came of it'));
  print(
    `   The model’s API saw ${model.requests.length} requests, both with x-api-key ${masked(keys[0])}, which the agent never held`,
  );
  print(
    `   ${records.length} audit records: ${tally(records, 'allow')} allowed, ${tally(records, 'deny')} denied; no key is in any of them`,
  );
  return outcomes.every(Boolean) && onlyOurs && clean;
}

const tally = (records: readonly AuditRecord[], decision: string) =>
  records.filter((record) => record.decision === decision).length;

const masked = (key: string | undefined) => (key ? `${key.slice(0, 12)}…${'*'.repeat(8)}` : 'missing');
