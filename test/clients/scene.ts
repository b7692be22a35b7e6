import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type AuditRecord, auditRecord } from '../../lib/audit/audit-record';
import { agentEnvironment } from '../../lib/policy/agent-environment';
import { decide } from '../../lib/policy/decision';
import { secretNames } from '../../lib/policy/destination';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { CertificateAuthority } from '../../lib/runtime/certificate-authority';
import { findEnvoy } from '../../lib/runtime/envoy-binary';
import { AirlockProcess, airlock } from '../cli/airlock-process';
import { put, scratchFolder } from '../runtime/scratch';
import type { SeenRequest } from '../stand-ins/upstream';
import type { Deed, Order, Way } from './client';
import { hasCredential, type Internet, secretOf, siteOf, startInternet } from './internet';
import { readVariables } from './read-variables';
import { type ClientEnded, doorAddress, SealedRoom } from './sealed-room';
import { hosts, policyOf, type Site } from './sites';
import { type SocketFile, socketTo } from './socket-file';

const accessBy = { gateway: 'gateway', tunnel: 'tunnel', intercept: 'intercept', transparent: 'intercept' } as const;

/** Stand-ins, `agent-airlock run` in front of them, and a sealed room whose doors lead to its ports. */
export class Scene {
  readonly folder = scratchFolder();
  readonly policy: string;
  internet!: Internet;
  private readonly caFile = join(this.folder, 'ca.pem');
  private readonly auditLog = join(this.folder, 'audit.jsonl');
  private readonly sockets: SocketFile[] = [];
  private proxy!: AirlockProcess;
  private room!: SealedRoom;
  private variables!: Readonly<Record<string, string>>;
  private homes = 0;

  constructor(private readonly way: Way) {
    this.policy = put(this.folder, 'airlock.yaml', JSON.stringify(policyOf(accessBy[way])));
    beforeAll(() => this.start());
    beforeEach(() => {
      this.internet.seen.length = 0;
    });
    afterAll(() => this.end());
  }

  /** What a client needs to know in order to reach a site. */
  order(program: string, site: Site): Order {
    const origin = this.way === 'gateway' ? `http://${doorAddress}:8080/${site}` : `https://${hosts[site]}`;
    return { program, origin, caFile: this.caFile };
  }

  /** Does it in the room, in an empty home folder, with the variables of `render env` and PATH; after some seconds it is ended. */
  async does(
    { command }: Deed,
    { variables = this.variables, seconds = 60 } = {},
  ): Promise<ClientEnded & { readonly home: string }> {
    this.homes += 1;
    const home = join(this.folder, `home-${this.homes}`);
    mkdirSync(home);
    const own = { HOME: home, PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin` };
    return { ...(await this.room.run(command, { env: { ...variables, ...own }, cwd: home, timeout: seconds * 1000 })), home };
  }

  /** The variables of `render env` without those that name the proxy. */
  get ignoringProxy(): Readonly<Record<string, string>> {
    const others = Object.entries(this.variables).filter(([name, value]) => !/proxy/i.test(name) && !value.startsWith('http:'));
    return Object.fromEntries(others);
  }

  /** Requests that an upstream saw although the policy denies them, or without their credential. */
  beyondPolicy(): readonly SeenRequest[] {
    const agent = EgressPolicy.fromFile(this.policy).agent();
    return this.internet.seen.filter((request) => {
      const site = siteOf(request);
      if (!site || (this.way !== 'tunnel' && !hasCredential(site, request))) return true;
      return decide(agent, request.method, `${this.order('', site).origin}${request.url}`).decision === 'deny';
    });
  }

  /** The audit records so far. */
  records(): readonly AuditRecord[] {
    const lines = readFileSync(this.auditLog, 'utf8').split('\n');
    return lines.flatMap((line) => auditRecord(line) ?? []);
  }

  private async start(): Promise<void> {
    process.env.ENVOY_PATH = await findEnvoy();
    const authority = await CertificateAuthority.create({ name: 'stand-ins' });
    this.internet = await startInternet({ authority, folder: this.folder, asksForCredential: this.way !== 'tunnel' });
    const upstreamCa = put(this.folder, 'upstream-ca.pem', authority.certificate);
    this.proxy = await new AirlockProcess(['run', this.policy, ...this.runOptions(upstreamCa)], this.secrets()).ready();
    put(this.folder, 'ca.pem', authority.certificate);
    this.variables = await this.renderedVariables();
    this.room = await SealedRoom.open(this.folder, await this.doors());
  }

  private async renderedVariables(): Promise<Record<string, string>> {
    if (this.way === 'gateway') return readVariables((await airlock(['render', 'env', this.policy])).stdout);
    const policy = EgressPolicy.fromFile(this.policy);
    return agentEnvironment(policy, { proxyHost: doorAddress, gatewayPort: 8080, proxyPort: 3128, caFile: this.caFile });
  }

  private runOptions(upstreamCa: string): string[] {
    const upstream = `127.0.0.1:${this.internet.port}`;
    const resolve = Object.values(hosts).flatMap((host) => ['--resolve', `${host}:443=${upstream}`]);
    const secrets = this.secretNames().flatMap((name) => ['--secret', `${name}=env:${variableOf(name)}`]);
    const ports = ['--gateway-port', '0', '--proxy-port', '0'];
    return [...ports, ...resolve, ...secrets, '--upstream-ca', upstreamCa, '--audit-log', this.auditLog];
  }

  private secrets(): Record<string, string> {
    return Object.fromEntries(this.secretNames().map((name) => [variableOf(name), secretOf(name)]));
  }

  private secretNames(): readonly string[] {
    return secretNames(EgressPolicy.fromFile(this.policy).agent().destinations);
  }

  private async doors() {
    const proxy = await this.socket(this.proxy.said('HTTPS_PROXY'));
    const gateway = this.way === 'gateway' ? await this.socket(this.proxy.said('claude')) : proxy;
    return { ports: { 3128: proxy, 8080: gateway }, names: [] };
  }

  private async socket(url: string): Promise<string> {
    const socket = await socketTo(join(this.folder, `socket-${this.sockets.length}`), Number(new URL(url).port));
    this.sockets.push(socket);
    return socket.path;
  }

  private async end(): Promise<void> {
    await this.room?.close();
    for (const socket of this.sockets) socket.close();
    await this.proxy?.end('SIGKILL');
    await this.internet?.close();
  }
}

const variableOf = (secret: string): string => secret.toUpperCase().replaceAll('-', '_');
