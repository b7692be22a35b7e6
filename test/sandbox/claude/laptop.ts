import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { AuditRecord } from '../../../lib/audit/audit-record';
import { CertificateAuthority } from '../../../lib/runtime/certificates/certificate-authority';
import { insideLinux } from '../../../lib/sandbox/claude/sandbox-runtime';
import { airlock } from '../../cli/airlock-process';
import { type Internet, startInternet } from '../../clients/internet';
import { readVariables } from '../../clients/read-variables';
import { RunningAirlock } from '../../clients/running-airlock';
import { hosts } from '../../clients/sites';
import { put, scratchFolder, until } from '../../runtime/scratch';

/** One destination of each access: the model, an API of which one part may be read, and a mirror. */
export const laptopPolicy = `version: 1
destinations:
  - name: claude
    host: ${hosts.claude}
    access: gateway
    allow: [{ methods: [POST], path: /v1/messages }]
    credential: { type: header, header: x-api-key, secret: anthropic-api-key }
  - name: site
    host: ${hosts.site}
    access: intercept
    allow: [{ methods: [GET], path: /repos/acme/** }]
    credential: { type: header, header: authorization, prefix: "Bearer ", secret: site-token }
  - { name: mirror, host: ${hosts['npm-read']}, access: tunnel }
`;

/** A machine on which someone works: a running proxy in front of stand-ins, a home folder with keys, and a folder with work in it. */
export class Laptop {
  readonly folder = scratchFolder();
  readonly home = join(this.folder, 'home');
  readonly workspace = join(this.home, 'work');
  readonly policy = join(this.workspace, 'airlock.yaml');
  readonly caFile = join(this.workspace, 'ca.pem');
  internet!: Internet;
  private airlock!: RunningAirlock;
  private read?: Promise<Record<string, string>>;

  constructor() {
    this.fill();
    beforeAll(() => this.start());
    beforeEach(() => {
      this.internet.seen.length = 0;
      this.fill();
    });
    afterAll(() => this.end());
  }

  get gatewayPort(): number {
    return this.airlock.gatewayPort;
  }

  /** Outside of all that an agent may write: what is there was written by something that isn't held. */
  get trace(): string {
    return join(this.folder, 'trace');
  }

  /** What `render TARGET` writes for the ports of the running proxy, or others. */
  async rendered(
    target: string,
    more: readonly string[] = [],
    { gatewayPort } = { gatewayPort: this.gatewayPort },
  ): Promise<string> {
    const ports = ['--gateway-port', `${gatewayPort}`, '--proxy-port', `${this.airlock.proxyPort}`];
    const { status, stdout, stderr } = await airlock([
      'render',
      target,
      this.policy,
      ...ports,
      '--ca-file',
      this.caFile,
      ...more,
    ]);
    if (status !== 0) throw new Error(stderr);
    return stdout;
  }

  /** The variables of `render env` for a sandbox, in which the gateways are at a port of their own. */
  async variables(): Promise<Record<string, string>> {
    this.read ??= this.rendered('env', [], insideLinux).then(readVariables);
    return this.read;
  }

  records(): readonly AuditRecord[] {
    return this.airlock.records();
  }

  /** What it does, and waits for a record of it with this reason. */
  async denied(reason: string, doing: () => Promise<string>): Promise<string> {
    const before = this.records().length;
    const output = await doing();
    const since = () => this.records().slice(before);
    await until(
      () => since().some((record) => record.reason === reason),
      () => JSON.stringify(since()),
    );
    return output;
  }

  private fill(): void {
    rmSync(this.trace, { force: true });
    rmSync(join(this.workspace, '.claude'), { recursive: true, force: true });
    rmSync(join(this.workspace, '.mcp.json'), { force: true });
    for (const folder of ['.aws', 'work/deep/.ssh']) mkdirSync(join(this.home, folder), { recursive: true });
    for (const [path, text] of Object.entries(files)) put(this.home, path, text);
    // someone once agreed to what the project's own settings say
    const projects = { [this.workspace]: { hasTrustDialogAccepted: true } };
    put(this.home, '.claude.json', JSON.stringify({ hasCompletedOnboarding: true, projects }));
  }

  private async start(): Promise<void> {
    const { folder, policy } = this;
    const authority = await CertificateAuthority.create({ name: 'stand-ins' });
    const upstreamCa = put(folder, 'upstream-ca.pem', authority.certificate);
    this.internet = await startInternet({ authority, folder, asksForCredential: true });
    this.airlock = await RunningAirlock.start({ folder, policy, internet: this.internet, upstreamCa });
    put(this.workspace, 'ca.pem', (await this.airlock.authority()) + authority.certificate);
  }

  private async end(): Promise<void> {
    await this.airlock?.end();
    await this.internet?.close();
  }
}

/** What is in the home folder; each that is a secret says so. */
const files: Readonly<Record<string, string>> = {
  '.aws/credentials': 'secret of home\n',
  'notes.txt': 'secret of notes\n',
  'work/readme.txt': 'work to do\n',
  'work/airlock.yaml': laptopPolicy,
  'work/.env': 'secret of env\n',
  'work/deep/.env.production': 'secret of production\n',
  'work/deep/.ssh/id_ed25519': 'secret of ssh\n',
  'work/server.key': 'secret of key\n',
};
