import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AuditRecord, auditRecord } from '../../lib/audit/audit-record';
import { secretNames } from '../../lib/policy/destination';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { findEnvoy } from '../../lib/runtime/envoy-binary';
import { AirlockProcess } from '../cli/airlock-process';
import { awsKeys, secretOf } from './secrets';
import { hosts } from './sites';

export interface RunningAirlockProps {
  /** Folder for its files. */
  readonly folder: string;
  /** The policy's path. */
  readonly policy: string;
  /** Port of loopback that every site's name leads to. */
  readonly upstream: number;
  /** Path of the certificates that upstreams are verified with. */
  readonly upstreamCa: string;
}

/** `agent-airlock run`, which alone holds the secrets. */
export class RunningAirlock {
  private constructor(
    private readonly process: AirlockProcess,
    private readonly auditLog: string,
  ) {}

  /** Starts it on free ports of loopback. */
  static async start({ folder, policy, upstream, upstreamCa }: RunningAirlockProps): Promise<RunningAirlock> {
    process.env.ENVOY_PATH = await findEnvoy();
    const auditLog = join(folder, 'audit.jsonl');
    const names = secretNames(EgressPolicy.fromFile(policy).agent().destinations);
    const options = [
      ...['--gateway-port', '0', '--proxy-port', '0', '--upstream-ca', upstreamCa, '--audit-log', auditLog],
      ...Object.values(hosts).flatMap((host) => ['--resolve', `${host}:443=127.0.0.1:${upstream}`]),
      ...names.flatMap((name) => ['--secret', `${name}=env:${variableOf(name)}`]),
    ];
    const secrets = Object.fromEntries(names.map((name) => [variableOf(name), secretOf(name)]));
    const started = new AirlockProcess(['run', policy, ...options], { ...secrets, ...awsKeys });
    return new RunningAirlock(await started.ready(), auditLog);
  }

  get proxyPort(): number {
    return Number(new URL(this.process.said('HTTPS_PROXY')).port);
  }

  /** The port of the gateways, if the policy has any. */
  get gatewayPort(): number | undefined {
    const url = /^\S+: (http:\S+)\/[a-z-]+$/m.exec(this.process.stderr)?.[1];
    return url === undefined ? undefined : Number(new URL(url).port);
  }

  /** The certificate of the boundary's authority, as an agent gets it. */
  async authority(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${this.proxyPort}/-/ca.pem`)).text();
  }

  /** The audit records so far. */
  records(): readonly AuditRecord[] {
    const lines = readFileSync(this.auditLog, 'utf8').split('\n');
    return lines.flatMap((line) => auditRecord(line) ?? []);
  }

  async end(): Promise<void> {
    await this.process.end('SIGKILL');
  }
}

const variableOf = (secret: string): string => secret.toUpperCase().replaceAll('-', '_');
