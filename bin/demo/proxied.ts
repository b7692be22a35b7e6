import { setTimeout as pause } from 'node:timers/promises';
import Anthropic from '@anthropic-ai/sdk';
import pc from 'picocolors';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { agentEnvironment } from '../../lib/policy/agent-environment';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { auditLine } from '../../lib/runtime/audit-line';
import { LocalProxy } from '../../lib/runtime/local-proxy';
import { deniedHost, deniedPath, type Exchange, streamedAnswer } from './exchange';
import type { StandInModel } from './stand-in-model';
import { injectedKey, modelHost, policyFile, type Upstream } from './upstream';

type Print = (line: string) => void;

// made up for the demo too
const agentsOwnKey = 'sk-ant-demo-smuggled-in-by-the-agent';

/** Starts the proxy, tries four requests as an agent and prints what comes of each; true if all of it is as it should be. */
export async function throughTheProxy({ model, ca, key }: Upstream, print: Print): Promise<boolean> {
  const policy = EgressPolicy.fromFile(policyFile);
  const resolve = [{ host: modelHost, port: 443, address: '127.0.0.1', addressPort: model.port }];
  const secrets = { 'anthropic-api-key': { kind: 'file', path: key } } as const;
  const options = { policy, secrets, resolve, gatewayPort: 0, proxyPort: 0, upstreamCa: ca };
  const proxy = await LocalProxy.start(options, { progress: (line) => print(`   ${line}`) });
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
