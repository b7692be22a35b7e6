import { request } from 'node:http';

/** Envoy's admin interface on its Unix socket; every call throws if Envoy doesn't answer within 1 s. */
export class EnvoyAdmin {
  constructor(private readonly socket: string) {}

  /** Whether Envoy serves. */
  async isLive(): Promise<boolean> {
    return (await this.call('GET', '/ready')).trim() === 'LIVE';
  }

  /** Has Envoy take no more connections and ask for those that it has to be closed after the answer. */
  async drain(): Promise<void> {
    await this.call('POST', '/drain_listeners?graceful');
    // by itself, a graceful drain goes on accepting until its time is over
    await this.call('POST', '/drain_listeners');
  }

  /** How many requests, open tunnels among them, are being served. */
  activeRequests(): Promise<number> {
    return this.stat('http.airlock.downstream_rq_active');
  }

  /** How many tokens were got by OAuth 2. */
  tokensFetched(): Promise<number> {
    return this.stat('credential_injector.oauth2.token_fetched');
  }

  private async stat(name: string): Promise<number> {
    const stats = await this.call('GET', `/stats?filter=^${name}$&usedonly`);
    return Number(/: (\d+)/.exec(stats)?.[1] ?? 0);
  }

  private call(method: string, path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const call = request({ socketPath: this.socket, method, path, timeout: 1000, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      });
      call.on('timeout', () => call.destroy(new Error(`no answer to ${method} ${path} within 1 s`)));
      call.on('error', reject);
      call.end();
    });
  }
}
