import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { decide } from '../../lib/policy/decision';
import type { Access } from '../../lib/policy/destination';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { airlock } from '../cli/airlock-process';
import { put, scratchFolder } from '../runtime/scratch';
import type { SeenRequest } from '../stand-ins/upstream';
import type { Deed, Order, Way } from './client';
import { hasCredential, type Internet, siteOf, startInternet } from './internet';
import { readVariables } from './read-variables';
import { RunningAirlock } from './running-airlock';
import { type ClientEnded, type Doors, doorAddress, SealedRoom } from './sealed-room';
import { hosts, mainSites, policyOf, type Site } from './sites';
import { type SocketFile, socketTo } from './socket-file';

const accessBy = { gateway: 'gateway', tunnel: 'tunnel', intercept: 'intercept', transparent: 'intercept' } as const;

export interface SceneProps {
  readonly way: Way;
  /** How the policy gives access to the sites. @default - as the way says; intercepted where it is transparent */
  readonly access?: Access;
  /** @default - the main ones */
  readonly sites?: readonly Site[];
  /** Whether names and port 443 lead past the proxy, so that a test can show that it would notice. @default false */
  readonly leaks?: boolean;
}

/** Stand-ins, `agent-airlock run` in front of them, and a sealed room whose doors lead to its ports. */
export class Scene {
  internet!: Internet;
  private readonly folder = scratchFolder();
  private readonly policy: string;
  private readonly way: Way;
  private readonly access: Access;
  private readonly leaks: boolean;
  private readonly sockets: SocketFile[] = [];
  private airlock!: RunningAirlock;
  private room!: SealedRoom;
  private rendered!: Readonly<Record<string, string>>;
  private homes = 0;

  constructor({ way, access = accessBy[way], sites = mainSites, leaks = false }: SceneProps) {
    this.way = way;
    this.access = access;
    this.leaks = leaks;
    this.policy = put(this.folder, 'airlock.yaml', JSON.stringify(policyOf(access, sites)));
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

  /** The variables of `render env` that are for this way. */
  get variables(): Readonly<Record<string, string>> {
    return this.way === 'transparent' ? this.ignoringProxy : this.rendered;
  }

  /** Does it in the room, in an empty home folder, with the variables and PATH; after some seconds it is ended. */
  async does({ command }: Deed, { variables = this.variables, seconds = 150 } = {}): Promise<ClientEnded> {
    this.homes += 1;
    const home = join(this.folder, `home-${this.homes}`);
    mkdirSync(home);
    const own = { HOME: home, PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin` };
    return this.room.run(command, { env: { ...variables, ...own }, cwd: home, timeout: seconds * 1000 });
  }

  /** The variables of `render env` without those that name the proxy. */
  get ignoringProxy(): Readonly<Record<string, string>> {
    const others = Object.entries(this.rendered).filter(([name, value]) => !/proxy/i.test(name) && !value.startsWith('http:'));
    return Object.fromEntries(others);
  }

  /** The variables without those of certificates. */
  get trustingNobody(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(this.variables).filter(([, value]) => value !== this.caFile));
  }

  /** Requests that an upstream saw although the policy denies them, or without their credential. */
  async beyondPolicy(): Promise<readonly SeenRequest[]> {
    const judged = await Promise.all(this.internet.seen.map((request) => this.isWithinPolicy(request)));
    return this.internet.seen.filter((_, index) => !judged[index]);
  }

  /** The Unix socket of the gateways. */
  get gateway(): string {
    return this.airlock.gateway;
  }

  /** The audit records so far. */
  records(): readonly AuditRecord[] {
    return this.airlock.records();
  }

  private get caFile(): string {
    return join(this.folder, 'ca.pem');
  }

  private async isWithinPolicy(request: SeenRequest): Promise<boolean> {
    const site = siteOf(request);
    if (!site || (this.access !== 'tunnel' && !(await hasCredential(site, request)))) return false;
    const url = `${this.order('', site).origin}${request.url}`;
    return decide(EgressPolicy.fromFile(this.policy).agent(), request.method, url).decision === 'allow';
  }

  private async start(): Promise<void> {
    const { folder, policy } = this;
    const authority = await CertificateAuthority.create({ name: 'stand-ins' });
    this.internet = await startInternet({ authority, folder, asksForCredential: this.access !== 'tunnel' });
    const upstreamCa = put(folder, 'upstream-ca.pem', authority.certificate);
    this.airlock = await RunningAirlock.start({ folder, policy, internet: this.internet, upstreamCa });
    // in a tunnel clients verify the upstream themselves, and gateways have no certificate
    if (this.access === 'tunnel') put(folder, 'ca.pem', authority.certificate);
    else if (this.access !== 'gateway') put(folder, 'ca.pem', await this.airlock.authority());
    this.rendered = await this.renderedVariables();
    this.room = await SealedRoom.open(folder, await this.doors());
  }

  private async renderedVariables(): Promise<Record<string, string>> {
    const caFile = this.way === 'gateway' ? [] : ['--ca-file', this.caFile];
    const { stdout } = await airlock(['render', 'env', this.policy, '--proxy-host', doorAddress, ...caFile]);
    return readVariables(stdout);
  }

  private async doors(): Promise<Doors> {
    const names = this.leaks || this.way === 'transparent' ? Object.values(hosts) : [];
    return { ports: this.way === 'transparent' ? await this.redirected() : await this.offered(), names };
  }

  /** What a redirected client sees of the proxy. */
  private async redirected(): Promise<Record<number, string>> {
    const { tls, http } = this.airlock.transparent;
    return { 443: await this.socket(tls), 80: await this.socket(http) };
  }

  private async offered(): Promise<Record<number, string>> {
    const ports: Record<number, string> = { 8080: this.airlock.gateway, 3128: this.airlock.proxy };
    return this.leaks ? { ...ports, 443: await this.socket(this.internet.port) } : ports;
  }

  private async socket(port: number): Promise<string> {
    const socket = await socketTo(join(this.folder, `${port}.sock`), port);
    this.sockets.push(socket);
    return socket.path;
  }

  private async end(): Promise<void> {
    await this.room?.close();
    for (const socket of this.sockets) socket.close();
    await this.airlock?.end();
    await this.internet?.close();
  }
}
