import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { StandInModel, type StandInModelProps } from '../../bin/demo/stand-in-model';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { findEnvoy } from '../../lib/runtime/envoy/envoy-binary';
import { accepts } from '../../lib/runtime/loopback-ports';
import { put, scratchFolder, until } from '../runtime/scratch';
import { AirlockProcess } from './airlock-process';

export const realKey = 'sk-real-0123456789';
export const agentsKey = 'sk-agents-own-987';

const policy = `
version: 1
destinations:
  - name: claude
    host: api.anthropic.com
    access: gateway
    allow: [{ methods: [POST], path: /v1/messages }]
    credential: { type: header, header: x-api-key, secret: anthropic-api-key }
  - name: mirror
    hosts: [mirror.example.org]
    access: tunnel
`;

/** A stand-in for the model behind a policy, and everything that `run` needs; every process is ended after its test. */
export class Stage {
  readonly folder = scratchFolder();
  readonly policy = put(this.folder, 'airlock.yaml', policy);
  readonly ca = join(this.folder, 'ca.pem');
  authority!: CertificateAuthority;
  model!: StandInModel;
  protected readonly processes: AirlockProcess[] = [];
  private kept: Promise<AirlockProcess> | undefined;
  private count = 0;

  constructor(props: Partial<StandInModelProps> = {}) {
    beforeAll(async () => {
      // fetched once, before many processes would all fetch it
      process.env.ENVOY_PATH = await findEnvoy();
      this.authority = await CertificateAuthority.create({ name: 'stage' });
      this.model = await StandInModel.start({ authority: this.authority, ...props });
      writeFileSync(this.ca, this.authority.certificate);
    });
    afterEach(async () => {
      for (const process of this.processes.splice(0)) await process.end('SIGKILL');
      this.model.requests.length = 0;
    });
    afterAll(async () => {
      await (await this.kept)?.end('SIGKILL');
      await this.model.close();
    });
  }

  /** A proxy that all tests of the file share. */
  shared(): Promise<AirlockProcess> {
    this.kept ??= this.run([], { isKept: true });
    return this.kept;
  }

  /** A new empty folder, for XDG_RUNTIME_DIR: what is left in it was left behind. */
  newFolder(): string {
    this.count += 1;
    const folder = join(this.folder, `runtime-${this.count}`);
    mkdirSync(folder, { mode: 0o700 });
    return folder;
  }

  /** A new file with the real key. */
  newKey(): string {
    this.count += 1;
    return put(this.folder, `key-${this.count}`, `${realKey}\n`);
  }

  /** Arguments of `run` on free ports with the stand-in as upstream; `--secret` is the caller's. */
  args(...more: readonly string[]): string[] {
    return this.argsWithoutPorts('--gateway-port', '0', '--proxy-port', '0', ...more);
  }

  /** The same, with whatever ports are the default. */
  argsWithoutPorts(...more: readonly string[]): string[] {
    const resolve = `api.anthropic.com:443=127.0.0.1:${this.model.port}`;
    return ['run', this.policy, '--resolve', resolve, '--upstream-ca', this.ca, ...more];
  }

  /** Starts `run` with the key from a file, and more arguments. */
  async run(more: readonly string[] = [], options: StageOptions = {}): Promise<AirlockProcess> {
    const args = this.args('--secret', `anthropic-api-key=file:${options.key ?? this.newKey()}`, ...more);
    return this.start(args, { XDG_RUNTIME_DIR: options.runtime ?? this.newFolder() }, options);
  }

  async start(args: readonly string[], environment: NodeJS.ProcessEnv, options: StageOptions = {}): Promise<AirlockProcess> {
    const process = new AirlockProcess(args, environment, options);
    if (!options.isKept) this.processes.push(process);
    return process.ready();
  }
}

export interface StageOptions {
  /** File that holds the key. @default - a new one */
  readonly key?: string;
  /** For XDG_RUNTIME_DIR. @default - a new one */
  readonly runtime?: string;
  /** Whether standard error is read. @default true */
  readonly readsErrors?: boolean;
  /** Whether it outlives the test. @default false */
  readonly isKept?: boolean;
}

/** Waits until a proxy that was told to end takes no more connections. */
export async function closed(proxy: AirlockProcess): Promise<void> {
  const port = Number(new URL(proxy.said('claude')).port);
  await until(
    async () => !(await accepts(port)),
    () => `connections are taken: ${proxy.stderr}`,
  );
}

/** Asks the model as an agent with a key of its own would. */
export async function ask(gateway: string, { path = '/v1/messages', stream = false } = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json', 'x-api-key': agentsKey, authorization: `Bearer ${agentsKey}` };
  return fetch(`${gateway}${path}`, { method: 'POST', headers, body: JSON.stringify({ model: 'm', stream }) });
}
