import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditRecord, auditRecord } from '../../lib/audit/audit-record';
import { secretNames } from '../../lib/policy/destination';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { findEnvoy } from '../../lib/runtime/envoy/envoy-binary';
import { AirlockProcess } from '../cli/airlock-process';
import type { Internet } from './internet';
import { awsKeys, secretOf } from './secrets';
import { hosts } from './sites';

export interface RunningAirlockProps {
  /** Folder for its files. */
  readonly folder: string;
  /** The policy's path. */
  readonly policy: string;
  /** What every site's name leads to, and where access tokens come from. */
  readonly internet: Internet;
  /** Path of the certificates that upstreams are verified with. */
  readonly upstreamCa: string;
}

/** `agent-airlock run`, which alone holds the secrets. */
export class RunningAirlock {
  /** Unix socket that leads to the gateways. */
  readonly gateway: string;
  /** Unix socket that leads to the proxy port. */
  readonly proxy: string;

  private constructor(
    private readonly process: AirlockProcess,
    private readonly folder: string,
  ) {
    this.gateway = join(folder, 'gateway.sock');
    this.proxy = join(folder, 'proxy.sock');
  }

  /** Starts it on free ports of loopback. */
  static async start({ folder, policy, internet, upstreamCa }: RunningAirlockProps): Promise<RunningAirlock> {
    process.env.ENVOY_PATH = await findEnvoy();
    const names = secretNames(EgressPolicy.fromFile(policy).agent().destinations);
    const options = [
      ...['--gateway-port', '0', '--proxy-port', '0', '--transparent-port', '0', '--transparent-http-port', '0'],
      ...['--gateway-socket', join(folder, 'gateway.sock'), '--proxy-socket', join(folder, 'proxy.sock')],
      ...['--upstream-ca', upstreamCa, '--audit-log', join(folder, 'audit.jsonl')],
      ...Object.values(hosts).flatMap((host) => ['--resolve', `${host}:443=127.0.0.1:${internet.port}`]),
      ...names.flatMap((name) => ['--secret', `${name}=env:${variableOf(name)}`]),
    ];
    const secrets = Object.fromEntries(names.map((name) => [variableOf(name), secretOf(name)]));
    const started = new AirlockProcess(['run', policy, ...options], {
      ...secrets,
      ...awsKeys,
      GCE_METADATA_HOST: internet.metadata.host,
    });
    return new RunningAirlock(await started.ready(), folder);
  }

  /** Port of loopback of the gateways; some destination must be one. */
  get gatewayPort(): number {
    return Number(/^[a-z-]+: http:\/\/127\.0\.0\.1:(\d+)\//m.exec(this.process.stderr)?.[1]);
  }

  /** Port of loopback for HTTPS_PROXY. */
  get proxyPort(): number {
    return Number(new URL(this.process.said('HTTPS_PROXY')).port);
  }

  /** Ports of loopback for redirected connections. */
  get transparent(): { readonly tls: number; readonly http: number } {
    return { tls: this.port('transparent TLS'), http: this.port('transparent HTTP') };
  }

  /** The certificate of the boundary's authority, as an agent gets it. */
  async authority(): Promise<string> {
    return (await fetch(`${this.process.said('HTTPS_PROXY')}/-/ca.pem`)).text();
  }

  /** The audit records so far. */
  records(): readonly AuditRecord[] {
    const lines = readFileSync(join(this.folder, 'audit.jsonl'), 'utf8').split('\n');
    return lines.flatMap((line) => auditRecord(line) ?? []);
  }

  async end(): Promise<void> {
    await this.process.end('SIGKILL');
  }

  private port(name: string): number {
    return Number(this.process.said(name).split(':')[1]);
  }
}

const variableOf = (secret: string): string => secret.toUpperCase().replaceAll('-', '_');
