import { once } from 'node:events';
import { mkdirSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { StandInModel } from '../../bin/demo/stand-in-model';
import { EgressPolicy } from '../../lib/policy/egress-policy';
import type { PolicyInput } from '../../lib/policy/schema';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { LocalProxy } from '../../lib/runtime/local-proxy';
import type { LocalProxyOptions } from '../../lib/runtime/local-proxy-options';
import { socketName } from '../../lib/runtime/private-folder';
import { put, scratchFolder } from './scratch';

export const host = 'api.anthropic.com';
export const secret = 'anthropic-api-key';

export const claude: PolicyInput['destinations'][number] = {
  name: 'claude',
  host,
  access: 'gateway',
  allow: [{ methods: ['POST'], path: '/v1/messages' }],
  credential: { type: 'header', header: 'x-api-key', secret },
};

/** A policy of these destinations. */
export const policyOf = (...destinations: PolicyInput['destinations']): EgressPolicy =>
  EgressPolicy.parse({ version: 1, destinations });

/** A stand-in for the model, and the options with which a proxy reaches it; every proxy is stopped after its test. */
export class LocalStage {
  readonly folder = scratchFolder();
  /** Where private folders are made: what is left in it was left behind. */
  readonly runtime = join(this.folder, 'runtime');
  authority!: CertificateAuthority;
  model!: StandInModel;
  private readonly proxies: LocalProxy[] = [];

  constructor() {
    const inherited = process.env.XDG_RUNTIME_DIR;
    beforeAll(async () => {
      mkdirSync(this.runtime, { mode: 0o700 });
      process.env.XDG_RUNTIME_DIR = this.runtime;
      this.authority = await CertificateAuthority.create({ name: 'stage' });
      this.model = await StandInModel.start({ authority: this.authority });
      put(this.folder, 'ca.pem', this.authority.certificate);
    });
    afterEach(async () => {
      await Promise.all(this.proxies.splice(0).map((proxy) => proxy.stop({ now: true })));
      this.model.requests.length = 0;
    });
    afterAll(async () => {
      process.env.XDG_RUNTIME_DIR = inherited;
      if (inherited === undefined) delete process.env.XDG_RUNTIME_DIR;
      await this.model.close();
    });
  }

  get ca(): string {
    return join(this.folder, 'ca.pem');
  }

  /** Options that work, but for what is given. */
  options(given: Partial<LocalProxyOptions> = {}): LocalProxyOptions {
    return {
      policy: policyOf(claude),
      gatewayPort: 0,
      proxyPort: 0,
      secrets: { [secret]: { kind: 'file', path: put(this.folder, 'key', 'sk-first\n') } },
      resolve: [{ host, port: 443, address: '127.0.0.1', addressPort: this.model.port }],
      upstreamCa: this.ca,
      ...given,
    };
  }

  /** What Envoy's admin interface tells, of the one proxy that runs. */
  async told(path: string): Promise<string> {
    const [name = ''] = readdirSync(this.runtime);
    const [answer] = await once(request({ socketPath: join(this.runtime, name, socketName), path }).end(), 'response');
    return text(answer);
  }

  async start(given: Partial<LocalProxyOptions> = {}): Promise<LocalProxy> {
    const proxy = await LocalProxy.start(this.options(given));
    this.proxies.push(proxy);
    return proxy;
  }
}

/** The status of a request to the model through a proxy. */
export async function statusOf(proxy: LocalProxy, path = '/claude/v1/messages'): Promise<number> {
  const response = await fetch(`${proxy.gatewayUrl}${path}`, { method: 'POST', body: '{}' });
  await response.text();
  return response.status;
}
