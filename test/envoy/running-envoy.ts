import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AuditRecord, auditRecord } from '../../lib/audit/audit-record';
import { connectionEnds } from '../../lib/audit/connection-end';
import { renderBootstrap } from '../../lib/envoy/bootstrap';
import type { BootstrapProps, Interception } from '../../lib/envoy/bootstrap-props';
import { sdsDocument } from '../../lib/envoy/credentials/credential-secret';
import type { EnvoyConfig } from '../../lib/envoy/extension';
import { leafDocument, leafFile } from '../../lib/envoy/listeners/intercept-certificates';
import { sdsFile } from '../../lib/envoy/watched-secret';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import type { PolicyInput } from '../../lib/policy/schema';
import type { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { findEnvoy } from '../../lib/runtime/envoy/envoy-binary';
import { freePorts } from './free-ports';

/** The real Envoy with a rendered bootstrap, on free loopback ports. */
export interface RunningEnvoy {
  readonly gateway: number;
  readonly proxy: number;
  readonly health: number;
  readonly policy: EgressPolicy;
  setSecret(name: string, value: string): void;
  /** The records so far, once there are `count` of them. */
  audit(count: number): Promise<readonly AuditRecord[]>;
  /** All that Envoy printed or wrote. */
  output(): string;
  /** What the admin interface tells of the configuration. */
  configDump(): Promise<string>;
  stop(): Promise<void>;
}

export interface EnvoyOptions {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly ca: string;
  /** Ends TLS for the policy's intercept destinations. @default - none is given */
  readonly boundary?: CertificateAuthority;
  readonly props?: Partial<BootstrapProps>;
  /** Envoy's variables. @default {} */
  readonly environment?: Readonly<Record<string, string>>;
  /** Changes the bootstrap's text before Envoy reads it. @default - none */
  readonly edit?: (bootstrap: string) => string;
  /** How Envoy reads that text. @default json */
  readonly format?: 'json' | 'yaml';
}

/** Has the real Envoy check a configuration, JSON or other YAML; throws with its complaint. */
export async function validate(config: EnvoyConfig | string, environment: Readonly<Record<string, string>> = {}): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'airlock-validate-'));
  const file = join(folder, typeof config === 'string' ? 'bootstrap.yaml' : 'bootstrap.json');
  writeFileSync(file, typeof config === 'string' ? config : JSON.stringify(config));
  try {
    execFileSync(await findEnvoy(), ['--mode', 'validate', '-c', file], {
      stdio: 'pipe',
      env: environment,
    });
  } catch (error) {
    throw new Error(String((error as { stderr?: Buffer }).stderr));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export async function startEnvoy(input: PolicyInput, options: EnvoyOptions): Promise<RunningEnvoy> {
  const policy = EgressPolicy.parse(input);
  const folder = mkdtempSync(join(tmpdir(), 'airlock-envoy-'));
  const [gateway = 0, proxy = 0, health = 0] = await freePorts(3);
  const log = join(folder, 'audit.jsonl');
  writeFileSync(join(folder, 'ca.pem'), options.ca);
  const setSecret = (name: string, value: string) => writeAtomically(join(folder, sdsFile(name)), sdsDocument(name, value));
  for (const name of policy.secrets) setSecret(name, `real-${name}`);
  for (const [name, value] of Object.entries(options.secrets ?? {})) setSecret(name, value);
  const bootstrap = renderBootstrap(policy, {
    address: '127.0.0.1',
    gatewayPort: gateway,
    proxyPort: proxy,
    healthPort: health,
    adminSocket: join(folder, 'admin.sock'),
    auditLogs: [log],
    secrets: { kind: 'files', directory: folder },
    trustedCa: join(folder, 'ca.pem'),
    ...(options.boundary && { interception: await interceptionIn(folder, policy, options.boundary) }),
    ...options.props,
  });
  const { edit = (text) => text, format = 'json' } = options;
  const file = join(folder, `bootstrap.${format}`);
  writeFileSync(file, edit(JSON.stringify(bootstrap)));
  const { process, output } = await spawnEnvoy(file, options.environment ?? {});
  await ready(health, output, process);
  return {
    gateway,
    proxy,
    health,
    policy,
    setSecret,
    audit: (count) => records(log, count),
    output: () => output() + readFileSync(log, 'utf8'),
    configDump: () => asked(join(folder, 'admin.sock'), '/config_dump?include_eds'),
    stop: async () => {
      process.kill('SIGKILL');
      if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

async function interceptionIn(directory: string, policy: EgressPolicy, boundary: CertificateAuthority): Promise<Interception> {
  writeFileSync(join(directory, 'boundary.pem'), boundary.certificate);
  for (const { name, hosts } of policy.destinations.filter(({ access }) => access === 'intercept')) {
    const leaf = await boundary.issue({ hosts: hosts.map(({ text }) => text) });
    writeAtomically(join(directory, leafFile(name)), leafDocument(name, leaf));
  }
  return { ca: { file: join(directory, 'boundary.pem') }, certificates: { kind: 'files', directory } };
}

async function spawnEnvoy(bootstrap: string, env: NodeJS.ProcessEnv): Promise<{ process: ChildProcess; output: () => string }> {
  const flags = ['--disable-hot-restart', '--concurrency', '2', '--log-level', 'warning', '--file-flush-interval-msec', '50'];
  const process = spawn(await findEnvoy(), ['-c', bootstrap, ...flags], { stdio: ['ignore', 'pipe', 'pipe'], env });
  const chunks: Buffer[] = [];
  process.stdout.on('data', (chunk) => chunks.push(chunk));
  process.stderr.on('data', (chunk) => chunks.push(chunk));
  return { process, output: () => Buffer.concat(chunks).toString('utf8') };
}

async function asked(socketPath: string, path: string): Promise<string> {
  const [response] = (await once(request({ socketPath, path }).end(), 'response')) as [IncomingMessage];
  return text(response);
}

async function ready(port: number, output: () => string, process: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt += 1) {
    if (process.exitCode !== null || process.signalCode !== null) break;
    const status = await fetch(`http://127.0.0.1:${port}/ready`).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    await sleep(50);
  }
  process.kill('SIGKILL');
  throw new Error(`Envoy did not start:\n${output()}`);
}

async function records(log: string, count: number): Promise<readonly AuditRecord[]> {
  for (let attempt = 0; attempt < 2400; attempt += 1) {
    const lines = readFileSync(log, 'utf8').split('\n').filter(Boolean);
    if (lines.length >= count) return lines.map(recordIn);
    await sleep(25);
  }
  throw new Error(`fewer than ${count} audit records:\n${readFileSync(log, 'utf8')}`);
}

function recordIn(line: string): AuditRecord {
  const record = auditRecord(line);
  if (!record) throw new Error(`no audit record: ${line}`);
  if (record.end && !Object.hasOwn(connectionEnds, record.end)) throw new Error(`no listed end: ${line}`);
  return record;
}

function writeAtomically(path: string, text: string): void {
  writeFileSync(`${path}.new`, text, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}
