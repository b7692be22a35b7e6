import { setTimeout as pause } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { AuditRecord } from '../../lib/audit/audit-record';
import { CertificateAuthority } from '../../lib/runtime/certificates/certificate-authority';
import { startUpstream, type Upstream } from '../stand-ins/upstream';
import { claude, github, mirror, policyOf, uploads } from './policies';
import { exchange, handshake, openTunnel, type RawAnswer } from './raw-client';
import { type RunningEnvoy, startEnvoy } from './running-envoy';

const elsewhere = { ...github, name: 'elsewhere', host: 'elsewhere.example.org' };
const impostor = { ...github, name: 'impostor', host: 'impostor.example.org' };
const hosts = ['api.github.com', 'uploads.github.com', 'api.anthropic.com', 'elsewhere.example.org'];

/** Intercepted hosts with an upstream behind them that has no certificate for `impostor.example.org`. */
export class InterceptStage {
  boundary!: CertificateAuthority;
  upstream!: Upstream;
  envoy!: RunningEnvoy;

  constructor() {
    beforeAll(() => this.start());
    afterAll(async () => {
      await this.envoy?.stop();
      await this.upstream?.close();
    });
    beforeEach(() => {
      this.upstream.seen.length = 0;
    });
  }

  /** A connection whose TLS ends at the proxy. */
  async connected(authority: string, serverName = authority.replace(/:.*/, '').toLowerCase()): Promise<TLSSocket> {
    return handshake(await openTunnel(this.envoy.proxy, authority), serverName, this.boundary.certificate);
  }

  /** What comes back for bytes inside such a connection. */
  async inside(authority: string, bytes: string): Promise<RawAnswer> {
    return exchange(await this.connected(authority), bytes);
  }

  async lastRecord(method: string): Promise<AuditRecord | undefined> {
    return (await this.envoy.audit(1)).filter((record) => record.method === method).at(-1);
  }

  /** Waits until every connection of earlier tests has its record. */
  async quiet(): Promise<void> {
    const count = async () => (await this.envoy.audit(0)).length;
    for (let [before, now] = [-1, await count()]; before !== now; [before, now] = [now, await count()]) await pause(300);
  }

  private async start(): Promise<void> {
    this.boundary = await CertificateAuthority.create({ name: 'boundary' });
    const authority = await CertificateAuthority.create({ name: 'test' });
    this.upstream = await startUpstream(await authority.issue({ hosts }));
    // what is outside the policy is reachable too, so that a refusal is the policy's and not the network's
    const reachable = [...hosts, 'impostor.example.org', 'evil.example.org', 'sub.api.github.com'];
    const to = { address: '127.0.0.1', addressPort: this.upstream.port };
    const resolve = reachable.flatMap((host) => [443, 8443].map((port) => ({ host, port, ...to })));
    const policy = policyOf([claude, github, uploads, elsewhere, impostor, mirror], { limits: { requestBytes: 1000 } });
    this.envoy = await startEnvoy(policy, { ca: authority.certificate, boundary: this.boundary, props: { resolve } });
  }
}

/** A request as bytes, to `api.github.com` unless `headers` say otherwise. */
export const request = (line: string, headers: readonly string[] = ['Host: api.github.com'], body = '') =>
  `${line} HTTP/1.1\r\n${headers.map((header) => `${header}\r\n`).join('')}` +
  `${body ? `Content-Length: ${body.length}\r\n` : ''}Connection: close\r\n\r\n${body}`;
