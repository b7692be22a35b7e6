import { afterAll, afterEach, beforeAll } from 'vitest';
import type { PolicyInput } from '../../../lib/policy/schema';
import { CertificateAuthority } from '../../../lib/runtime/certificates/certificate-authority';
import { everywhere } from '../../runtime/scratch';
import { startUpstream, type Upstream } from '../../stand-ins/upstream';
import { anything, policyOf } from '../policies';
import { type RawAnswer, raw } from '../raw-client';
import { type EnvoyOptions, type RunningEnvoy, startEnvoy } from '../running-envoy';

type DestinationInput = PolicyInput['destinations'][number];

/** A gateway `api` to `api.example.org`, without rules. */
export const api: DestinationInput = { ...anything, name: 'api', host: 'api.example.org' };

/** Another destination's upstream without a credential, to see that none goes there. */
export const other: DestinationInput = { ...anything, name: 'other', host: 'other.example.org' };

/** What a stage has besides its destinations. */
export interface StageOptions extends Partial<EnvoyOptions> {
  /** @default - 1 MB of a request's body */
  readonly limits?: PolicyInput['limits'];
}

/** The real Envoy with a gateway `api` that has a credential, one `other` that has none, and one stand-in upstream for both. */
export class CredentialStage {
  upstream!: Upstream;
  envoy!: RunningEnvoy;
  authority!: CertificateAuthority;
  private readonly answers: string[] = [];

  constructor(destinations: readonly DestinationInput[], options: () => StageOptions | Promise<StageOptions> = () => ({})) {
    const hosts = [...destinations, other].map(({ host }) => String(host));
    beforeAll(async () => {
      this.authority = await CertificateAuthority.create({ name: 'stage' });
      this.upstream = await startUpstream(await this.authority.issue({ hosts }));
      const given = await options();
      const resolve = hosts.map((host) => ({ host, port: 443, address: '127.0.0.1', addressPort: this.upstream.port }));
      this.envoy = await startEnvoy(policyOf([...destinations, other], { limits: given.limits ?? { requestBytes: 1_000_000 } }), {
        ca: this.authority.certificate,
        ...given,
        props: { ...given.props, resolve: [...resolve, ...(given.props?.resolve ?? [])] },
      });
    });
    afterEach(() => {
      this.upstream.seen.length = 0;
    });
    afterAll(async () => {
      await this.envoy?.stop();
      await this.upstream?.close();
    });
  }

  /** What anyone but an upstream could read of a secret. */
  async said(): Promise<string> {
    return this.envoy.output() + (await this.envoy.configDump()) + this.answers.join('');
  }

  /** Waits until requests to `api` get an answer of this status, by each of Envoy's threads. */
  async settled(status: number): Promise<void> {
    const isAnswer = async () => (await this.send('GET /api/x')).status === status;
    await everywhere(isAnswer, () => `requests don't get ${status}`);
    this.upstream.seen.length = 0;
  }

  /** Sends a request with a body of text to a gateway. */
  send(line: string, headers: readonly string[] = [], body = ''): Promise<RawAnswer> {
    return this.sendAsIs(line, [...headers, ...(body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`])], body);
  }

  /** The same, framed by the caller. */
  async sendAsIs(line: string, headers: readonly string[], body: string): Promise<RawAnswer> {
    const head = [`${line} HTTP/1.1`, 'Host: proxy', ...headers, 'Connection: close'];
    const answer = await raw(this.envoy.gateway, Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`));
    this.answers.push(answer.text);
    return answer;
  }
}
