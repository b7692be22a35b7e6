import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DestinationInput } from '../../../lib/policy/schema';
import { CertificateAuthority } from '../../../lib/runtime/certificates/certificate-authority';
import { everywhere } from '../../runtime/scratch';
import { startUpstream, type Upstream } from '../../stand-ins/upstream';
import { policyOf } from '../policies';
import { exchange, handshake, openTunnel } from '../raw-client';
import { type RunningEnvoy, startEnvoy } from '../running-envoy';
import { AwsCredentialsFile } from './aws-credentials-file';
import { expectedAuthorization } from './expected-authorization';

const keys = { accessKeyId: 'AKIDFIRST', secretAccessKey: 'first-secret-key' };
const file = new AwsCredentialsFile(keys);
const open = { access: 'intercept', allow: 'any' } as const;
const git = {
  ...open,
  name: 'git',
  hosts: ['git.example.org', 'mirror.example.org'],
  credential: { type: 'basic', username: 'x-access-token', secret: 'token' },
} satisfies DestinationInput;
const store = {
  ...open,
  name: 'store',
  host: 'store.example.org',
  encodedSlash: 'allow',
  credential: { type: 'aws-sigv4', service: 's3', region: 'eu-west-1' },
} satisfies DestinationInput;
const plain = { ...open, name: 'plain', host: 'plain.example.org' };
const hosts = [...git.hosts, store.host, plain.host];
let boundary: CertificateAuthority;
let upstream: Upstream;
let envoy: RunningEnvoy;

beforeAll(async () => {
  boundary = await CertificateAuthority.create({ name: 'boundary' });
  const authority = await CertificateAuthority.create({ name: 'test' });
  upstream = await startUpstream(await authority.issue({ hosts }));
  const resolve = hosts.map((host) => ({ host, port: 443, address: '127.0.0.1', addressPort: upstream.port }));
  const props = { resolve, awsCredentials: { kind: 'file', file: file.path } } as const;
  envoy = await startEnvoy(policyOf([git, store, plain]), { ca: authority.certificate, boundary, props });
});
afterEach(() => {
  upstream.seen.length = 0;
});
afterAll(async () => {
  await envoy?.stop();
  await upstream?.close();
});

/** Sends a request with a credential of the agent's own to an intercepted host. */
async function ask(host: string, line = 'GET /x') {
  const secure = await handshake(await openTunnel(envoy.proxy, `${host}:443`), host, boundary.certificate);
  return exchange(secure, `${line} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer mine\r\nConnection: close\r\n\r\n`);
}

describe('at an intercepted host', () => {
  test.each(git.hosts)('%s is sent the proxy’s password, whatever the agent sent', async (host) => {
    expect(await ask(host)).toMatchObject({ status: 200 });
    const authorization = `Basic ${Buffer.from('x-access-token:real-token').toString('base64')}`;
    expect(upstream.seen.map(({ headers }) => headers)).toEqual([{ host, authorization }]);
  });

  test.each(['/a/b', '/a%2Fb?x=1'])('PUT %s is signed by the proxy’s key', async (path) => {
    expect(await ask(store.host, `PUT ${path}`)).toMatchObject({ status: 200 });
    const [seen] = upstream.seen;
    expect(seen?.url).toBe(path);
    expect(seen?.headers.authorization).toBe(
      seen && (await expectedAuthorization(seen, { ...keys, ...{ service: 's3', region: 'eu-west-1' } })),
    );
  });

  test('without a credential nothing is added, and the agent’s own is gone', async () => {
    await ask(plain.host);
    expect(upstream.seen.map(({ headers }) => headers)).toEqual([{ host: plain.host }]);
  });
});

describe('once the secrets are withdrawn', () => {
  test.each(hosts.slice(0, 3))('requests to %s get a 401, and nothing is forwarded', async (host) => {
    envoy.setSecret('token', '');
    file.put();
    await everywhere(
      async () => (await ask(host)).status === 401,
      () => 'requests are forwarded',
    );
    upstream.seen.length = 0;
    expect(await ask(host, 'POST /x')).toMatchObject({ status: 401, json: { reason: 'credential-missing' } });
    expect(upstream.seen).toEqual([]);
  });
});
