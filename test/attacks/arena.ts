import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { findEnvoy } from '../../lib/runtime/envoy/envoy-binary';
import { AirlockProcess } from '../cli/airlock-process';
import { handshake, openTunnel } from '../envoy/raw-client';
import { put, scratchFolder, until } from '../runtime/scratch';
import { policy, reachable, realKeys } from './attacked-policy';
import { Http2Upstream } from './http2-upstream';
import { objections } from './objection';
import { RecordingUpstream } from './recording-upstream';
import { startWeakened, type Target, type WeakenedEnvoy } from './weakened-envoy';
import type { Weakening } from './weakening';

/** Where an attack goes: a port, or `inside` a TLS connection to an intercepted host, which ends at the proxy. */
export type Place = keyof Target | 'inside';

// each Envoy takes six of the 128 inotify instances that Linux gives a user
const most = 3;

/** A proxy as its users run it, every host behind it, and the same proxy without some of its controls. */
export class Arena implements Target {
  readonly folder = scratchFolder();
  readonly policy = EgressPolicy.parse(policy);
  readonly log = join(this.folder, 'audit.jsonl');
  readonly runtime = join(this.folder, 'runtime');
  authority!: CertificateAuthority;
  upstream!: RecordingUpstream | Http2Upstream;
  proxyProcess!: AirlockProcess;
  /** The certificate of the authority that stands in for intercepted hosts. */
  boundaryCa = '';
  gateway = 0;
  proxy = 0;
  transparent = 0;
  plain = 0;
  private readonly kind: typeof RecordingUpstream | typeof Http2Upstream;
  private readonly weak = new Map<string, Promise<WeakenedEnvoy>>();

  /** Hosts speak HTTP/2 with `http2`, HTTP/1.1 without. */
  constructor({ http2 = false } = {}) {
    this.kind = http2 ? Http2Upstream : RecordingUpstream;
    beforeAll(() => this.start());
    beforeEach(() => this.upstream.forget());
    afterAll(() => this.stop());
  }

  /** The proxy without some of its controls; it runs until several others were asked for. */
  async without(...names: readonly Weakening[]): Promise<WeakenedEnvoy> {
    const key = names.join();
    const started = this.weak.get(key) ?? startWeakened(this.bootstrap, this, names);
    this.weak.delete(key);
    this.weak.set(key, started);
    const [oldest] = this.weak.keys();
    if (oldest !== undefined && this.weak.size > most) await this.end(oldest);
    return started;
  }

  /** Ends the proxies without controls. */
  async endWeakened(): Promise<void> {
    for (const key of [...this.weak.keys()]) await this.end(key);
  }

  private async end(key: string): Promise<void> {
    const envoy = this.weak.get(key);
    this.weak.delete(key);
    await (await envoy?.catch(() => undefined))?.stop();
  }

  /** A port of a proxy, or how a connection to an intercepted host is opened through it. */
  at(target: Target, port: Place = 'gateway'): number | (() => Promise<Duplex>) {
    return port === 'inside' ? () => this.inside(target) : target[port];
  }

  /** A TLS connection to an intercepted host, as clients open it that trust the boundary's authority. */
  async inside(target: Target = this, host = 'api.github.com', port = 443): Promise<Duplex> {
    return handshake(await openTunnel(target.proxy, `${host}:${port}`), host, this.boundaryCa);
  }

  /** What is wrong with what the upstream saw, in any dialect; empty if all of it lies within the policy. */
  objections(): string[] {
    const all = this.upstream.readings().flatMap((seen) => seen.flatMap((request) => objections(this.policy, request)));
    return [...new Set(all)];
  }

  /** The audit records so far. */
  records(): readonly AuditRecord[] {
    return readFileSync(this.log, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as AuditRecord);
  }

  /** The private folder of the running proxy. */
  get privateFolder(): string {
    const [name = ''] = readdirSync(this.runtime).filter((entry) => entry.startsWith('agent-airlock-'));
    return join(this.runtime, name);
  }

  get bootstrap(): string {
    return join(this.privateFolder, 'bootstrap.json');
  }

  private async start(): Promise<void> {
    process.env.ENVOY_PATH = await findEnvoy();
    mkdirSync(this.runtime, { mode: 0o700 });
    this.authority = await CertificateAuthority.create({ name: 'arena' });
    const hosts = [...new Set(reachable.map((place) => place.split(':')[0] ?? ''))];
    this.upstream = await this.kind.start(await this.authority.issue({ hosts }));
    writeFileSync(join(this.folder, 'ca.pem'), this.authority.certificate);
    this.proxyProcess = await new AirlockProcess(this.args(), { XDG_RUNTIME_DIR: this.runtime }).ready();
    this.gateway = Number(new URL(this.proxyProcess.said('claude')).port);
    const transparent = (what: string) =>
      Number(new RegExp(`^transparent ${what}: 127\\.0\\.0\\.1:(\\d+)$`, 'm').exec(this.proxyProcess.stderr)?.[1]);
    this.transparent = transparent('TLS');
    this.plain = transparent('HTTP');
    this.boundaryCa = await (await fetch(`http://127.0.0.1:${this.gateway}/-/ca.pem`)).text();
    await until(
      () => this.records().length > 0,
      () => 'no record of the request for the certificate',
    );
    this.proxy = Number(new URL(this.proxyProcess.said('HTTPS_PROXY')).port);
  }

  private args(): string[] {
    const secrets = Object.entries(realKeys).flatMap(([name, key]) => [
      '--secret',
      `${name}=file:${put(this.folder, name, key)}`,
    ]);
    const resolves = reachable.flatMap((place) => ['--resolve', `${place}=127.0.0.1:${this.upstream.port}`]);
    const file = put(this.folder, 'airlock.yaml', JSON.stringify(policy));
    const ports = ['gateway', 'proxy', 'transparent', 'transparent-http'].flatMap((port) => [`--${port}-port`, '0']);
    const rest = ['--upstream-ca', join(this.folder, 'ca.pem'), '--audit-log', this.log];
    return ['run', file, ...ports, ...secrets, ...resolves, ...rest];
  }

  private async stop(): Promise<void> {
    await this.endWeakened();
    await this.proxyProcess?.end('SIGKILL');
    await this.upstream?.close();
  }
}
