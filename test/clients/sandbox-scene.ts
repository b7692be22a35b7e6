import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type AuditRecord, auditRecord } from '../../lib/audit/audit-record';
import { secretNames } from '../../lib/policy/destination';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { findEnvoy } from '../../lib/runtime/envoy/envoy-binary';
import { bridged, places } from '../../lib/sandbox/places';
import { AirlockProcess, type Ended } from '../cli/airlock-process';
import { put, scratchFolder } from '../runtime/scratch';
import type { Order, Way } from './client';
import { type Internet, startInternet } from './internet';
import { secretOf } from './secrets';
import { hosts, mainSites, policyOf, type Site } from './sites';

/** Ways that lead out of a sandbox. */
export type SandboxWay = Exclude<Way, 'tunnel'>;

export interface SandboxEnded extends Ended {
  /** The folder that it worked in, outside. */
  readonly workspace: string;
}

/** Stand-ins, and `agent-airlock run POLICY -- COMMAND` for each command: its own proxy, its own sandbox, a new workspace. */
export class SandboxScene {
  internet!: Internet;
  private readonly folder = scratchFolder();
  private readonly policy: string;
  private readonly secrets: readonly string[];
  private runs = 0;

  constructor(private readonly way: SandboxWay) {
    const access = way === 'transparent' ? 'intercept' : way;
    this.policy = put(this.folder, 'airlock.yaml', JSON.stringify(policyOf(access, mainSites)));
    this.secrets = secretNames(EgressPolicy.fromFile(this.policy).agent().destinations);
    beforeAll(async () => {
      process.env.ENVOY_PATH = await findEnvoy();
      const authority = await CertificateAuthority.create({ name: 'stand-ins' });
      this.internet = await startInternet({ authority, folder: this.folder, asksForCredential: true });
      put(this.folder, 'upstream-ca.pem', authority.certificate);
    });
    beforeEach(() => {
      this.internet.seen.length = 0;
    });
    afterAll(() => this.internet?.close());
  }

  /** What a client in the sandbox needs to know in order to reach a site. */
  order(program: string, site: Site): Order {
    const origin = this.way === 'gateway' ? `http://${bridged.host}:${bridged.gatewayPort}/${site}` : `https://${hosts[site]}`;
    // a link to a folder isn't there in a sandbox, where the folder is
    return { program: join(realpathSync(dirname(program)), basename(program)), origin, caFile: places.caFile };
  }

  /** Runs a command to its end, which may read the folder of a `program`; without the proxy variables where the way is transparent. */
  async does(command: readonly string[], program = '/usr/bin/env', options: readonly string[] = []): Promise<SandboxEnded> {
    const state = this.newFolder();
    const workspace = join(state, 'work');
    mkdirSync(workspace);
    writeFileSync(join(workspace, 'main.c'), 'int main;\n');
    const seen = foldersOf(program).flatMap((folder) => ['--ro', folder]);
    const given = [...options, ...seen, '--workspace', workspace, ...(this.way === 'transparent' ? ['--transparent'] : [])];
    const words = this.way === 'transparent' ? [...ignoringProxy, ...command] : command;
    const environment = { ...this.environment, XDG_RUNTIME_DIR: this.newFolder(), XDG_STATE_HOME: state };
    const ended = await new AirlockProcess(['run', this.policy, ...this.proxy, ...given, '--', ...words], environment).ended();
    return { ...ended, workspace };
  }

  /** The audit records of all commands so far. */
  records(): readonly AuditRecord[] {
    return readFileSync(join(this.folder, 'audit.jsonl'), 'utf8')
      .split('\n')
      .flatMap((line) => auditRecord(line) ?? []);
  }

  private get proxy(): readonly string[] {
    return [
      ...['--upstream-ca', join(this.folder, 'upstream-ca.pem'), '--audit-log', join(this.folder, 'audit.jsonl')],
      ...Object.values(hosts).flatMap((host) => ['--resolve', `${host}:443=127.0.0.1:${this.internet.port}`]),
      ...this.secrets.flatMap((name) => ['--secret', `${name}=env:${variableOf(name)}`]),
    ];
  }

  private get environment(): NodeJS.ProcessEnv {
    return Object.fromEntries(this.secrets.map((name) => [variableOf(name), secretOf(name)]));
  }

  private newFolder(): string {
    this.runs += 1;
    const folder = join(this.folder, `run-${this.runs}`);
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }
}

/** Where a program is installed that isn't the system's: an environment of Python has its interpreter elsewhere. */
const foldersOf = (program: string): readonly string[] =>
  [...new Set([dirname(realpathSync(dirname(program))), dirname(dirname(realpathSync(program)))])].filter(
    (folder) => !folder.startsWith('/usr'),
  );

const variableOf = (secret: string): string => secret.toUpperCase().replaceAll('-', '_');

const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy', 'NODE_USE_ENV_PROXY'];
const ignoringProxy = ['env', ...names.flatMap((name) => ['-u', name])];
